import { type DeclaredDeviceGroup, isAutomatic } from "./arguments";
import { OsType, TimeType } from "./deviceGroup";
import { decodeSet } from "../sets/memberText";

/**
 * The body of a Create or Modify: everything that is declared, since no document says what a missing field does.
 *
 * @param before what the group has: anything that is no longer declared is sent empty, which clears it
 */
export function bodyOf(declared: DeclaredDeviceGroup, before?: DeclaredDeviceGroup): Record<string, unknown> {
  const { timeType = TimeType.Manual } = declared;
  const body: Record<string, unknown> = {
    DeviceVirtualGroupName: declared.deviceVirtualGroupName,
    Description: declared.description ?? "",
    OsType: declared.osType ?? OsType.Windows,
    TimeType: timeType,
    AutoMinute: declared.autoMinute ?? 0,
  };
  if (declared.domainInstanceId !== undefined) body["DomainInstanceId"] = declared.domainInstanceId;
  if (!isAutomatic(timeType)) return body;
  if (declared.autoRules !== undefined || before?.autoRules !== undefined) {
    body["AutoRules"] = capitalize(declared.autoRules ?? { simpleRules: [] });
  }
  const lists = { DeviceBlacklist: "deviceBlacklist", DeviceWhitelist: "deviceWhitelist" } as const;
  for (const [field, name] of Object.entries(lists)) {
    const declaredList = declared[name];
    if (declaredList ?? before?.[name]) body[field] = decodeSet(declaredList ?? "").members.map(Number);
  }
  return body;
}

/** The arguments that the group has and that are no longer declared: `bodyOf` sends them empty. */
export function clearedArguments(declared: DeclaredDeviceGroup, before: DeclaredDeviceGroup): string[] {
  const names = ["description", "autoRules", "deviceBlacklist", "deviceWhitelist"] as const;
  return names.filter((name) => before[name] && !declared[name]);
}

/** `simpleRules` becomes `SimpleRules`, all the way down. */
function capitalize(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(capitalize);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([key, inner]) => [key.charAt(0).toUpperCase() + key.slice(1), capitalize(inner)]),
  );
}
