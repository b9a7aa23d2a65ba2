import { UNKNOWN } from "../../provider/core/properties";
import { pluralGrouped, formatCount } from "../../provider/core/plurals";
import { maskNumbersIn } from "../../provider/core/mask";
import { SECRET } from "./changes";
import type { GroupChange } from "./groups";
import { code, NAME_LENGTH } from "./markdown";

/** What `--fail-on` may name. */
export const GATES = ["replace", "delete"] as const;
export type Gate = (typeof GATES)[number];

/** Something that a reviewer should see, as a line of Markdown. */
export interface Warning {
  readonly text: string;
  /** What `--fail-on` has to name for it to fail. */
  readonly gate?: Gate;
}

/** A group as lines name it: its type, its name and what the cloud knows it by. */
export function groupName({ change: { kind, name, before, after } }: GroupChange): string {
  const inputs = after?.inputs ?? {};
  const { poolKey, groupId, groupName: axgName, name: apigName, deviceVirtualGroupName } = inputs;
  const parts = [poolKey, groupId, axgName, apigName, deviceVirtualGroupName].filter(
    (part) => typeof part === "string" && part !== SECRET && part !== UNKNOWN,
  );
  // A creation with an unknown outcome has an id of the provider's own.
  const isMade = before?.id !== undefined && !before.id.startsWith("creating/");
  const id = isMade ? before.id : parts.join("/");
  const known = id === "" || id === undefined ? "" : ` (${code(id, NAME_LENGTH)})`;
  const type = /^\w{1,40}$/.test(kind) ? kind : code(kind, NAME_LENGTH);
  return `${type} ${code(name, NAME_LENGTH)}${known}`;
}

/**
 * The warnings of a group, worst first.
 *
 * @param share how much of a group's numbers may be deleted without one, in percent
 */
export function warningsOf(group: GroupChange, share: number): Warning[] {
  const cautions = group.change.cautions.map((message) => cautionOf(message, groupName(group)));
  return [...fateWarnings(group), ...numberWarnings(group, share), ...cautions];
}

/** No preview can see another stack, so that people are told what becomes of a group that only moved there. */
export function moveWarnings(groups: readonly GroupChange[]): Warning[] {
  const kinds = new Set(
    groups.filter(({ change }) => change.action === "deleted").map(({ change }) => change.kind),
  );
  const first = "**Moved to another stack?** Then this deletes what that one declares. First";
  return [
    ...(kinds.has("AxgGroupNumbers")
      ? [{ text: `${first} declare \`retainOnDelete: true\` here and run an update` }]
      : []),
    ...(kinds.has("AxgGroup") ? [{ text: `${first} move its state there: \`pulumi state move\`` }] : []),
  ];
}

/** How much of what a preview warns of is shown, in characters. */
const CAUTION_LENGTH = 400;

/** A warning of the preview itself. */
export function cautionOf(message: string, about?: string): Warning {
  const of = about === undefined ? "" : ` ${about}:`;
  // The engine puts the severity in front.
  const said = maskNumbersIn(message.replace(/^warning: /, ""));
  return { text: `**Warning**:${of} ${code(said, CAUTION_LENGTH)}` };
}

function fateWarnings(group: GroupChange): Warning[] {
  const { change, numbers } = group;
  const name = groupName(group);
  switch (change.action) {
    case "replaced":
      return [
        { gate: "replace", text: `**Replaced**: ${name}, ${reasonsOf(group)}: ${replacementOf(group)}` },
      ];
    case "deleted": {
      const count = numbers?.counts?.deleted;
      const held = count === undefined ? "" : ` with ${pluralGrouped(count, "number")}`;
      return [{ gate: "delete", text: `**Deleted**: ${name}${held}` }];
    }
    case "released":
      return [{ text: `**Released**: ${name} leaves the stack and stays in the cloud (\`retainOnDelete\`)` }];
    case "other": {
      const operations = change.operations.map((operation) => code(operation, NAME_LENGTH)).join(", ");
      return [
        {
          text: `**Unknown operation**: ${name}: ${operations}; its effect on the group is unknown`,
        },
      ];
    }
    default:
      return [];
  }
}

function reasonsOf({ change: { replaceReasons, diffReasons } }: GroupChange): string {
  const reasons = replaceReasons.length > 0 ? replaceReasons : diffReasons;
  if (reasons.length === 0) return "because this was requested";
  const named = [...new Set(reasons)].slice(0, 5).map((reason) => code(reason, NAME_LENGTH));
  return `because of ${named.join(", ")}`;
}

function replacementOf({ change: { kind, before } }: GroupChange): string {
  const keepsOld = before?.retainOnDelete === true;
  if (kind === "AxgGroupNumbers")
    return keepsOld
      ? "its numbers are added to another group, and stay in the old one"
      : "its numbers are added to another group, and deleted from the old one";
  const gid = kind === "AxgGroup" ? ", with a new GID" : "";
  return `a new group is created${gid}, and the old one ${keepsOld ? "stays in the cloud" : "is deleted"}`;
}

function numberWarnings(group: GroupChange, share: number): Warning[] {
  const { change, numbers } = group;
  const name = groupName(group);
  const warnings: Warning[] = [];
  if (numbers?.isBlocked === true)
    warnings.push({
      text: `**Nothing will be sent** for ${name}, because its journal takes no part in this update`,
    });
  const isKept = ["updated", "replaced", "created"].includes(change.action);
  if (numbers === undefined || !isKept) return warnings;
  const loss = lossOf(group);
  if (loss !== undefined && loss.lost * 100 > loss.held * share) {
    const percent = formatCount(Math.round((loss.lost / loss.held) * 1000) / 10);
    const text = `**Deletions**: ${name} loses ${formatCount(loss.lost)} of ${pluralGrouped(loss.held, "number")} (${percent} %), over ${share} %`;
    warnings.push({ gate: "delete", text });
  }
  if (loss === undefined && change.action !== "created")
    warnings.push({
      text: `**Deletions**: how many numbers ${name} loses is unknown, because they are secret or known after apply`,
    });
  if (numbers.endsEmpty) warnings.push({ text: `**Empty**: ${name} ends without numbers` });
  if (numbers.uncertain > 0)
    warnings.push({
      text: `**Uncertain**: ${pluralGrouped(numbers.uncertain, "number")} of ${name} may or may not be in the group and will be settled first`,
    });
  return warnings;
}

/** The numbers that a group has and shall have no more, be it another group by then. */
function lossOf({ change, numbers }: GroupChange): { lost: number; held: number } | undefined {
  if (change.action === "replaced") {
    const difference = numbers?.difference;
    if (difference === undefined) return undefined;
    return { lost: difference.deleted.length, held: difference.deleted.length + difference.staying.length };
  }
  const counts = numbers?.counts;
  return counts && { lost: counts.deleted, held: counts.deleted + counts.unchanged };
}
