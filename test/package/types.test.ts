import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";

import ts from "typescript";

import { consumerProject } from "../support/consumer";

/** Imports each part of the package, uses what it gives, and is wrong where it says so. */
const PROGRAM = `
  import * as pulumi from "@pulumi/pulumi";
  import * as groups from "pulumi-cloud-groups";
  import { AxgGroupNumbers, type AxgGroupNumbersArgs, OsType, RamGroup } from "pulumi-cloud-groups";
  import { type Emulator, InputError, startEmulator } from "pulumi-cloud-groups/emulator";
  import { provider } from "pulumi-cloud-groups/runtime";

  const args: AxgGroupNumbersArgs = { poolKey: "FC1", groupId: pulumi.output("1"), numbers: ["13800000000"] };
  export const numbers: pulumi.Output<string[]> = new AxgGroupNumbers("numbers", args).numberList;
  export const looked: groups.RamGroup = RamGroup.get("readers", "bill-readers");
  export const device = new groups.DeviceVirtualGroup("d", { deviceVirtualGroupName: "d", osType: OsType.Linux });
  export const emulator: Promise<Emulator> = startEmulator({ port: 0 });
  export const check = provider("RamGroup").check;
  export const failure: Error = new InputError("wrong");

  // @ts-expect-error a name is a text
  new RamGroup("wrong", { groupName: 1 });
  // @ts-expect-error a required argument
  new groups.ApigGroup("wrong", {});
`;

/** The ways in which TypeScript finds a package's types, each with the files that it is tried from. */
const WAYS: readonly { name: string; files: readonly string[]; options: ts.CompilerOptions }[] = [
  {
    name: "node10, as CommonJS",
    files: ["types.ts"],
    options: { module: ts.ModuleKind.CommonJS, moduleResolution: ts.ModuleResolutionKind.Node10 },
  },
  {
    name: "node16, from CommonJS and from an ES module",
    files: ["types.cts", "types.mts"],
    options: { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 },
  },
  {
    name: "nodenext, from CommonJS and from an ES module",
    files: ["types.cts", "types.mts"],
    options: { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
  },
  {
    name: "bundler",
    files: ["types.ts"],
    options: { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
  },
];

describe("the types that npm packs", () => {
  let folder: string;

  before(async () => {
    folder = await consumerProject();
    for (const file of ["types.ts", "types.cts", "types.mts"]) await writeFile(join(folder, file), PROGRAM);
  });

  after(() => rm(folder, { recursive: true, force: true }));

  for (const { name, files, options } of WAYS) {
    it(`are found and strict under ${name}`, () => {
      const program = ts.createProgram(
        files.map((file) => join(folder, file)),
        {
          ...options,
          target: ts.ScriptTarget.ES2022,
          types: ["node"],
          typeRoots: [join(folder, "node_modules/@types")],
          noEmit: true,
          strict: true,
          skipLibCheck: false,
        },
      );
      assert.deepEqual(problemsOf(program, folder), []);
      // Which users without `skipLibCheck` would check along, and under node10 find wrong.
      const strangers = program
        .getSourceFiles()
        .filter(({ fileName }) => fileName.includes("/node_modules/zod/"));
      assert.equal(strangers.length, 0);
    });
  }
});

/**
 * What is wrong with the program and with the package's own declarations. Those of other packages are read, but not checked
 * for themselves: they are not ours, and Pulumi's alone take ten seconds.
 */
function problemsOf(program: ts.Program, folder: string): string[] {
  const own = program.getSourceFiles().filter(({ fileName }) => {
    const path = relative(folder, fileName);
    return path.startsWith("types.") || path.startsWith("node_modules/pulumi-cloud-groups/");
  });
  assert.ok(own.length > 10, "the package's declarations were not found");
  const found = [
    ...program.getOptionsDiagnostics(),
    ...own.flatMap((file) => [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ]),
  ];
  return found.map(({ file, messageText }) => {
    const place = file === undefined ? "" : `${relative(folder, file.fileName)}: `;
    return place + ts.flattenDiagnosticMessageText(messageText, "\n");
  });
}
