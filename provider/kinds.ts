import { apigGroupRules } from "./apig/arguments";
import { apigGroupPermissions } from "./apig/permissions";
import { axgGroupRules } from "./axg/arguments/group";
import { axgGroupNumbersRules } from "./axg/arguments/groupNumbers";
import {
  axgGroupJournalPermissions,
  axgGroupNumbersPermissions,
  axgGroupPermissions,
} from "./axg/permissions";
import type { ArgumentRules } from "./core/check";
import type { KindPermissions } from "./core/permissions";
import { deviceVirtualGroupRules } from "./ioa/arguments";
import { deviceVirtualGroupPermissions } from "./ioa/permissions";
import { ramGroupRules } from "./ram/arguments";
import { ramGroupPermissions } from "./ram/permissions";

/** What is known of a kind of groups without a client: programs, files and commands load it. */
interface GroupKind {
  /** What its arguments may be. */
  readonly rules: Pick<ArgumentRules, "shapeFor" | "across" | "dependsOn" | "identity">;
  readonly permissions: KindPermissions;
}

const list = {
  ApigGroup: { rules: apigGroupRules, permissions: apigGroupPermissions },
  AxgGroup: { rules: axgGroupRules, permissions: axgGroupPermissions },
  AxgGroupNumbers: { rules: axgGroupNumbersRules, permissions: axgGroupNumbersPermissions },
  DeviceVirtualGroup: { rules: deviceVirtualGroupRules, permissions: deviceVirtualGroupPermissions },
  RamGroup: { rules: ramGroupRules, permissions: ramGroupPermissions },
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
