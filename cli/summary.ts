import type { Command } from "commander" with { "resolution-mode": "import" };
import { z } from "zod";

import { NoInputError, readInput } from "./input";
import { type CommandResult, FAILED_CHECK, PROBLEMS, WRONG_USAGE } from "./result";
import { NoPreviewError, parsePreview, type Preview } from "./summary/preview";
import { failureOf, noPreviewText, summaryOf, type TextOptions } from "./summary/text";
import { GATES } from "./summary/warnings";

/** The options as they are typed. */
export interface SummaryOptions {
  readonly failOn?: string | undefined;
  readonly deletionShare?: string | undefined;
  readonly maxLength?: string | undefined;
  readonly title?: string | undefined;
}

/** What a text that says anything takes, and what GitHub takes of a comment, in characters. */
const SHORTEST = 2000;
const LONGEST = 65_536;

const optionsShape = z.object({
  failOn: z
    .string()
    .optional()
    .transform((text) => (text ?? "").split(",").filter((gate) => gate !== ""))
    .pipe(z.array(z.enum(GATES, `--fail-on: must be ${GATES.join(" or ")}, or both with a comma between`))),
  deletionShare: z
    .stringFormat("percent", /^\d{1,3}(\.\d+)?$/, "--deletion-share: must be a percentage, 0 to 100")
    .default("10")
    .transform(Number)
    .pipe(z.number().max(100, "--deletion-share: must be a percentage, 0 to 100")),
  maxLength: z
    .stringFormat("count", /^\d{1,9}$/, "--max-length: must be a number of characters")
    .default("60000")
    .transform(Number)
    .pipe(z.number().min(SHORTEST, `--max-length: must be at least ${SHORTEST} characters`)),
  title: z.string().trim().min(1, "--title: must not be empty").optional(),
});

/**
 * The text of a pull request's comment.
 *
 * @param preview what `pulumi preview --json` printed
 */
export function summaryCommand(preview: string, options: SummaryOptions = {}): CommandResult {
  const { success, data, error } = optionsShape.safeParse(options);
  if (!success) return wrongUsage(error.issues.map(({ message }) => message).join("; "));
  try {
    return resultOf(parsePreview(preview), data);
  } catch (caught) {
    if (!(caught instanceof NoPreviewError)) throw caught;
    return { ...wrongUsage(caught.message), text: noPreviewText(data) };
  }
}

function resultOf(preview: Preview, options: TextOptions): CommandResult {
  const errors = preview.diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) return { text: failureOf(preview, errors, options), status: PROBLEMS };
  const { text, isFailed } = summaryOf(preview, options);
  return { text, status: isFailed ? FAILED_CHECK : 0 };
}

function wrongUsage(message: string): CommandResult {
  return { text: "", complaint: `cloud-groups summary: ${message}`, status: WRONG_USAGE };
}

/** Adds the command to the program. */
export function registerSummary(program: Command): void {
  program
    .command("summary")
    .description("write a pull request comment from the output of pulumi preview --json")
    .argument("<preview>", "the file with that output, or - for standard input")
    .option(
      "--fail-on <what>",
      "exit with status 3 on such warnings: replace, delete or both (replace,delete)",
    )
    .option(
      "--deletion-share <percent>",
      "warn if a group loses more than this share of its numbers (default: 10)",
    )
    .option(
      "--max-length <characters>",
      `the longest text to write (default: 60000; GitHub accepts ${LONGEST})`,
    )
    .option("--title <text>", "the title (default: the stack's name)")
    .action(async (file: string, options: SummaryOptions) => {
      const { text, complaint, status } = await summaryOfFile(file, options);
      process.stdout.write(text);
      if (complaint !== undefined) process.stderr.write(`${complaint}\n`);
      process.exitCode = status;
    });
}

async function summaryOfFile(file: string, options: SummaryOptions): Promise<CommandResult> {
  try {
    return summaryCommand(await readInput(file), options);
  } catch (error) {
    if (!(error instanceof NoInputError)) throw error;
    return wrongUsage(error.message);
  }
}
