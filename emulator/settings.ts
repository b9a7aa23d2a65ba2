import { z } from "zod";

import { parseInput } from "./input";
import { InputError } from "./inputError";

/**
 * How the emulator behaves where the clouds' documents leave it open. Each setting's first value is the default; the comment
 * says what is not known.
 */
export interface Settings {
  /** How long every answer of the four APIs is held back, in milliseconds. */
  readonly latencyMs: number;

  /** Adding a number that the AXG group holds already: no document says what happens. */
  readonly axgRepeatedAdd: "accept" | "refuse";
  /** Deleting a number that the AXG group does not hold: no document says what happens. */
  readonly axgAbsentDelete: "accept" | "refuse";
  /** A number that stands twice in one call: no document says what happens. */
  readonly axgRepeatedInCall: "refuse" | "accept";
  /** OperateAxgGroup of a group without numbers: one document wants a number in every group, another adds them later. */
  readonly axgEmptyGroup: "accept" | "refuse";
  /** CreateAxgGroup with a name that another group of the pool has: not documented. */
  readonly axgRepeatedName: "accept" | "refuse";
  /** Deleting the last number: the documents want one in every group, but do not say what enforces that. */
  readonly axgLastNumber: "accept" | "refuse";
  /** The code of the refusals above, but for that of a number that stands twice: none is documented. */
  readonly axgUndocumentedCode: string;
  /** Whether the good numbers of a refused OperateAxgGroup take effect: not documented, and there is no call to look. */
  readonly axgRefusal: "whole" | "partial";
  /** Numbers that make any call refused with `isv.MOBILE_NUMBER_ILLEGAL`: what numbers a carrier rejects is not documented. */
  readonly axgBlockedNumbers: readonly string[];
  /** OperateAxgGroup of a group that does not exist: the code is not documented. */
  readonly axgAbsentGroupCode: string;
  /** DeleteAxgGroup of a group that does not exist: the code is not documented. */
  readonly axgDeleteAbsentGroupCode: string;
  /** DeleteAxgGroup of a group with bindings (`bound` in a seed): refused, with a code that is not documented. */
  readonly axgBoundGroupCode: string;
  /** How long an AXG group's name may be: the current page says 16, older ones 128. */
  readonly axgNameMaxLength: number;
  /** How long an AXG group's remark may be: the current page says 50, older ones 256. */
  readonly axgRemarkMaxLength: number;
  /** How many AXG groups a pool holds: 2000, says the current page. */
  readonly axgMaxGroups: number;
  /** How many numbers an AXG group holds at most; 0: any number of them. No document says that there is a limit, or how it shows. */
  readonly axgMaxNumbers: number;

  /** UpdateGroup with an empty NewComments: newer text wants 1 to 128 characters, the older one only limits their number. */
  readonly ramEmptyComments: "clear" | "refuse" | "ignore";
  /** UpdateGroup with the group's own name as NewGroupName, in another case where names are insensitive: not documented. */
  readonly ramRenameToSelf: "accept" | "refuse" | "ignore";
  /** Whether `Dev` and `dev` are two RAM groups: not documented. */
  readonly ramNames: "sensitive" | "insensitive";
  /** Whether answers name a RAM group's GroupId: current ones do, the older documents' do not. */
  readonly ramGroupIds: "returned" | "omitted";
  /** How many GetGroup calls a new RAM group stays invisible to: how soon a write can be read is not documented. */
  readonly ramVisibleAfterReads: number;
  /** The page size of RAM lists that ask for none: 100. */
  readonly ramMaxItemsDefault: number;
  /** The most items that a page of a RAM list has, whatever is asked for; 0: as many as are asked for. */
  readonly ramPageCap: number;
  /** How many RAM groups an account holds: no document says, a third party says 50. */
  readonly ramMaxGroups: number;

  /** ModifyDeviceVirtualGroup on the public endpoint: documented, yet in no public SDK. Private paths always have it. */
  readonly ioaModify: "available" | "unavailable";
  /** DescribeAutoVirtualGroupRule on the public endpoint: in no public document. Private paths always have it. */
  readonly ioaDescribeRule: "unavailable" | "available";
  /** DeviceBlacklist and DeviceWhitelist in CreateDeviceVirtualGroup: not in its documents, though its error codes know them. */
  readonly ioaCreateLists: "refuse" | "accept";
  /** What ModifyDeviceVirtualGroup does with fields that it is not given: not documented. */
  readonly ioaOmittedFields: "keep" | "reset";
  /** What ModifyDeviceVirtualGroup does with empty rules and lists: whether they clear is not documented. */
  readonly ioaEmptyFields: "clear" | "keep";
  /** ModifyDeviceVirtualGroup with the group's own name: an example sends one, but nothing says that it is its own. */
  readonly ioaRenameToSelf: "accept" | "refuse";
  /** Whether `Office` and `office` are two device groups: not documented. */
  readonly ioaNames: "sensitive" | "insensitive";
  /** Whether a device group's name is unique among those of its OsType or in the whole account: not documented. */
  readonly ioaNameScope: "osType" | "account";
  /** How times are written: samples have both, of which the first names no zone. */
  readonly ioaTimes: "plain" | "rfc3339";
  /** The most items that a page of an iOA list has, whatever is asked for; 0: as many as are asked for, up to the documented 5000. */
  readonly ioaPageCap: number;
  /** How many devices join a manual group while it is listed, one after each page, at the front of the list. */
  readonly ioaArrivals: number;
  /** DescribeVirtualDevices of a group that does not exist: its documents have a code for that, and do not say when it comes. */
  readonly ioaAbsentGroupDevices: "refuse" | "empty";
  /** Whether lists count their items: a documented sample says 0 where there is one. */
  readonly ioaPageTotals: "zero" | "counted";

  /** Whether `Payments` and `payments` are two API groups: not documented. */
  readonly apigNames: "sensitive" | "insensitive";
  /** PUT of an API group without `remark`: not documented. */
  readonly apigOmittedRemark: "keep" | "clear";
  /** PUT of an API group with an empty `remark`: whether that clears it is not documented for v1.0. */
  readonly apigEmptyRemark: "clear" | "keep";
  /** DELETE of an API group with APIs: newer documents refuse it, older ones delete the APIs too. */
  readonly apigDeleteWithApis: "refuse" | "cascade";
  /** DELETE of an API that is published: newer documents want it offline first, older ones do not. */
  readonly apigDeletePublished: "refuse" | "accept";
  /** Taking an API offline that is not published: newer and older documents name no code. */
  readonly apigOfflineUnpublished: "refuse" | "accept";
  /** Names and remarks of v2 groups: today's rules, or those of 2021, which were v1.0's. */
  readonly apigV2Rules: "current" | "2021";
  /** GET of apis with a `group_id`: what a gateway that does not know the filter does is not documented. */
  readonly apigApiFilter: "apply" | "ignore";
  /** Whether listed APIs name their group: the documents say so, and of some gateways there are no documents. */
  readonly apigApiGroupIds: "returned" | "omitted";
  /** How many API groups an account holds. */
  readonly apigMaxGroups: number;
  /** The most items that a page of the gateway's lists has, whatever is asked for; 0: as many as are asked for. */
  readonly apigPageCap: number;
  /** How many lists a new API group stays out of: how soon a write can be listed is not documented. */
  readonly apigVisibleAfterLists: number;
}

/** The settings that an emulator starts with. */
export const DEFAULT_SETTINGS: Settings = {
  latencyMs: 0,
  axgRepeatedAdd: "accept",
  axgAbsentDelete: "accept",
  axgRepeatedInCall: "refuse",
  axgEmptyGroup: "accept",
  axgRepeatedName: "accept",
  axgLastNumber: "accept",
  axgUndocumentedCode: "isv.GROUP_NUMBER_STATE",
  axgRefusal: "whole",
  axgBlockedNumbers: [],
  axgAbsentGroupCode: "isv.ILLEGAL_ARGUMENT",
  axgDeleteAbsentGroupCode: "isv.ILLEGAL_ARGUMENT",
  axgBoundGroupCode: "isv.FORBIDDEN_ACTION",
  axgNameMaxLength: 16,
  axgRemarkMaxLength: 50,
  axgMaxGroups: 2000,
  axgMaxNumbers: 0,
  ramEmptyComments: "clear",
  ramRenameToSelf: "accept",
  ramNames: "sensitive",
  ramGroupIds: "returned",
  ramVisibleAfterReads: 0,
  ramMaxItemsDefault: 100,
  ramPageCap: 0,
  ramMaxGroups: 10_000,
  ioaModify: "available",
  ioaDescribeRule: "unavailable",
  ioaCreateLists: "refuse",
  ioaOmittedFields: "keep",
  ioaEmptyFields: "clear",
  ioaRenameToSelf: "accept",
  ioaNames: "sensitive",
  ioaNameScope: "osType",
  ioaTimes: "plain",
  ioaPageCap: 0,
  ioaArrivals: 0,
  ioaAbsentGroupDevices: "refuse",
  ioaPageTotals: "zero",
  apigNames: "sensitive",
  apigOmittedRemark: "keep",
  apigEmptyRemark: "clear",
  apigDeleteWithApis: "refuse",
  apigDeletePublished: "refuse",
  apigOfflineUnpublished: "refuse",
  apigV2Rules: "current",
  apigApiFilter: "apply",
  apigApiGroupIds: "returned",
  apigMaxGroups: 1500,
  apigPageCap: 0,
  apigVisibleAfterLists: 0,
};

const count = z.int().min(0);
const code = z.string().min(1);

const settingsShape: z.ZodType<Settings> = z.strictObject({
  latencyMs: count,
  axgRepeatedAdd: z.enum(["accept", "refuse"]),
  axgAbsentDelete: z.enum(["accept", "refuse"]),
  axgRepeatedInCall: z.enum(["refuse", "accept"]),
  axgEmptyGroup: z.enum(["accept", "refuse"]),
  axgRepeatedName: z.enum(["accept", "refuse"]),
  axgLastNumber: z.enum(["accept", "refuse"]),
  axgUndocumentedCode: code,
  axgRefusal: z.enum(["whole", "partial"]),
  axgBlockedNumbers: z.array(z.string()),
  axgAbsentGroupCode: code,
  axgDeleteAbsentGroupCode: code,
  axgBoundGroupCode: code,
  axgNameMaxLength: count,
  axgRemarkMaxLength: count,
  axgMaxGroups: count,
  axgMaxNumbers: count,
  ramEmptyComments: z.enum(["clear", "refuse", "ignore"]),
  ramRenameToSelf: z.enum(["accept", "refuse", "ignore"]),
  ramNames: z.enum(["sensitive", "insensitive"]),
  ramGroupIds: z.enum(["returned", "omitted"]),
  ramVisibleAfterReads: count,
  ramMaxItemsDefault: count.min(1).max(100),
  ramPageCap: count,
  ramMaxGroups: count,
  ioaModify: z.enum(["available", "unavailable"]),
  ioaDescribeRule: z.enum(["unavailable", "available"]),
  ioaCreateLists: z.enum(["refuse", "accept"]),
  ioaOmittedFields: z.enum(["keep", "reset"]),
  ioaEmptyFields: z.enum(["clear", "keep"]),
  ioaRenameToSelf: z.enum(["accept", "refuse"]),
  ioaTimes: z.enum(["plain", "rfc3339"]),
  ioaNames: z.enum(["sensitive", "insensitive"]),
  ioaNameScope: z.enum(["osType", "account"]),
  ioaPageCap: count,
  ioaArrivals: count,
  ioaAbsentGroupDevices: z.enum(["refuse", "empty"]),
  ioaPageTotals: z.enum(["zero", "counted"]),
  apigNames: z.enum(["sensitive", "insensitive"]),
  apigOmittedRemark: z.enum(["keep", "clear"]),
  apigEmptyRemark: z.enum(["clear", "keep"]),
  apigDeleteWithApis: z.enum(["refuse", "cascade"]),
  apigDeletePublished: z.enum(["refuse", "accept"]),
  apigOfflineUnpublished: z.enum(["refuse", "accept"]),
  apigV2Rules: z.enum(["current", "2021"]),
  apigApiFilter: z.enum(["apply", "ignore"]),
  apigApiGroupIds: z.enum(["returned", "omitted"]),
  apigMaxGroups: count,
  apigPageCap: count,
  apigVisibleAfterLists: count,
});

/**
 * The current settings with some of them changed.
 *
 * @throws InputError that names the setting and its rule
 */
export function changeSettings(current: Settings, changes: unknown): Settings {
  const given = parseInput(z.record(z.string(), z.unknown()), changes);
  return parseInput(settingsShape, { ...current, ...given });
}

/**
 * Reads a setting as the command line gives it: `key=value`, lists with commas.
 *
 * @throws InputError where it is not of that form, or there is no such setting
 */
export function parseSettingText(text: string): Record<string, unknown> {
  const [key = "", ...rest] = text.split("=");
  if (rest.length === 0) throw new InputError(`"${text}" is not of the form key=value`);
  const known = Object.entries(DEFAULT_SETTINGS).find(([name]) => name === key);
  if (known === undefined)
    throw new InputError(
      `There is no setting "${key}"; there are ${Object.keys(DEFAULT_SETTINGS).join(", ")}`,
    );
  const value = rest.join("=");
  if (typeof known[1] === "number") return { [key]: value.trim() === "" ? value : Number(value) };
  return { [key]: Array.isArray(known[1]) ? value.split(",").filter((item) => item !== "") : value };
}
