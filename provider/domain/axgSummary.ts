import type { GroupContents } from "./axgLedger";
import type { Strategy } from "./axgPlan";
import { settlingCall, settlingPlan } from "./axgSettling";
import { counted } from "./countedList";
import type { NumberSet } from "./numberSet";
import { setDifference } from "./setDifference";

/** What an update of a group's numbers comes to. */
export interface NumbersSummary {
  readonly added: number;
  readonly deleted: number;
  readonly staying: number;
  /** Numbers of which it is not known whether the group holds them. */
  readonly unconfirmed: number;
  readonly calls: number;
}

/** @throws PlanError where the strategy cannot make the change */
export function summaryOf(contents: GroupContents, declared: NumberSet, strategy: Strategy): NumbersSummary {
  const { added, deleted, staying } = setDifference(contents.held, declared);
  return {
    added: added.length,
    deleted: deleted.length,
    staying: staying.length,
    unconfirmed: contents.doubtful.flat().length,
    calls: settlingCall(contents, declared, strategy) ? 1 : settlingPlan(contents, declared, strategy).length,
  };
}

/** What a summary ends with where the update refuses to send anything. */
export const JOURNAL_MISSING = ". Nothing will be sent: its journal takes no part in this";

/** A summary as a preview shows it: `1234: 3 to add, 2 to delete, 997 stay; 2 calls`. */
export function summaryText(groupId: string, summary: NumbersSummary): string {
  const { added, deleted, staying, unconfirmed, calls } = summary;
  const doubt = unconfirmed === 0 ? "" : `, ${unconfirmed} unconfirmed ones to settle`;
  return `${groupId}: ${added} to add, ${deleted} to delete, ${staying} stay${doubt}; ${counted(calls, "call")}`;
}

const SUMMARY =
  /: (\d+) to add, (\d+) to delete, (\d+) stay(?:, (\d+) unconfirmed ones to settle)?; (\d+) calls?(?=[.\n]|$)/;

/** The summary of a text by `summaryText`, with whatever follows; nothing where a text is none. */
export function parsedSummary(text: string): NumbersSummary | undefined {
  const match = SUMMARY.exec(text);
  if (match === null) return undefined;
  const [added = 0, deleted = 0, staying = 0, unconfirmed = 0, calls = 0] = match
    .slice(1)
    .map((count: string | undefined) => Number(count ?? 0));
  return { added, deleted, staying, unconfirmed, calls };
}
