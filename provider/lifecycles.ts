import { apigGroup } from "./apig/lifecycle";
import { axgGroup } from "./axg/lifecycle/group";
import { axgGroupJournal } from "./axg/lifecycle/journal";
import { axgGroupNumbers } from "./axg/lifecycle/groupNumbers";
import { deviceVirtualGroup } from "./ioa/lifecycle";
import type { JournalKind, Kind } from "./kinds";
import type { Lifecycle } from "./core/lifecycle/lifecycle";
import { ramGroup } from "./ram/lifecycle";

/** The life of every kind of resource. They stand apart from `kinds.ts`, since they load the clouds' clients. */
export const lifecycles: Readonly<Record<string, Lifecycle>> = {
  ApigGroup: apigGroup,
  AxgGroup: axgGroup,
  AxgGroupJournal: axgGroupJournal,
  AxgGroupNumbers: axgGroupNumbers,
  AxgGroupNumbersJournal: axgGroupJournal,
  DeviceVirtualGroup: deviceVirtualGroup,
  RamGroup: ramGroup,
} satisfies Record<Kind | JournalKind, Lifecycle>;
