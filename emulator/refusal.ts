/** What an API answers instead of carrying a call out: its own error code, message and HTTP status. */
export class Refusal extends Error {
  override readonly name = "Refusal";

  /** @param applied whether part of what was asked took effect all the same */
  constructor(
    readonly code: string,
    message: string,
    readonly status: number,
    readonly applied = false,
  ) {
    super(message);
  }
}
