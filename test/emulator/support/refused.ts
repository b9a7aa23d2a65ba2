import assert from "node:assert/strict";

/** What a caller is told when a call is refused, the same for every API. */
export interface Refused {
  readonly code: string | undefined;
  readonly message: string;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  /** The header that asks for a wait, as it was sent. */
  readonly retryAfter?: string | undefined;
}

/** What came of a call. */
export type Outcome<Answer> = { readonly answer: Answer } | { readonly refused: Refused };

/** The answer of a call that must succeed. */
export async function answerOf<Answer>(outcome: Promise<Outcome<Answer>>): Promise<Answer> {
  const settled = await outcome;
  if ("answer" in settled) return settled.answer;
  throw new Error(`Refused: ${JSON.stringify(settled.refused)}`);
}

/** The refusal of a call that must not succeed. */
export async function refusalOf(outcome: Promise<Outcome<unknown>>): Promise<Refused> {
  const settled = await outcome;
  if ("refused" in settled) return settled.refused;
  throw new Error(`Accepted: ${JSON.stringify(settled.answer)}`);
}

/** Asserts that a call is refused with this code, and with this HTTP status where it matters. */
export async function assertRefused(
  outcome: Promise<Outcome<unknown>>,
  code: string,
  status?: number,
): Promise<Refused> {
  const refused = await refusalOf(outcome);
  assert.equal(refused.code, code, refused.message);
  if (status !== undefined) assert.equal(refused.status, status);
  return refused;
}
