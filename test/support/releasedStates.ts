import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { AccountSeed, Emulator } from "../../emulator";
import type { Values } from "./dynamicProvider";
import { REPOSITORY } from "./repository";

/** A resource as an exported state has it; secrets in plain text. */
export interface KeptResource {
  readonly urn: string;
  readonly type: string;
  readonly id: string;
  readonly inputs: Values;
  readonly outputs: Values;
  readonly initErrors?: readonly string[];
}

/** What a program declares: the resources' classes and arguments by their names. */
export type Declared = Readonly<Record<string, readonly [kind: string, args: Values]>>;

/**
 * A state that a version of the package wrote with the real engine, literally: `pulumi stack export --show-secrets` of the stack `dev`
 * of the project `test`, without times, source positions and the stack's own key.
 */
export interface ReleasedState {
  /** The commit whose package wrote it. */
  readonly writtenBy: string;
  readonly declared: Declared;
  /** What the first account held by then. */
  readonly seed: AccountSeed;
  readonly version: number;
  readonly deployment: { readonly manifest: Values; readonly resources: readonly KeptResource[] };
}

/** The states of whole groups, by what sets them apart. */
export const WHOLE = ["unendedLines", "fourKinds", "withoutJournal", "withJournal"] as const;
/** The states that a failure midway left. */
export const UNFINISHED = [
  "unfinishedAsOneText",
  "unfinishedWithoutJournal",
  "unfinishedWithJournal",
] as const;

export type StateName = (typeof WHOLE)[number] | (typeof UNFINISHED)[number];

/** Properties that are sets as text. */
const SETS = ["numbers", "devices", "deviceBlacklist", "deviceWhitelist"];

/** Reads what is kept of a released state. */
export function releasedState(name: StateName): ReleasedState {
  const file = join(REPOSITORY, "test/fixtures/releasedStates", `${name}.json`);
  return JSON.parse(readFileSync(file, "utf8")) as ReleasedState;
}

/**
 * Puts the groups of a state into the emulator, and gives the state as it would be had it been written there: the emulator takes ids
 * from a seed but for those of RAM, which it makes up and which are put into the state.
 */
export function planted(emulator: Emulator, state: ReleasedState, seed = state.seed): ReleasedState {
  emulator.reset({ first: seed });
  const { deployment } = state;
  const resources = deployment.resources.map((resource) => withRamId(emulator, resource));
  return { ...state, deployment: { ...deployment, resources } };
}

function withRamId(emulator: Emulator, resource: KeptResource): KeptResource {
  if (!resource.type.endsWith(":RamGroup")) return resource;
  const { groups } = emulator.state().accounts.first.ram;
  const { groupName, renaming } = resource.outputs;
  const { id: groupId, createDate } = (groups[String(groupName)] ?? groups[String(renaming)])!;
  return { ...resource, outputs: { ...resource.outputs, groupId, createDate } };
}

/** Inputs with the last line of each set ended, as the earliest states do not have it. */
export function linesEnded(inputs: Values): Values {
  const entries = Object.entries(inputs).map(([name, value]): [string, unknown] => {
    const isOpen = SETS.includes(name) && typeof value === "string" && /[^\n]$/.test(value);
    return [name, isOpen ? `${value}\n` : value];
  });
  return Object.fromEntries(entries);
}
