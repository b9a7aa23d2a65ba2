import { appendFileSync } from "node:fs";

/** Where all that pipelines say is kept, for who wants to read it: `GITOPS_LOG=FILE`. */
const FILE = process.env["GITOPS_LOG"];

/** Adds to the log, where there is one. */
export function tell(text: string): void {
  if (FILE !== undefined) appendFileSync(FILE, text.endsWith("\n") ? text : `${text}\n`);
}
