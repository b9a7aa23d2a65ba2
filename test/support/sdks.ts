import { execFile } from "node:child_process";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

import { packageSchema } from "../../provider/packageSchema";
import { findCommand } from "./commands";
import { REPOSITORY } from "./repository";

const run = promisify(execFile);

/** A language that an SDK is made for, as Pulumi calls it. */
export type Language = "go" | "nodejs" | "python";

/** Where the SDK for Go is found by programs. */
const GO_SDK = "github.com/pulumi-cloud-groups/pulumi-cloud-groups/sdk/go";

async function version(): Promise<string> {
  const manifest = JSON.parse(await readFile(join(REPOSITORY, "package.json"), "utf8")) as {
    readonly version: string;
  };
  return manifest.version;
}

/**
 * Makes an SDK of the schema that the plugin gives out, as `pulumi package gen-sdk` does.
 *
 * @returns its folder, which has the language's name
 */
export async function makeSdk(folder: string, language: Language): Promise<string> {
  const schema = join(folder, "schema.json");
  await writeFile(schema, JSON.stringify(packageSchema(await version())));
  // Where Pulumi's own hosts are there, which have the generators, the set-up builds none.
  const [command, args] =
    findCommand("sdk-generator") !== undefined
      ? ["sdk-generator", [schema, folder, language]]
      : ["pulumi", ["package", "gen-sdk", schema, "--language", language, "--out", folder]];
  await run(command, args, { env: { ...process.env, PULUMI_HOME: folder } });
  return join(folder, language);
}

/**
 * Compiles a program in Go, beside which there is its SDK in the folder `go`.
 *
 * @param program the path of the executable. It belongs into a folder without a `go.mod`: in one with it, the host of Go lists its modules
 *   in each command, which takes half a minute
 */
export async function compileGo(folder: string, program: string): Promise<void> {
  const pins = join(REPOSITORY, "scripts/engine/yaml-host");
  // With the libraries' versions of the host of YAML, of which Go's cache has what is compiled, a build takes seconds in place of minutes.
  const pinned = await readFile(join(pins, "go.mod"), "utf8");
  const own = [`require ${GO_SDK} v0.0.0`, `replace ${GO_SDK} => ./go`];
  await writeFile(
    join(folder, "go.mod"),
    [pinned.replace(/^module .*/, "module program"), ...own].join("\n"),
  );
  await cp(join(pins, "go.sum"), join(folder, "go.sum"));
  const { buildIn } = (await import(pathToFileURL(join(REPOSITORY, "scripts/lib/goBuild.mjs")).href)) as {
    buildIn: (folder: string, path: string, from: string) => Promise<void>;
  };
  await buildIn(folder, program, ".");
}

/**
 * The path with which the engine finds the plugin, as npm puts it there, and runs a compiled program.
 *
 * @param program the path of the executable
 */
export async function pathForGo(folder: string, program: string): Promise<string> {
  const bin = join(folder, "bin");
  await mkdir(bin);
  const plugin = join(REPOSITORY, "dist/provider/doors/plugin/main.js");
  await writeScript(join(bin, "pulumi-resource-cloud-groups"), `exec node '${plugin}' "$@"`);
  const host = findCommand("pulumi-language-go");
  // Today's host knows the option `binary` of a project. The old one, which the set-up builds, takes it as an argument, which today's
  // engine hands over no more.
  if (host !== undefined && findCommand("sdk-generator") !== undefined)
    await writeScript(join(bin, "pulumi-language-go"), `exec '${host}' -binary '${program}' "$@"`);
  return [bin, process.env["PATH"]].join(delimiter);
}

async function writeScript(path: string, line: string): Promise<void> {
  await writeFile(path, `#!/bin/sh\n${line}\n`, { mode: 0o755 });
}
