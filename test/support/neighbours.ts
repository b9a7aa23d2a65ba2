import fc from "fast-check";

import type { NumberSet } from "../../provider/axg/numberSet";
import { someNumbers } from "./numbers";

/** Groups that resources are about: two or three in the same account, under the same GIDs in another one. */
export const PLACES = [
  { poolKey: "FC123456", groupId: "1001" },
  { poolKey: "FC123456", groupId: "1002" },
  { poolKey: "FC123456", groupId: "1003" },
] as const;

/**
 * Names that resources have in the stack, by their account: more than there are resources, so that each can get another one. A resource
 * that has a group is refused a provider of another account, so that it gets another name, too.
 */
const NAMES = { "1": ["a", "b", "c", "d", "e", "f"], "2": ["u", "v", "w", "x", "y", "z"] } as const;

/** The account that a provider is for. */
export function accountOf(provider: ProviderName): "1" | "2" {
  return provider === "other" ? "2" : "1";
}

/** Explicit providers by their names, and the default one: two of one account, under two keys, and one of another account. */
export const PROVIDERS = ["", "same", "other"] as const;
export type ProviderName = (typeof PROVIDERS)[number];

/** What a program declares of a group. */
export interface Neighbour {
  readonly place: number;
  readonly numbers: NumberSet;
  readonly provider: ProviderName;
}

/** What a program declares, by the resources' names, in the order in which it declares them. */
export type Neighbours = ReadonlyMap<string, Neighbour>;

/** What a user does to a program before the next `pulumi up`. Indices and sizes are taken modulo what there is. */
export type Edit =
  | {
      readonly edit: "add";
      readonly place: number;
      readonly numbers: NumberSet;
      readonly provider: ProviderName;
    }
  | { readonly edit: "change"; readonly at: number; readonly numbers: NumberSet }
  | { readonly edit: "move"; readonly at: number; readonly place: number }
  | { readonly edit: "provider"; readonly at: number; readonly provider: ProviderName }
  | {
      readonly edit: "swapPlaces" | "swapNumbers" | "handOver";
      readonly at: number;
      readonly with: number;
    }
  | { readonly edit: "rename" | "remove"; readonly at: number };

/** A step: what is edited, which resources are replaced since that is asked for, and whether what is replaced goes first. */
export interface Step {
  readonly edits: readonly Edit[];
  readonly replaced: readonly number[];
  readonly isDeletedFirst: boolean;
}

const POOL = someNumbers(60);
const MANY = someNumbers(450, 1000);

const numbers: fc.Arbitrary<NumberSet> = fc.oneof(
  { weight: 9, arbitrary: fc.subarray([...POOL].slice(0, 12), { minLength: 0, maxLength: 8 }) },
  {
    weight: 1,
    arbitrary: fc
      .record({ from: fc.nat(100), size: fc.constantFrom(150, 200, 201, 350) })
      .map(({ from, size }) => MANY.slice(from, from + size)),
  },
);
const at = fc.nat(5);
const place = fc.nat(2);
const provider = fc.constantFrom<ProviderName>(...PROVIDERS);

/** @param providers whether resources get other providers, too */
function edits(providers: boolean): fc.Arbitrary<Edit> {
  return fc.oneof(
    fc.record({
      edit: fc.constant("add" as const),
      place,
      numbers,
      provider: providers ? provider : fc.constant("" as const),
    }),
    fc.record({ edit: fc.constant("change" as const), at, numbers }),
    fc.record({ edit: fc.constant("move" as const), at, place }),
    ...(providers ? [fc.record({ edit: fc.constant("provider" as const), at, provider })] : []),
    fc.record({
      edit: fc.constantFrom("swapPlaces" as const, "swapNumbers" as const, "handOver" as const),
      at,
      with: at,
    }),
    fc.record({ edit: fc.constantFrom("rename" as const, "remove" as const), at }),
  );
}

/** The steps of a sequence. */
export function steps(providers: boolean): fc.Arbitrary<Step[]> {
  const step = fc.record({
    edits: fc.array(edits(providers), { minLength: 1, maxLength: 3 }),
    replaced: fc.array(at, { maxLength: 1 }),
    isDeletedFirst: fc.boolean(),
  });
  return fc.array(step, { minLength: 1, maxLength: 6 });
}

/** At most so many resources stand in a program. */
const MOST = 4;

/**
 * A program after an edit. What an edit cannot do to it leaves it as it is, and so does one that would have two resources declare a group.
 *
 * @param outstanding names of resources whose deletion is outstanding since an update failed: nobody declares them again before it is done
 */
export function edited(program: Neighbours, edit: Edit, outstanding: ReadonlySet<string>): Neighbours {
  const after = editedFreely(program, edit, outstanding);
  const groups = [...after.values()].map(({ place: index, provider: by }) => `${accountOf(by)} ${index}`);
  return new Set(groups).size === groups.length ? after : program;
}

function editedFreely(program: Neighbours, edit: Edit, outstanding: ReadonlySet<string>): Neighbours {
  const entries = [...program];
  const pick = (index: number): [string, Neighbour] | undefined =>
    entries[index % Math.max(1, entries.length)];
  const unusedIn = (account: "1" | "2") =>
    NAMES[account].find((name) => !program.has(name) && !outstanding.has(name));
  if (edit.edit === "add") {
    const { place: index, numbers: set, provider: by } = edit;
    const unused = unusedIn(accountOf(by));
    if (unused === undefined || entries.length >= MOST) return program;
    return new Map([...entries, [unused, { place: index, numbers: set, provider: by }]]);
  }
  const found = pick(edit.at);
  if (found === undefined) return program;
  const [name, old] = found;
  const unused = unusedIn(accountOf(old.provider));
  const replace = (...changed: [string, Neighbour | undefined][]) => {
    const changes = new Map(changed);
    return new Map(
      entries.flatMap(([key, value]) => {
        const now = changes.has(key) ? changes.get(key) : value;
        return now === undefined ? [] : [[key, now] as const];
      }),
    );
  };
  switch (edit.edit) {
    case "change":
      return replace([name, { ...old, numbers: edit.numbers }]);
    case "move":
      return replace([name, { ...old, place: edit.place }]);
    case "remove":
      return replace([name, undefined]);
    case "rename":
      if (unused === undefined) return program;
      return new Map(entries.map(([key, value]) => [key === name ? unused : key, value]));
    case "provider":
      return withProvider(program, name, edit.provider, unusedIn(accountOf(edit.provider)));
    default:
      return withTwo(edit.edit, found, pick(edit.with), replace, program);
  }
}

function withProvider(
  program: Neighbours,
  name: string,
  provider: ProviderName,
  unused: string | undefined,
): Neighbours {
  return new Map(
    [...program].map(([key, value]) => {
      if (key !== name) return [key, value];
      const isMoved = accountOf(value.provider) !== accountOf(provider);
      return isMoved && unused === undefined
        ? [key, value]
        : [isMoved ? unused! : key, { ...value, provider }];
    }),
  );
}

function withTwo(
  edit: "swapPlaces" | "swapNumbers" | "handOver",
  [name, old]: [string, Neighbour],
  second: [string, Neighbour] | undefined,
  replace: (...changed: [string, Neighbour | undefined][]) => Neighbours,
  program: Neighbours,
): Neighbours {
  if (second === undefined || second[0] === name) return program;
  const [other, value] = second;
  if (edit === "swapPlaces")
    return replace([name, { ...old, place: value.place }], [other, { ...value, place: old.place }]);
  if (edit === "swapNumbers")
    return replace([name, { ...old, numbers: value.numbers }], [other, { ...value, numbers: old.numbers }]);
  // The first one's group becomes the other one's.
  return replace([name, undefined], [other, { ...value, place: old.place, numbers: old.numbers }]);
}
