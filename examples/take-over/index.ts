import { readFileSync } from "node:fs";

import * as pulumi from "@pulumi/pulumi";
import { ApigGroup, DeviceVirtualGroup, type OsType, RamGroup } from "pulumi-cloud-groups";

// Takes over the groups that three lists name. docs/taking-over.md goes through it step by step.
const config = new pulumi.Config();

/** `look` only reads; `adopt` takes over what was found; `keep` goes on without `adopt`; `release` prepares to hand back. */
const step = config.get<"look" | "adopt" | "keep" | "release">("step") ?? "look";
const isDeclared = step !== "look";
const isLookedUp = step === "look" || step === "adopt";

const adopt = step === "adopt" ? true : undefined;
const forceDestroy = config.getBoolean("forceDestroy");
const options = { protect: step === "adopt" || step === "keep", retainOnDelete: step === "release" };

/** As `aliyun ram ListGroups` prints them. */
interface RamList {
  Groups: { Group: { GroupName: string; Comments?: string }[] };
}

/** As the API gateway's list of groups has them; `instance_id` is added for those of a dedicated gateway. */
interface ApigList {
  groups: { id: string; name: string; remark?: string; instance_id?: string }[];
}

/** A device group as `tccli ioa DescribeDeviceVirtualGroups` prints it, with what no list has. */
interface DeviceItem {
  Id: number;
  DeviceVirtualGroupName: string;
  OsType: OsType;
  /** Added from the console. */
  Description?: string;
  /** Added where there are management domains. */
  DomainInstanceId?: string;
}

interface DeviceList {
  Data: { Items: DeviceItem[] };
}

function listIn(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}

/**
 * A name from a list, once the look-up has found the group of this id under it. Adoption goes by name: where the group has
 * another name, it would make a new group.
 */
function found(listed: string, looked: pulumi.Output<string> | undefined): pulumi.Input<string> {
  if (looked === undefined) return listed;
  return looked.apply((name) => {
    if (name === listed) return listed;
    throw new pulumi.RunError(`The list has ${listed}, but the group is named ${name}: correct the list`);
  });
}

/** Warns, in the preview too, of what adoption will change. */
function compare(what: string, listed = "", looked: pulumi.Output<string | undefined> | undefined): void {
  looked?.apply((there = "") => {
    if (there !== listed) void pulumi.log.warn(`${what}: "${there}" will become "${listed}"`);
  });
}

/** Whether the group that the stack has is the one that was looked up. */
const same: pulumi.Output<boolean>[] = [];

function isSame<T>(declared: pulumi.Output<T>, looked: pulumi.Output<T> | undefined): void {
  if (looked !== undefined) same.push(pulumi.all([declared, looked]).apply(([a, b]) => a === b));
}

for (const { GroupName, Comments } of (listIn("ram-groups.json") as RamList).Groups.Group) {
  const looked = isLookedUp ? RamGroup.get(`${GroupName}-found`, GroupName) : undefined;
  const groupName = found(GroupName, looked?.groupName);
  compare(`Comments of ${GroupName}`, Comments, looked?.comments);
  if (!isDeclared) continue;
  const args = { groupName, comments: Comments || undefined, adopt, forceDestroy };
  isSame(new RamGroup(GroupName, args, options).groupId, looked?.groupId);
}

for (const item of (listIn("apig-groups.json") as ApigList).groups) {
  const { id, remark, instance_id: instanceId } = item;
  const looked = isLookedUp ? ApigGroup.get(`${item.name}-found`, id, { instanceId }) : undefined;
  const name = found(item.name, looked?.name);
  compare(`Remark of ${item.name}`, remark, looked?.remark);
  if (!isDeclared) continue;
  const args = { name, remark: remark || undefined, instanceId, adopt, forceDestroy };
  isSame(new ApigGroup(item.name, args, options).groupId, looked?.groupId);
}

for (const item of (listIn("device-groups.json") as DeviceList).Data.Items) {
  const { Id, DeviceVirtualGroupName: listed, Description: description } = item;
  const { OsType: osType, DomainInstanceId: domainInstanceId } = item;
  if (description === undefined)
    throw new pulumi.RunError(`${listed} has no Description: add it, "" where the console shows none`);
  const where = { osType, domainInstanceId };
  const looked = isLookedUp ? DeviceVirtualGroup.get(`${listed}-found`, String(Id), where) : undefined;
  const deviceVirtualGroupName = found(listed, looked?.deviceVirtualGroupName);
  if (!isDeclared) continue;
  const args = { ...where, deviceVirtualGroupName, description, adopt };
  isSame(new DeviceVirtualGroup(listed, args, options).deviceVirtualGroupId, looked?.deviceVirtualGroupId);
}

/** In the step `adopt`: how many groups of the stack are the ones that were looked up, and how many are not. */
export const adopted = pulumi.all(same).apply((all) => all.filter((is) => is).length);
export const others = pulumi.all(same).apply((all) => all.filter((is) => !is).length);
