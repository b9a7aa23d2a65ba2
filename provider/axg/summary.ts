import { type AxgCall, settlingCall, settlingPlan, type Strategy } from "./plan";
import { plural } from "../core/counted";
import type { GroupContents, NumberSet } from "./numberSet";
import { setDifference } from "../sets/memberSet";

/** What an update of a group's numbers comes to, in counts. */
export interface NumbersSummary {
  readonly added: number;
  readonly deleted: number;
  readonly staying: number;
  /** Numbers of which it is not known whether the group holds them. */
  readonly uncertain: number;
  readonly calls: number;
}

/** What is known of a group and what shall become of it. */
export interface PlannedChange {
  readonly contents: GroupContents;
  readonly intended: NumberSet;
  readonly strategy: Strategy;
}

/**
 * The calls of a change.
 *
 * @throws PlanError where the strategy cannot make it
 */
export function callsOfChange({ contents, intended, strategy }: PlannedChange): readonly AxgCall[] {
  const only = settlingCall(contents, intended, strategy);
  return only === undefined ? settlingPlan(contents, intended, strategy) : [only];
}

/** @param calls how many the change takes */
export function summaryOf({ contents, intended }: PlannedChange, calls: number): NumbersSummary {
  const { added, deleted, staying } = setDifference(contents.held, intended);
  return {
    added: added.length,
    deleted: deleted.length,
    staying: staying.length,
    uncertain: contents.uncertain.flat().length,
    calls,
  };
}

/**
 * What a user would want to know of calls besides their count.
 *
 * @param isExclusive whether nobody else has numbers in the group
 */
export function noticesOf(calls: readonly AxgCall[], isExclusive: boolean): string[] {
  const overwrite = calls.findIndex(({ operateType }) => operateType === "overwriteNumbers");
  if (overwrite === -1) return [];
  const replaces = "overwriteNumbers replaces whatever the group holds, also numbers that others keep in it";
  const deletes =
    "the strategy deletes numbers before it adds others, so that some that stay may be missing meanwhile";
  return [
    ...(isExclusive ? [] : [replaces]),
    ...(calls.slice(0, overwrite).some(({ operateType }) => operateType === "deleteNumbers")
      ? [deletes]
      : []),
  ];
}

/** What a summary ends with where the update refuses to send anything. */
export const JOURNAL_MISSING = ". Nothing will be sent: its journal takes no part in this";

/** A summary as a preview shows it: `1234: 3 to add, 2 to delete, 997 stay; 2 calls`. */
export function summaryText(groupId: string, summary: NumbersSummary): string {
  const { added, deleted, staying, uncertain, calls } = summary;
  const doubt = uncertain === 0 ? "" : `, ${uncertain} uncertain ones to settle`;
  return `${groupId}: ${added} to add, ${deleted} to delete, ${staying} stay${doubt}; ${plural(calls, "call")}`;
}

const SUMMARY =
  /: (\d+) to add, (\d+) to delete, (\d+) stay(?:, (\d+) uncertain ones to settle)?; (\d+) calls?(?=[.\n]|$)/;

/** The summary of a text by `summaryText`, with whatever follows; nothing where a text is none. */
export function parsedSummary(text: string): NumbersSummary | undefined {
  const match = SUMMARY.exec(text);
  if (match === null) return undefined;
  const [added = 0, deleted = 0, staying = 0, uncertain = 0, calls = 0] = match
    .slice(1)
    .map((count: string | undefined) => Number(count ?? 0));
  return { added, deleted, staying, uncertain, calls };
}
