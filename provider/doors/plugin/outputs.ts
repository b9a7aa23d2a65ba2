import { type Properties, UNKNOWN } from "../../core/properties";

/** What a kind gives out beside its arguments. */
interface Outputs {
  /** Those that stay as they are for the group's whole life. */
  readonly lasting: readonly string[];
  /** Those that an update may change. */
  readonly changing?: readonly string[];
}

const OUTPUTS: Readonly<Record<string, Outputs>> = {
  ApigGroup: {
    lasting: ["groupId", "slDomain", "slDomains", "registerTime"],
    changing: [
      "updateTime",
      "status",
      "onSellStatus",
      "callLimits",
      "timeInterval",
      "timeUnit",
      "urlDomains",
    ],
  },
  AxgGroup: { lasting: ["groupId"] },
  AxgGroupJournal: { lasting: ["key"], changing: ["record"] },
  AxgGroupNumbers: { lasting: [] },
  AxgGroupNumbersJournal: { lasting: ["key"], changing: ["record"] },
  DeviceVirtualGroup: { lasting: ["deviceVirtualGroupId"] },
  RamGroup: { lasting: ["groupId", "createDate"], changing: ["updateDate"] },
};

/**
 * What a preview knows of a resource's outputs.
 *
 * @param olds the outputs in the state; none for a new group
 */
export function previewedOutputs(kind: string, news: Properties, olds?: Properties): Properties {
  const { lasting, changing = [] } = OUTPUTS[kind] ?? { lasting: [] };
  const kept = lasting.map((name) => [name, olds === undefined ? UNKNOWN : olds[name]] as const);
  const open = changing.map((name) => [name, UNKNOWN] as const);
  return { ...Object.fromEntries([...kept, ...open]), ...news };
}

/**
 * What only a failure leaves in the state: names, remarks and numbers, which have no input to take their secrecy from, so that they are
 * always kept as secrets.
 */
const ALWAYS_SECRET = [
  "creating",
  "renaming",
  "uncertain",
  "compactNumbers",
  "compactUncertain",
  "__refused",
  "record",
];

/** The names of a state's properties that are secrets: those that the program declares as such, and what has no input. */
export function secretOutputs(outs: Properties, declared: readonly string[]): string[] {
  const hidden = Array.isArray(outs["__hidden"]) ? outs["__hidden"].map(String) : [];
  return [...declared, ...hidden, ...ALWAYS_SECRET];
}
