#!/usr/bin/env node
import "../provider/supportedNode";

import { messageOf } from "../provider/core/calls/errors";
import { WRONG_USAGE } from "./result";
import { registerSummary } from "./summary";
import { registerValidate } from "./validate";
import { registerVerifyState } from "./verifyState";

/** The commands for pipelines: what is declared in files, what a preview would do, and what code a state holds. */
async function main(): Promise<void> {
  const { Command } = await import("commander");
  const program = new Command("cloud-groups")
    .description("Checks files that declare groups, summarizes previews, and verifies states")
    .showHelpAfterError("(run cloud-groups --help for the commands)")
    .exitOverride((error) => {
      // Commander has printed it by now; help that was asked for is no error.
      process.exitCode = error.exitCode === 0 ? 0 : WRONG_USAGE;
      throw error;
    });
  registerValidate(program);
  registerSummary(program);
  registerVerifyState(program);
  await program.parseAsync();
}

main().catch((error: unknown) => {
  if (process.exitCode !== undefined) return;
  console.error(`cloud-groups: ${messageOf(error)}`);
  process.exitCode = WRONG_USAGE;
});
