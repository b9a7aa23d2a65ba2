import type { Command } from "commander" with { "resolution-mode": "import" };
import { z } from "zod";

import { plural, pluralGrouped } from "../provider/core/plurals";
import { INVISIBLE, quoteText } from "../provider/core/visible";
import { NoInputError, readInput } from "./input";
import { type CommandResult, PROBLEMS, WRONG_USAGE } from "./result";
import { judgeAliases } from "./verifyState/aliases";
import { hasCode, judgeCode } from "./verifyState/code";
import { Plugins } from "./verifyState/plugins";
import { type Entry, NoStateError, parseState, type State } from "./verifyState/state";
import { typeIn } from "./verifyState/urns";

/** The options as they are typed. */
export interface VerifyStateOptions {
  readonly allowCode?: readonly string[] | undefined;
  readonly allowPlugin?: readonly string[] | undefined;
}

const optionsShape = z.object({
  allowCode: z
    .array(
      z.stringFormat(
        "digest",
        /^[0-9a-f]{64}$/,
        "--allow-code: must be a sha256, 64 digits and letters a to f",
      ),
    )
    .default([]),
  allowPlugin: z.array(z.string().min(1, "--allow-plugin: must not be empty")).default([]),
});
type Allowances = z.output<typeof optionsShape>;

/**
 * Whether a state holds no code but this package's, so that Pulumi may be run with it. Pulumi runs what the state has as the `__provider` of a
 * dynamic resource, and downloads and runs the plugins of the providers in it. This package's own plugin is trusted by its name and its source.
 *
 * It does not protect against:
 *
 * - what is written into the state after it was exported: only who may write the state decides that;
 * - data that lie: a state may say that a full group is empty, or name other groups, and the next update then deletes, adds or gives up what is not meant;
 * - the settings of a `Provider` in the state, such as its endpoint, which a refresh and a destroy send the cloud's calls to;
 * - code elsewhere: the program, `node_modules`, the plugins that are allowed, and what their resources do when they are deleted.
 *
 * @param text what `pulumi stack export` printed, or a file of a backend that keeps states as JSON
 * @param name what to call it
 */
export function verifyState(text: string, name: string, options: VerifyStateOptions = {}): CommandResult {
  const { success, data, error } = optionsShape.safeParse(options);
  if (!success) return wrongUsage(error.issues.map(({ message }) => message).join("; "));
  try {
    return resultOf(parseState(text), name, data);
  } catch (caught) {
    if (!(caught instanceof NoStateError)) throw caught;
    return wrongUsage(`${name}: ${caught.message}`);
  }
}

function resultOf(
  { entries, problems }: State,
  name: string,
  { allowCode, allowPlugin }: Allowances,
): CommandResult {
  const plugins = new Plugins(entries);
  const codes = entries.filter(hasCode).map((entry) => ({ entry, ...judgeCode(entry, new Set(allowCode)) }));
  const lines = [
    ...problems.map(visible),
    ...entries
      .filter(hasTwoTypes)
      .map((entry) => line(entry, `is of another type by its URN: ${entry.type}`)),
    ...codes.flatMap(({ entry, problems: found }) => found.map((problem) => line(entry, problem))),
    ...[...plugins.problems(new Set(allowPlugin)), ...judgeAliases(entries)].map(([entry, problem]) =>
      line(entry, problem),
    ),
  ];
  if (lines.length > 0) {
    lines.push(
      `${name}: ${plural(lines.length, "problem")}: Pulumi would run what nobody has checked. ${ADVICE}`,
    );
    return { text: `${lines.join("\n")}\n`, status: PROBLEMS };
  }
  const allowed = codes.filter(({ isAllowed }) => isAllowed).length;
  const rest = entries.filter((entry) => !hasCode(entry));
  const own = rest.filter((entry) => plugins.isOfOwn(entry)).length;
  const others = rest.filter((entry) => plugins.isOfOther(entry)).length;
  const counts = [
    `${pluralGrouped(codes.length - allowed + own, "resource")} verified`,
    ...(allowed > 0 ? [`${allowed} allowed`] : []),
    ...(others > 0 ? [`${others} of other plugins`] : []),
  ];
  return { text: `${name}: ${counts.join(", ")}\n`, status: 0 };
}

const ADVICE =
  "Find out who wrote it and import an earlier state, or read it and allow it with `--allow-code SHA256` or `--allow-plugin PLUGIN`";

/** Whether the two places that a resource's type stands in differ: Pulumi goes by the one here and by the other there. */
function hasTwoTypes({ urn, type }: Entry): boolean {
  return typeIn(urn) !== type;
}

function line({ place, urn }: Entry, problem: string): string {
  return `${place} ${visible(urn)}: ${visible(problem)}`;
}

/** A text of the state's, in which nothing begins another line or hides. */
function visible(text: string): string {
  return INVISIBLE.test(text) ? quoteText(text) : text;
}

function wrongUsage(message: string): CommandResult {
  return { text: "", complaint: `cloud-groups verify-state: ${message}`, status: WRONG_USAGE };
}

/** Adds the command to the program. */
export function registerVerifyState(program: Command): void {
  const collect = (value: string, others: readonly string[] = []): string[] => [...others, value];
  program
    .command("verify-state")
    .description(
      "check that a state holds no code but this package's, offline; exits with status 1 if it does",
    )
    .argument("[file]", "the file with the output of pulumi stack export, or - for standard input", "-")
    .option("--allow-code <sha256>", "allow this code of another dynamic resource (may be repeated)", collect)
    .option(
      "--allow-plugin <plugin>",
      "allow the plugin of another provider, such as alicloud (may be repeated)",
      collect,
    )
    .action(async (file: string, options: VerifyStateOptions) => {
      const { text, complaint, status } = await verifyFile(file, options);
      process.stdout.write(text);
      if (complaint !== undefined) process.stderr.write(`${complaint}\n`);
      process.exitCode = status;
    });
}

async function verifyFile(file: string, options: VerifyStateOptions): Promise<CommandResult> {
  try {
    return verifyState(await readInput(file), file === "-" ? "state" : file, options);
  } catch (error) {
    if (!(error instanceof NoInputError)) throw error;
    return wrongUsage(error.message);
  }
}
