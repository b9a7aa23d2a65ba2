/** What a command prints, on standard output but for wrong usage, and its exit status. */
export interface CommandResult {
  readonly text: string;
  readonly status: number;
}

/** The exit status where something is wrong with what a command was given to judge. */
export const PROBLEMS = 1;

/** The exit status where a command cannot be carried out as it was called. */
export const WRONG_USAGE = 2;

/** The exit status where a check that was asked for finds something. */
export const FAILED_CHECK = 3;
