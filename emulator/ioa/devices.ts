import { z } from "zod";

import type { Context, Parameters } from "../api";
import { condition, type Fields, pageOf } from "./conditions";
import type { Device, DeviceGroup } from "./data";
import { findGroup } from "./groups";
import { domainInstanceId, osType, parseParameters } from "./parameters";
import { badParameter, ioaRefusal, notFound } from "./refusals";

type Result = Readonly<Record<string, unknown>>;

const modifyShape = z.strictObject({
  DeviceList: z.array(z.strictObject({ DeviceMid: z.string().min(1), Operation: z.literal([0, 1]) })).min(1),
  DomainInstanceId: domainInstanceId,
  DeviceVirtualGroupId: z.int().optional(),
  DeviceVirtualGroupIds: z.array(z.int()).optional(),
  OsType: osType.optional(),
});
const describeShape = z.strictObject({
  DomainInstanceId: domainInstanceId,
  Condition: condition.optional(),
  DeviceVirtualGroupId: z.int().optional(),
  OsType: osType.optional(),
  OnlineStatus: z.literal([0, 1, 2]).optional(),
});

/** ModifyVirtualDeviceGroups: puts devices into manual groups (1) or takes them out (0), all of them or none. */
export function modifyVirtualDeviceGroups(context: Context, parameters: Parameters): Result {
  const given = parseParameters(modifyShape, parameters);
  const { OsType: os = 0, DomainInstanceId: domain, DeviceVirtualGroupId: first } = given;
  const ids = first === undefined ? (given.DeviceVirtualGroupIds ?? []) : [first];
  if (ids.length === 0)
    throw badParameter("DeviceVirtualGroupId or DeviceVirtualGroupIds: one of them is needed");
  const groups = ids.map((id) => manualGroup(context, id, os, domain));
  for (const { DeviceMid } of given.DeviceList) {
    const device = context.data.ioa.devices.get(DeviceMid);
    if (device === undefined || (os !== -1 && device.osType !== os))
      throw notFound(`there is no device ${DeviceMid} of OsType ${os}`);
  }
  for (const { DeviceMid, Operation } of given.DeviceList) {
    for (const group of groups) {
      if (Operation === 1) group.devices.add(DeviceMid);
      else group.devices.delete(DeviceMid);
    }
  }
  return {};
}

function manualGroup(context: Context, id: number, os: number, domain: string | undefined): DeviceGroup {
  const group = findGroup(context, id, os, domain);
  if (group === undefined)
    throw ioaRefusal(
      "InvalidParameterValue.VirtualDeviceGroupNotFound",
      `there is no group ${id} of OsType ${os}`,
    );
  if (group.timeType !== 0) throw badParameter(`the group ${id} divides its devices by itself`);
  return group;
}

const values: Fields<Device>["values"] = {
  Mid: (device) => device.mid,
  Name: (device) => device.name,
};
const deviceFields: Fields<Device> = {
  values,
  operators: ["eq", "like", "ilike"],
  groupOperators: ["eq", "like", "ilike"],
  sortable: Object.keys(values),
};

/** DescribeVirtualDevices: the devices of one group, or of all groups for id 0. */
export function describeVirtualDevices(context: Context, parameters: Parameters): Result {
  const given = parseParameters(describeShape, parameters);
  const { DeviceVirtualGroupId: id = 0, OsType: os = 0, OnlineStatus: status } = given;
  const { groups, devices } = context.data.ioa;
  if (id !== 0 && context.settings.ioaAbsentGroupDevices === "empty" && !groups.has(id))
    return { Data: { Paging: pageOf([], given.Condition, deviceFields, context.settings).page, Items: [] } };
  const asked = id === 0 ? [...groups.values()] : [findGroup(context, id, os, given.DomainInstanceId)];
  const mids = new Set(
    asked.flatMap((group) => {
      if (group === undefined) throw notFound(`there is no group ${id} of OsType ${os}`);
      return midsOf(group, [...devices.values()]);
    }),
  );
  const members = [...devices.values()].filter(
    (device) =>
      mids.has(device.mid) &&
      (os === -1 || device.osType === os) &&
      (status === undefined || device.online === (status === 2)),
  );
  const { items, page } = pageOf(members, given.Condition, deviceFields, context.settings);
  if (id !== 0) welcome(context, groups.get(id), items.length);
  return { Data: { Paging: page, Items: items.map(describe) } };
}

/** Another device joins a manual group after a page of it was shown, if the settings have it so. */
function welcome({ data, settings }: Context, group: DeviceGroup | undefined, shown: number): void {
  if (group?.timeType !== 0 || shown === 0 || data.ioa.arrivals >= settings.ioaArrivals) return;
  // Before all others, be they sorted by Mid or in the order in which they came.
  const mid = `arrival-${++data.ioa.arrivals}`;
  const others = [...data.ioa.devices];
  data.ioa.devices.clear();
  const id = data.ioa.nextDeviceId++;
  data.ioa.devices.set(mid, { id, mid, name: mid, osType: group.osType, online: true });
  for (const [key, device] of others) data.ioa.devices.set(key, device);
  group.devices.add(mid);
}

/** An automatic group certainly has the devices of its white list; the emulator does not evaluate rules. */
function midsOf(group: DeviceGroup, devices: readonly Device[]): string[] {
  if (group.timeType === 0) return [...group.devices];
  return devices.filter((device) => group.deviceWhitelist.includes(device.id)).map((device) => device.mid);
}

function describe(device: Device): Record<string, unknown> {
  return {
    Id: device.id,
    Mid: device.mid,
    Name: device.name,
    ComputerName: device.name,
    GroupId: 1,
    OsType: device.osType,
    OnlineStatus: device.online ? 2 : 0,
  };
}
