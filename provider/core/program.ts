import { existsSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { isAbsolute, join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { type Declaration, DECLARATION, SECRETS, UNSETTLED_SECRETS } from "./properties";
import { providerText, typeOf } from "./providerText";
import { encodeSet } from "../sets/memberText";

/** The options of a group that is only looked up: Pulumi reads the one of this id, and never changes or deletes it. */
export type LookupOptions = pulumi.CustomResourceOptions & {
  /** The id that a resource of this kind would have. */
  id: pulumi.Input<pulumi.ID>;
};

/** What a class says of its resources; where users declare them, it is made of the kind's definition. */
export interface ResourceFacts {
  readonly kind: string;
  /** Names of the properties that the arguments may lack: an output each, whatever its value turns out to be. */
  readonly properties: readonly string[];
  /** Whether an API reads its group and finds it by its name; undefined where it is about no group, as a journal is. */
  readonly isReadable?: boolean;
}

const UNSETTLED: pulumi.CustomResourceOptions = { additionalSecretOutputs: [...UNSETTLED_SECRETS] };

/** What all groups have in common: declared properties go to the engine along with the constant provider text. */
export abstract class CloudGroup extends pulumi.CustomResource {
  /**
   * @param args the declared arguments; none where the group is only looked up by `opts.id`
   */
  protected constructor(
    { kind, properties, isReadable }: ResourceFacts,
    name: string,
    args: object | undefined,
    opts: pulumi.CustomResourceOptions | undefined,
  ) {
    assertReachable();
    assertReadable(kind, isReadable, name, opts?.id);
    const unset = Object.fromEntries(properties.map((property) => [property, undefined]));
    const secrets = opts?.id === undefined ? { [SECRETS]: secretsAmong(args ?? {}) } : {};
    const isDeclared = opts?.id === undefined;
    const hidden = {
      ...secrets,
      ...(isDeclared && isReadable !== undefined
        ? { [DECLARATION]: declarationOf(kind, name, opts?.parent) }
        : {}),
      ...(isDeclared && isReadable === true ? protectionOf(opts) : {}),
      __provider: providerText(kind),
    };
    const options = isReadable === true ? pulumi.mergeOptions(opts, UNSETTLED) : opts;
    super(typeOf(kind), name, { ...unset, ...args, ...hidden }, options);
  }
}

/**
 * The names of the arguments that are secrets; undefined, which is no input at all, where none is. The check of arguments shows
 * none of their values, and takes the names out again, so that they are in no state.
 */
async function secretsAmong(args: object): Promise<string[] | undefined> {
  const names = await Promise.all(
    Object.entries(args).map(async ([name, value]) => ((await isSecret(value)) ? [name] : [])),
  );
  return names.some(([name]) => name !== undefined) ? names.flat() : undefined;
}

/** Whether a value that a program gives is a secret, or has one inside. */
export async function isSecret(value: unknown): Promise<boolean> {
  if (typeof value !== "object" || value === null) return false;
  try {
    return await pulumi.isSecret(pulumi.output(value));
  } catch {
    // A value that failed fails the resource as well.
    return false;
  }
}

/** The options of a look-up. A program in JavaScript may have no id, such as an unset variable; the constructor refuses it. */
export function lookupOptions(
  id: pulumi.Input<pulumi.ID> | undefined,
  opts: pulumi.CustomResourceOptions | undefined,
): LookupOptions {
  return { ...opts, id: id ?? "" };
}

/** @throws RunError where a group cannot be looked up, or where Pulumi would make one since the id is empty */
function assertReadable(
  kind: string,
  isReadable: boolean | undefined,
  name: string,
  id: pulumi.Input<pulumi.ID> | undefined,
): void {
  if (id === "") throw new pulumi.RunError(`${kind} "${name}" is to be looked up, but its id is empty`);
  if (id === undefined || isReadable !== false) return;
  const named = typeof id === "string" ? ` with the id ${id}` : "";
  throw new pulumi.RunError(
    `${kind} "${name}"${named} cannot be looked up: no API of Alibaba Cloud reads an AXG group or its numbers. ` +
      "Declare the numbers of an existing group with AxgGroupNumbers, without { id }",
  );
}

/**
 * Whether Pulumi protects a group, for its check, which takes it out again: a group whose creation has an unknown outcome is taken on by
 * a replacement, which Pulumi refuses where it protects the resource.
 */
function protectionOf(opts: pulumi.CustomResourceOptions = {}): { __protected?: true } {
  const inherited = (opts.parent as { readonly __protect?: boolean } | undefined)?.__protect;
  return (opts.protect ?? inherited) === true ? { __protected: true } : {};
}

/** As much of Pulumi's own of a resource as its URN is made of. */
interface UrnParts {
  readonly __pulumiType?: string;
  readonly __parentResource?: UrnParts;
}

/** What tells a declaration from the program's others, for its check: two that declare one group are an error. */
function declarationOf(kind: string, name: string, parent: pulumi.Resource | undefined): Declaration {
  const types = [kind];
  for (let at = parent as UrnParts | undefined; at !== undefined; at = at.__parentResource)
    if (at.__pulumiType !== undefined) types.unshift(at.__pulumiType);
  return { name, within: types.join("$") };
}

/** A set as the engine shall compare it: one member a line. */
export function setInput(members: pulumi.Input<pulumi.Input<unknown>[]>): pulumi.Output<string> {
  return pulumi.output(members).apply((known: unknown) => encodeSet(Array.isArray(known) ? known : [known]));
}

/**
 * The same, for a set that may not be declared at all.
 *
 * @param format makes a member's text where members are not texts
 */
export function optionalSetInput(
  members: pulumi.Input<pulumi.Input<unknown>[] | undefined> | undefined,
  format: (member: unknown) => unknown = (member) => member,
): pulumi.Output<string | undefined> {
  return pulumi
    .output(members)
    .apply((known: unknown) =>
      known === undefined ? undefined : encodeSet(Array.isArray(known) ? known.map(format) : [known]),
    );
}

/** The folder that the program began in: mostly the one that the engine runs it and its providers in. */
const BEGAN_IN = process.cwd();

/** Whether it was looked if the engine's process will find this package; once in the life of a program. */
let looked = false;

/**
 * The engine starts the provider in the folder that it starts the program in, which need not be the working folder by now. Where it is not
 * known (unit tests with mocks, inline programs of the Automation API), nothing is refused.
 *
 * @throws RunError where the engine would not find this package
 */
function assertReachable(): void {
  if (looked) return;
  if (!isReachableFrom(BEGAN_IN)) {
    const folder = programFolder();
    if (folder !== undefined && !isReachableFrom(folder)) {
      throw new pulumi.RunError(
        `Pulumi looks for pulumi-cloud-groups in the program's folder, ${folder}, and does not find it: run \`npm install pulumi-cloud-groups\` there`,
      );
    }
  }
  looked = true;
}

function isReachableFrom(folder: string): boolean {
  try {
    // This module's own `require` finds its package by its name wherever it is, as a reference to itself.
    createRequire(join(folder, "program.js")).resolve("pulumi-cloud-groups/runtime");
    return true;
  } catch {
    return false;
  }
}

/** The folder that the engine runs the program in, from the command line that Pulumi takes out of `process.argv`. */
function programFolder(): string | undefined {
  const { header } = process.report.getReport() as { header?: { commandLine?: readonly string[] } };
  const words = header?.commandLine ?? [];
  const script = words.findIndex((word) => /@pulumi[\\/]pulumi[\\/]cmd[\\/]run\b/.test(word));
  if (script === -1) return undefined;
  const at = words.findIndex((word, index) => index > script && /^--pwd(=|$)/.test(word));
  const folder = words[at]?.startsWith("--pwd=") ? words[at].slice("--pwd=".length) : words[at + 1];
  const isKnown = at !== -1 && folder !== undefined && isAbsolute(folder) && existsSync(folder);
  return isKnown ? realpathSync(folder) : undefined;
}
