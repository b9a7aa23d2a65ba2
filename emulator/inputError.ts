/** Something that a user of the control endpoints or the command line gave, and that breaks a rule. */
export class InputError extends Error {
  /** `InputError`. */
  override readonly name = "InputError";
}
