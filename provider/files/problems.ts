/** What is wrong with a file, and where. */
export interface FileProblem {
  /** The file's path as users see it. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** What it is about, its value and the rule. */
  readonly message: string;
}

/** A problem as a line, in the form that editors and pipelines link to the place. */
export function problemLine({ file, line, message }: FileProblem): string {
  return `${file}:${line}: ${message}`;
}
