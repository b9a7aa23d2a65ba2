import { apigGroup } from "./apigGroup";
import { axgGroup } from "./axgGroup";
import { axgGroupJournal } from "./axgGroupJournal";
import { axgGroupNumbers } from "./axgGroupNumbers";
import { deviceVirtualGroup } from "./deviceVirtualGroup";
import type { Lifecycle } from "./common/lifecycle";
import { ramGroup } from "./ramGroup";

/** Every kind of resource. A name stands in users' states for ever: it is never removed or renamed. */
export const lifecycles: Readonly<Record<string, Lifecycle>> = {
  ApigGroup: apigGroup,
  AxgGroup: axgGroup,
  AxgGroupJournal: axgGroupJournal,
  AxgGroupNumbers: axgGroupNumbers,
  AxgGroupNumbersJournal: axgGroupJournal,
  DeviceVirtualGroup: deviceVirtualGroup,
  RamGroup: ramGroup,
};
