import type { Command } from "commander" with { "resolution-mode": "import" };

import { plural, pluralGrouped } from "../provider/core/plurals";
import { problemLine, readFolder } from "../provider/files";
import { type CommandResult, PROBLEMS } from "./result";

export function registerValidate(program: Command): void {
  program
    .command("validate")
    .description("check the files that declare groups, offline; exits with status 1 if there is a problem")
    .argument("<folder>", "the folder that declareGroups reads")
    .option("--json", "print JSON: folder, groups, numbers, problems and warnings (file, line, message)")
    .action((folder: string, { json = false }: { json?: boolean }) => {
      const { text, status } = validate(folder, json);
      process.stdout.write(text);
      process.exitCode = status;
    });
}

/** @throws Error where there is no such folder */
function validate(folder: string, json: boolean): CommandResult {
  const { groups, problems, warnings } = readFolder(folder);
  const numbers = groups
    .map(({ args }) => args["numbers"])
    .reduce<number>((count, list) => count + (Array.isArray(list) ? list.length : 0), 0);
  const report = { folder, groups: groups.length, numbers, problems, warnings };
  const found =
    problems.length > 0
      ? plural(problems.length, "problem")
      : `${pluralGrouped(groups.length, "group")}, ${pluralGrouped(numbers, "number")}: no problems`;
  const end = warnings.length > 0 ? `${found}, ${plural(warnings.length, "warning")}` : found;
  const warned = warnings.map(({ file, line, message }) => ({ file, line, message: `warning: ${message}` }));
  const lines = [...problems, ...warned].map(problemLine);
  lines.push(`${folder}: ${end}`);
  return {
    text: `${json ? JSON.stringify(report, undefined, 2) : lines.join("\n")}\n`,
    status: problems.length > 0 ? PROBLEMS : 0,
  };
}
