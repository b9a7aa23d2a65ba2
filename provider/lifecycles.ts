import { apigGroup } from "./apig/lifecycle";
import { axgGroup } from "./axg/lifecycle/group";
import { axgGroupJournal } from "./axg/lifecycle/journal";
import { axgGroupNumbers } from "./axg/lifecycle/groupNumbers";
import { deviceVirtualGroup } from "./ioa/lifecycle";
import type { Lifecycle } from "./core/lifecycle/lifecycle";
import { ramGroup } from "./ram/lifecycle";

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
