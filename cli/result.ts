/** What a command prints, and its exit status. */
export interface CommandResult {
  /** For standard output. */
  readonly text: string;
  /** For standard error, a line without its end: why there is nothing better to print. */
  readonly complaint?: string;
  readonly status: number;
}

/** The exit status where something is wrong with what a command was given to judge. */
export const PROBLEMS = 1;

/** The exit status where a command cannot be carried out as it was called, or what it is given is not what it takes. */
export const WRONG_USAGE = 2;

/** The exit status where a check that was asked for finds something. */
export const FAILED_CHECK = 3;
