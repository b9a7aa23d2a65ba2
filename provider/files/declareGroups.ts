import * as pulumi from "@pulumi/pulumi";

import type { Kind } from "../kinds";
import type { Properties } from "../core/properties";
import type { FileGroup } from "./group";
import type { ApigGroupArgs } from "../apig/generated";
import { ApigGroup } from "../apig/program";
import type { AxgGroupArgs, AxgGroupNumbersArgs } from "../axg/program/generated";
import { AxgGroup } from "../axg/program/group";
import { AxgGroupNumbers } from "../axg/program/groupNumbers";
import { IS_WARNED } from "../axg/program/resource";
import type { DeviceVirtualGroupArgs } from "../ioa/generated";
import { DeviceVirtualGroup } from "../ioa/program";
import type { RamGroupArgs } from "../ram/generated";
import { RamGroup } from "../ram/program";

/** A resource that a file declares. */
export type DeclaredGroup = ApigGroup | AxgGroup | AxgGroupNumbers | DeviceVirtualGroup | RamGroup;

type Declare = (group: FileGroup, opts: pulumi.CustomResourceOptions) => DeclaredGroup;

/** The arguments were checked against the rules of their kind when they were read. */
const declare: Readonly<Record<Kind, Declare>> = {
  ApigGroup: ({ name, args }, opts) => new ApigGroup(name, args as unknown as ApigGroupArgs, opts),
  AxgGroup: ({ name, args }, opts) => new AxgGroup(name, warn(args) as unknown as AxgGroupArgs, opts),
  AxgGroupNumbers: ({ name, args }, opts) =>
    new AxgGroupNumbers(name, warn(args) as unknown as AxgGroupNumbersArgs, opts),
  DeviceVirtualGroup: ({ name, args }, opts) =>
    new DeviceVirtualGroup(name, args as unknown as DeviceVirtualGroupArgs, opts),
  RamGroup: ({ name, args }, opts) => new RamGroup(name, args as unknown as RamGroupArgs, opts),
};

/** Arguments of which the file's own warnings say what is unusual. */
function warn(args: Properties): Properties {
  return Object.assign({}, args, { [IS_WARNED]: true });
}

/**
 * Declares the groups of a folder: each document of its YAML files (`.yaml` or `.yml`, subfolders included) is one resource
 * with `type`, `name`, `properties` and `options`. Lists may be in `.txt` and `.csv` files beside them.
 *
 * @param folder relative to the program's working folder, in which the engine runs it
 * @param opts options for all of them, such as `provider`; a document's own options override them
 * @returns the resources by their names. A preview warns of what is probably wrong: numbers of an unusual form, rows without a value, files
 * that are not read
 * @throws pulumi.RunError with all problems at once, each with file and line; then nothing is declared
 * @example
 * ```ts
 * import { AxgGroupNumbers, declareGroups } from "pulumi-cloud-groups";
 *
 * const groups = declareGroups("groups");
 * const callers = groups.get("callers");
 * export const count = callers instanceof AxgGroupNumbers ? callers.numberCount : 0;
 * ```
 */
export function declareGroups(
  folder: string,
  opts: pulumi.CustomResourceOptions = {},
): ReadonlyMap<string, DeclaredGroup> {
  // Loaded here alone, so that programs without files start without parsers.
  // oxlint-disable-next-line typescript/no-require-imports -- an import would be waited for, and resources must be declared at once
  const { problemLine, readFolder } = require(".") as typeof import(".");
  const { groups, problems, warnings } = readFolder(folder);
  if (problems.length > 0) {
    const count = `${problems.length} problem${problems.length === 1 ? "" : "s"}`;
    throw new pulumi.RunError(`${folder}: ${count}\n${problems.map(problemLine).join("\n")}`);
  }
  const resources = groups.map((group) => declare[group.type](group, { ...opts, ...optionsOf(group) }));
  if (pulumi.runtime.isDryRun()) {
    const ofGroups = new Map(
      groups.flatMap((group, at) => group.warnings.map((one) => [one, resources[at]])),
    );
    for (const warning of warnings) void pulumi.log.warn(problemLine(warning), ofGroups.get(warning));
  }
  return new Map(groups.map(({ name }, at) => [name, resources[at] as DeclaredGroup]));
}

function optionsOf({ options: { aliases, ...options } }: FileGroup): pulumi.CustomResourceOptions {
  return aliases === undefined ? options : { ...options, aliases: aliases.map((name) => ({ name })) };
}
