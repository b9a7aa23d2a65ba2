import { z } from "zod";

import type { Context, Parameters } from "../api";
import type { Settings } from "../settings";
import { condition, type Fields, pageOf } from "./conditions";
import { type DeviceGroup, ioaTime } from "./data";
import { domainInstanceId, osType, parseParameters, timeType } from "./parameters";
import { badParameter, ioaRefusal, notFound } from "./refusals";
import type { ComplexRule } from "./ruleForm";
import { checkAutoRules, complexRule, saysNothing } from "./rules";

type Result = Readonly<Record<string, unknown>>;

const ROOT_DOMAIN = "1";

const groupId = z.int();
const deviceIds = z.array(z.int()).optional();
const attributes = {
  Description: z.string().optional(),
  TimeType: timeType.optional(),
  AutoMinute: z.int32().min(0).optional(),
  AutoRules: complexRule.optional(),
};
const createShape = z.strictObject({
  DeviceVirtualGroupName: z.string().min(1),
  DomainInstanceId: domainInstanceId,
  OsType: osType.optional(),
  ...attributes,
});
const createShapeWithLists = createShape.extend({ DeviceBlacklist: deviceIds, DeviceWhitelist: deviceIds });
const modifyShape = z.strictObject({
  DeviceVirtualGroupId: groupId,
  DeviceVirtualGroupName: z.string().min(1),
  DomainInstanceId: domainInstanceId,
  OsType: osType.optional(),
  DeviceBlacklist: deviceIds,
  DeviceWhitelist: deviceIds,
  ...attributes,
});
const deleteShape = z.strictObject({
  DomainInstanceId: domainInstanceId,
  DeviceVirtualGroupId: groupId,
  OsType: osType.optional(),
});
const describeShape = z.strictObject({
  DomainInstanceId: domainInstanceId,
  Condition: condition.optional(),
  OsType: osType.optional(),
  VirtualGroupIds: z.array(groupId).optional(),
});
const describeRuleShape = z.strictObject({
  DomainInstanceId: domainInstanceId,
  VirtualGroupId: groupId,
  OsType: osType,
});

/** What a group divides its devices by. */
type Division = Pick<
  DeviceGroup,
  "timeType" | "autoMinute" | "autoRules" | "deviceBlacklist" | "deviceWhitelist"
>;

/** Checks how a group divides its devices. @throws Refusal */
function checkDivision({
  timeType: time,
  autoMinute,
  autoRules,
  deviceBlacklist,
  deviceWhitelist,
}: Division): void {
  if (time === 3 && autoMinute === 0) throw badParameter("AutoMinute: TimeType 3 needs it");
  if (time !== 3 && autoMinute !== 0) throw badParameter("AutoMinute: only with TimeType 3");
  if (autoRules !== null) checkAutoRules(autoRules);
  if (time === 0) {
    if (autoRules !== null)
      throw ioaRefusal("InvalidParameter.AutoRuleParameterError", "AutoRules: a manual group has none");
    if (deviceBlacklist.length + deviceWhitelist.length > 0)
      throw badParameter("DeviceBlacklist, DeviceWhitelist: a manual group has none");
  }
  const both = deviceBlacklist.filter((id) => deviceWhitelist.includes(id));
  if (both.length > 0)
    throw ioaRefusal("InvalidParameter.DuplicateIdInBlackWhiteList", `in both lists: ${both.join(", ")}`);
}

function rulesOf(given: ComplexRule | undefined): ComplexRule | null {
  return given === undefined || saysNothing(given) ? null : given;
}

function checkName({ data, settings }: Context, name: string, os: number, self?: DeviceGroup): void {
  const same = (one: string) =>
    settings.ioaNames === "sensitive" ? one === name : one.toLowerCase() === name.toLowerCase();
  const taken = [...data.ioa.groups.values()].some(
    (group) =>
      (group !== self || settings.ioaRenameToSelf === "refuse") &&
      same(group.name) &&
      (settings.ioaNameScope === "account" || group.osType === os),
  );
  if (taken)
    throw ioaRefusal("InvalidParameter.DuplicateDeviceVirtualGroupName", `the name ${name} is taken`);
}

/** Whether a call that names this domain sees a group: the root sees all. */
function inDomain(group: DeviceGroup, domain = ROOT_DOMAIN): boolean {
  return domain === ROOT_DOMAIN || group.domainInstanceId === domain;
}

/** Finds a group as most calls do: an OsType that is not its own hides it, and an absent one counts as 0. */
export function findGroup({ data }: Context, id: number, os = 0, domain?: string): DeviceGroup | undefined {
  const group = data.ioa.groups.get(id);
  return group !== undefined && group.osType === os && inDomain(group, domain) ? group : undefined;
}

function checkChangeable(group: DeviceGroup): void {
  if (group.builtIn)
    throw ioaRefusal("UnauthorizedOperation.NoResourcePermissions", "a built-in group cannot be changed");
}

/** CreateDeviceVirtualGroup. */
export function createDeviceVirtualGroup(context: Context, parameters: Parameters): Result {
  const { data, settings } = context;
  const lists = settings.ioaCreateLists === "accept";
  const given: z.infer<typeof createShapeWithLists> = parseParameters(
    lists ? createShapeWithLists : createShape,
    parameters,
  );
  const division = {
    timeType: given.TimeType ?? 0,
    autoMinute: given.AutoMinute ?? 0,
    autoRules: rulesOf(given.AutoRules),
    deviceBlacklist: given.DeviceBlacklist ?? [],
    deviceWhitelist: given.DeviceWhitelist ?? [],
  };
  checkDivision(division);
  checkName(context, given.DeviceVirtualGroupName, given.OsType ?? 0);
  const id = data.ioa.nextGroupId++;
  const itime = ioaTime();
  data.ioa.groups.set(id, {
    id,
    name: given.DeviceVirtualGroupName,
    description: given.Description ?? "",
    osType: given.OsType ?? 0,
    ...division,
    domainInstanceId: given.DomainInstanceId ?? ROOT_DOMAIN,
    devices: new Set(),
    builtIn: false,
    itime,
    utime: itime,
  });
  return { Data: { Id: id } };
}

/** How a group will divide its devices: by what is given, and for the rest as `before` where omissions keep. */
function divisionAfter(
  given: z.infer<typeof modifyShape>,
  group: DeviceGroup,
  {
    timeType: time,
    before,
    settings,
  }: { readonly timeType: number; readonly before: Division | undefined; readonly settings: Settings },
): Division {
  const keepsEmpty = settings.ioaEmptyFields === "keep";
  const listAfter = (list: readonly number[] | undefined, field: "deviceBlacklist" | "deviceWhitelist") => {
    if (list === undefined) return before?.[field] ?? [];
    return list.length === 0 && keepsEmpty ? group[field] : list;
  };
  const rules = given.AutoRules === undefined ? (before?.autoRules ?? null) : rulesOf(given.AutoRules);
  return {
    timeType: time,
    autoMinute: given.AutoMinute ?? (time === 3 ? (before?.autoMinute ?? 0) : 0),
    autoRules: given.AutoRules !== undefined && keepsEmpty ? (rules ?? group.autoRules) : rules,
    deviceBlacklist: listAfter(given.DeviceBlacklist, "deviceBlacklist"),
    deviceWhitelist: listAfter(given.DeviceWhitelist, "deviceWhitelist"),
  };
}

/** ModifyDeviceVirtualGroup: a manual group stays manual, an automatic one automatic. */
export function modifyDeviceVirtualGroup(context: Context, parameters: Parameters): Result {
  const given = parseParameters(modifyShape, parameters);
  const keep = context.settings.ioaOmittedFields === "keep";
  const known = context.data.ioa.groups.get(given.DeviceVirtualGroupId);
  const os = given.OsType ?? (keep ? known?.osType : 0);
  const group = findGroup(context, given.DeviceVirtualGroupId, os, given.DomainInstanceId);
  if (group === undefined)
    throw notFound(`there is no group ${given.DeviceVirtualGroupId} of OsType ${os ?? 0}`);
  checkChangeable(group);
  const before: Division | undefined = keep ? group : undefined;
  const time = given.TimeType ?? before?.timeType ?? 0;
  if ((time === 0) !== (group.timeType === 0))
    throw ioaRefusal(
      "InvalidParameter.DeviceVirtualGroupTypeNotModify",
      "a manual group cannot become automatic, nor an automatic one manual",
    );
  const division = divisionAfter(given, group, { timeType: time, before, settings: context.settings });
  checkDivision(division);
  checkName(context, given.DeviceVirtualGroupName, group.osType, group);
  const description = given.Description ?? (keep ? group.description : "");
  Object.assign(group, division, { name: given.DeviceVirtualGroupName, description, utime: ioaTime() });
  return {};
}

/** DeleteDeviceVirtualGroup: its devices do not hinder it. */
export function deleteDeviceVirtualGroup(context: Context, parameters: Parameters): Result {
  const {
    DeviceVirtualGroupId: id,
    OsType: os,
    DomainInstanceId: domain,
  } = parseParameters(deleteShape, parameters);
  const group = findGroup(context, id, os, domain);
  if (group === undefined) throw notFound(`there is no group ${id} of OsType ${os ?? 0}`);
  checkChangeable(group);
  context.data.ioa.groups.delete(id);
  return {};
}

const nameOf = (group: DeviceGroup): string => group.name;
const groupFields: Fields<DeviceGroup> = {
  values: { Name: nameOf, DeviceVirtualGroupName: nameOf },
  operators: ["like"],
  groupOperators: ["like", "eq"],
  sortable: [],
};

/** DescribeDeviceVirtualGroups: without description, rules and lists, and of OsType 0 where none is given. */
export function describeDeviceVirtualGroups(context: Context, parameters: Parameters): Result {
  const {
    Condition,
    OsType = 0,
    VirtualGroupIds,
    DomainInstanceId,
  } = parseParameters(describeShape, parameters);
  const groups = [...context.data.ioa.groups.values()].filter(
    (group) =>
      (OsType === -1 || group.osType === OsType) &&
      inDomain(group, DomainInstanceId) &&
      (VirtualGroupIds === undefined || VirtualGroupIds.length === 0 || VirtualGroupIds.includes(group.id)),
  );
  const found = pageOf(
    groups.toSorted((left, right) => left.id - right.id),
    Condition,
    groupFields,
    context.settings,
  );
  const items = found.items.map((group) => ({
    Id: group.id,
    DeviceVirtualGroupName: group.name,
    DeviceCount: group.timeType === 0 ? group.devices.size : group.deviceWhitelist.length,
    OsType: group.osType,
    Itime: timeAs(context.settings.ioaTimes, group.itime),
    Utime: timeAs(context.settings.ioaTimes, group.utime),
  }));
  return { Data: { Page: found.page, Items: items } };
}

function timeAs(format: Settings["ioaTimes"], time: string): string {
  return format === "plain" || time === "" ? time : `${time.replace(" ", "T")}+08:00`;
}

/** DescribeAutoVirtualGroupRule: the only call that tells what an automatic group is made by. */
export function describeAutoVirtualGroupRule(context: Context, parameters: Parameters): Result {
  const {
    VirtualGroupId: id,
    OsType: os,
    DomainInstanceId: domain,
  } = parseParameters(describeRuleShape, parameters);
  const group = findGroup(context, id, os, domain);
  if (group === undefined) throw notFound(`there is no group ${id} of OsType ${os}`);
  return {
    Data: {
      IsAuto: group.timeType !== 0,
      VirtualGroupId: group.id,
      RuleId: group.timeType === 0 ? 0 : group.id,
      TimeType: group.timeType,
      AutoMinute: group.autoMinute,
      AutoRules: group.autoRules ?? { SimpleRules: [], Relation: "" },
      DeviceBlacklist: group.deviceBlacklist,
      DeviceWhitelist: group.deviceWhitelist,
    },
  };
}
