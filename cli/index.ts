#!/usr/bin/env node
import "../provider/supportedNode";

import { messageOf } from "../provider/core/calls/errors";
import { WRONG_USAGE } from "./result";
import { registerSummary } from "./summary";
import { registerValidate } from "./validate";

/** The commands for pipelines: what is declared in files, and what a preview would do. */
async function main(): Promise<void> {
  const { Command } = await import("commander");
  const program = new Command("cloud-groups")
    .description("Checks files that declare groups, and summarizes previews")
    .showHelpAfterError("(run cloud-groups --help for the commands)")
    .exitOverride((error) => {
      // Commander has printed it by now; help that was asked for is no error.
      process.exitCode = error.exitCode === 0 ? 0 : WRONG_USAGE;
      throw error;
    });
  registerValidate(program);
  registerSummary(program);
  await program.parseAsync();
}

main().catch((error: unknown) => {
  if (process.exitCode !== undefined) return;
  console.error(`cloud-groups: ${messageOf(error)}`);
  process.exitCode = WRONG_USAGE;
});
