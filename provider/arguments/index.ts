import { apigGroupRules } from "./apigGroup";
import { axgGroupRules } from "./axgGroup";
import { axgGroupNumbersRules } from "./axgGroupNumbers";
import type { ArgumentRules } from "./check";
import { deviceVirtualGroupRules } from "./deviceVirtualGroup";
import { ramGroupRules } from "./ramGroup";

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
