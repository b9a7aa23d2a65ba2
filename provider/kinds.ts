import { apigGroupRules } from "./apig/arguments";
import { axgGroupRules } from "./axg/arguments/group";
import { axgGroupNumbersRules } from "./axg/arguments/groupNumbers";
import type { ArgumentRules } from "./core/check";
import { deviceVirtualGroupRules } from "./ioa/arguments";
import { ramGroupRules } from "./ram/arguments";

/** The kinds of groups that users declare, by the names of their classes. */
export const KINDS = ["ApigGroup", "AxgGroup", "AxgGroupNumbers", "DeviceVirtualGroup", "RamGroup"] as const;
export type Kind = (typeof KINDS)[number];

/** What the arguments of each kind may be. */
export const rulesOf: Readonly<Record<Kind, Pick<ArgumentRules, "shapeFor" | "across">>> = {
  ApigGroup: apigGroupRules,
  AxgGroup: axgGroupRules,
  AxgGroupNumbers: axgGroupNumbersRules,
  DeviceVirtualGroup: deviceVirtualGroupRules,
  RamGroup: ramGroupRules,
};
