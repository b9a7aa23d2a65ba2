import { apigGroupDefinition } from "./apig/definition";
import { apigGroupPermissions } from "./apig/permissions";
import { axgGroupDefinition, axgGroupNumbersDefinition } from "./axg/definition";
import {
  axgGroupJournalPermissions,
  axgGroupNumbersPermissions,
  axgGroupPermissions,
} from "./axg/permissions";
import type { ArgumentRules } from "./core/check";
import type { KindDefinition } from "./core/definition";
import type { KindPermissions } from "./core/permissions";
import { deviceVirtualGroupDefinition } from "./ioa/definition";
import { deviceVirtualGroupPermissions } from "./ioa/permissions";
import { ramGroupDefinition } from "./ram/definition";
import { ramGroupPermissions } from "./ram/permissions";

/** What is known of a kind of groups without a client: programs, files and commands load it. */
interface GroupKind extends Omit<KindDefinition, "rules" | "lookup"> {
  /** What its arguments may be. */
  readonly rules: Pick<ArgumentRules, "shapeFor" | "across" | "dependsOn" | "identity">;
  /** The arguments by which a group is looked up, besides its id; none at all where no API reads one. */
  readonly lookup?: readonly string[];
  readonly permissions: KindPermissions;
}

const list = {
  ApigGroup: { ...apigGroupDefinition, permissions: apigGroupPermissions },
  AxgGroup: { ...axgGroupDefinition, permissions: axgGroupPermissions },
  AxgGroupNumbers: { ...axgGroupNumbersDefinition, permissions: axgGroupNumbersPermissions },
  DeviceVirtualGroup: { ...deviceVirtualGroupDefinition, permissions: deviceVirtualGroupPermissions },
  RamGroup: { ...ramGroupDefinition, permissions: ramGroupPermissions },
} satisfies Readonly<Record<string, GroupKind>>;

/** The name of a class that declares groups. It stands in users' states for ever: it is never removed or renamed. */
export type Kind = keyof typeof list;

/** The kinds of groups that users declare: every other list of kinds is made of this one, or must have the same names to compile. */
export const kinds: Readonly<Record<Kind, GroupKind>> = list;
export const KINDS = Object.keys(list) as [Kind, ...Kind[]];

/** The journals that come with groups. Nobody declares one, but states have them, by names that never change either. */
export const journals = {
  AxgGroupJournal: axgGroupJournalPermissions,
  AxgGroupNumbersJournal: axgGroupJournalPermissions,
} satisfies Readonly<Record<string, KindPermissions>>;
export type JournalKind = keyof typeof journals;
