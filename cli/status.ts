/** The exit status where something is wrong with what a command was given to judge. */
export const PROBLEMS = 1;

/** The exit status where a command cannot be carried out as it was called. */
export const WRONG_USAGE = 2;
