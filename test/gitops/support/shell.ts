import { execFile } from "node:child_process";

/** What a script printed, both streams in one, and its exit status. */
export interface ScriptRun {
  readonly status: number;
  readonly output: string;
}

/** Runs a script with bash. @param options bash's own, such as `-e` */
export function runScript(
  options: readonly string[],
  script: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<ScriptRun> {
  const args = ["--noprofile", "--norc", ...options, "-c", `exec 2>&1\n${script}`];
  return new Promise((resolve) => {
    execFile("bash", args, { cwd, env, maxBuffer: Infinity }, (error, output) => {
      const status = typeof error?.code === "number" ? error.code : -1;
      resolve({ status: error === null ? 0 : status, output });
    });
  });
}
