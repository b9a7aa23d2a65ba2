import { plural } from "./plurals";

/** What an update would do to a group beyond its arguments. The provider tells it, and `cloud-groups summary` reads it back. */
export type UpdatePlan = NumbersPlan | CreationPlan;

/** What an update would make of a group's numbers, in counts. */
export interface NumbersPlan extends NumbersCounts {
  readonly kind: "numbers";
  readonly groupId: string;
  /** Whether the update refuses to send anything, because the group's journal takes no part in it. */
  readonly isBlocked: boolean;
}

/** Numbers by what becomes of them, and the calls that this takes. */
export interface NumbersCounts {
  readonly added: number;
  readonly deleted: number;
  readonly unchanged: number;
  /** Numbers of which it is not known whether the group holds them. */
  readonly uncertain: number;
  readonly calls: number;
}

/** What becomes of the group of a creation whose outcome is unknown, if there is one. */
export interface CreationPlan {
  readonly kind: "creation";
  readonly end: "adopt" | "delete";
}

/**
 * A plan as a line of a preview: a sentence for people, then the same for programs, in brackets. Pulumi hands `pulumi preview --json` nothing
 * else of a provider's than the text of a message.
 *
 * @param hide takes secrets out of what the user named
 */
export function formatUpdatePlan(plan: UpdatePlan, hide = (text: string) => text): string {
  if (plan.kind === "creation") return `${CREATION_SENTENCES[plan.end]} [creation=${plan.end}]`;
  const { added, deleted, unchanged, uncertain, calls, isBlocked } = plan;
  const settled = uncertain === 0 ? "" : `, ${uncertain} uncertain to settle first`;
  const sentence = `${hide(plan.groupId)}: ${added} to add, ${deleted} to delete, ${unchanged} unchanged${settled}; ${plural(calls, "call")}`;
  const counts = `add=${added} delete=${deleted} keep=${unchanged} uncertain=${uncertain} calls=${calls}`;
  return isBlocked
    ? `${sentence}. ${BLOCKED_SENTENCE} [${counts} blocked=journal]`
    : `${sentence} [${counts}]`;
}

const CREATION_SENTENCES = {
  adopt: "The outcome of its creation is unknown: the update looks the group up and adopts it",
  delete: "The outcome of its creation is unknown: the update looks the group up and deletes it",
} as const;

const BLOCKED_SENTENCE = "Nothing will be sent, because the group's journal takes no part in this update";

/** The part for programs. It ends the message, so that nothing which a user named in front of it can be taken for it. */
const COUNT = "(0|[1-9]\\d{0,14})";
const NUMBERS = new RegExp(
  ` \\[add=${COUNT} delete=${COUNT} keep=${COUNT} uncertain=${COUNT} calls=${COUNT}( blocked=journal)?\\]\\s*$`,
);
const CREATION = / \[creation=(adopt|delete)\]\s*$/;

/** The plan in a message that `formatUpdatePlan` made, but for the group's id; nothing where a message is none. */
export function parseUpdatePlan(message: string): Omit<NumbersPlan, "groupId"> | CreationPlan | undefined {
  const creation = CREATION.exec(message);
  if (creation !== null) return { kind: "creation", end: creation[1] === "adopt" ? "adopt" : "delete" };
  const numbers = NUMBERS.exec(message);
  if (numbers === null) return undefined;
  const [added = 0, deleted = 0, unchanged = 0, uncertain = 0, calls = 0] = numbers.slice(1, 6).map(Number);
  return {
    kind: "numbers",
    added,
    deleted,
    unchanged,
    uncertain,
    calls,
    isBlocked: numbers[6] !== undefined,
  };
}
