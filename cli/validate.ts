import type { Command } from "commander" with { "resolution-mode": "import" };

import { counted } from "../provider/domain/countedList";
import { problemLine, readFolder } from "../provider/files";
import { PROBLEMS } from "./status";

/** What a command prints, and the status that it ends with. */
export interface Told {
  readonly text: string;
  readonly status: number;
}

export function registerValidate(program: Command): void {
  program
    .command("validate")
    .description("check the files that declare groups, offline; ends with status 1 where anything is wrong")
    .argument("<folder>", "the folder that declareGroups reads")
    .option("--json", "print JSON: folder, groups, numbers, problems (file, line, message)")
    .action((folder: string, { json = false }: { json?: boolean }) => {
      const { text, status } = validate(folder, json);
      console.log(text);
      process.exitCode = status;
    });
}

/** @throws Error where there is no such folder */
export function validate(folder: string, json: boolean): Told {
  const { groups, problems } = readFolder(folder);
  const numbers = groups
    .map(({ args }) => args["numbers"])
    .reduce<number>((count, list) => count + (Array.isArray(list) ? list.length : 0), 0);
  const status = problems.length > 0 ? PROBLEMS : 0;
  if (json) {
    return {
      text: JSON.stringify({ folder, groups: groups.length, numbers, problems }, undefined, 2),
      status,
    };
  }
  const lines = problems.map(problemLine);
  const end =
    problems.length > 0
      ? `${folder}: ${counted(problems.length, "problem")}`
      : `${folder}: ${counted(groups.length, "group")}, ${numbers.toLocaleString("en")} ${numbers === 1 ? "number" : "numbers"}: no problems`;
  return { text: [...lines, end].join("\n"), status };
}
