import { z } from "zod";

import { type DeclaredDeviceGroup, declaredDeviceGroup, normalizeRules } from "./arguments";
import { deviceVirtualGroupOutputs } from "./definition";
import { omitUndefined, type Properties } from "../core/properties";
import type { AutoRuleFacts, IoaClient, IoaScope } from "./client";
import { encodeSet } from "../sets/memberText";
import { creatingShape } from "../core/lifecycle/creation";
import { incarnationShape, Ownership } from "../core/lifecycle/ownership";

/** What the state of a device virtual group has besides its arguments. */
export const stateShape = declaredDeviceGroup.extend({
  deviceVirtualGroupId: deviceVirtualGroupOutputs.deviceVirtualGroupId.optional(),
  /** Set while it is unknown whether the group exists; its id is unknown, too. */
  creating: creatingShape.optional(),
  /** Whether the outcome of a change, of the group or of its devices, is unknown. */
  isUncertain: z.boolean().optional(),
  ...incarnationShape,
});
export type State = z.infer<typeof stateShape>;
/** A group that is looked up by its id alone may have no arguments. */
export const lookupShape = stateShape.partial();
export type Lookup = z.infer<typeof lookupShape>;

export function outsOf(state: State, id: number): Properties {
  return omitUndefined({ ...state, creating: undefined, deviceVirtualGroupId: id });
}

/** The groups that the calls for a group see. */
export function scopeOf({
  osType = 0,
  domainInstanceId,
}: {
  osType?: number | undefined;
  domainInstanceId?: string | undefined;
}): IoaScope {
  return { osType, domainInstanceId };
}

/** A group's name is unique within its operating system and its domain; by default, the root domain. */
export const ownership = new Ownership(
  "DeviceVirtualGroup",
  "tencentcloud",
  "deviceVirtualGroupName",
  ({ deviceVirtualGroupName, osType = 0, domainInstanceId = "1" }) => [
    "DeviceVirtualGroup",
    osType,
    domainInstanceId,
    deviceVirtualGroupName,
  ],
);

/** A state with the devices that the group really has, if the state has devices at all. */
export async function withDevices<T extends DeclaredDeviceGroup>(
  ioa: IoaClient,
  id: number,
  state: T,
): Promise<T> {
  if (state.devices === undefined) return state;
  return { ...state, devices: encodeSet(await ioa.listDevices(id, scopeOf(state))) };
}

/** A state with the rule that an automatic group really has. */
export function withRule(declared: DeclaredDeviceGroup, rule: AutoRuleFacts): DeclaredDeviceGroup {
  const list = (ids: readonly number[], before: string | undefined) =>
    ids.length === 0 && before === undefined ? undefined : encodeSet(ids.map(String));
  return {
    ...declared,
    timeType: declaredDeviceGroup.shape.timeType.parse(rule.timeType),
    autoMinute: rule.autoMinute === 0 ? undefined : rule.autoMinute,
    autoRules: normalizeRules(rule.autoRules) ?? (declared.autoRules === undefined ? undefined : {}),
    deviceBlacklist: list(rule.deviceBlacklist, declared.deviceBlacklist),
    deviceWhitelist: list(rule.deviceWhitelist, declared.deviceWhitelist),
  };
}
