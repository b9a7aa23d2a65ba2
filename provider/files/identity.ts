import type { Kind } from "../kinds";
import type { Properties } from "../core/properties";
import { OsType } from "../ioa/deviceGroup";

/** What makes groups of a kind one and the same in the cloud, by the arguments that its API finds a group by. */
const IDENTITY: Readonly<Record<Kind, readonly string[] | undefined>> = {
  ApigGroup: ["instanceId", "name"],
  // Any number of groups may have the same name.
  AxgGroup: undefined,
  AxgGroupNumbers: ["poolKey", "groupId"],
  DeviceVirtualGroup: ["domainInstanceId", "osType", "deviceVirtualGroupName"],
  RamGroup: ["groupName"],
};

/** A group as messages name it, the same for the same group of a cloud alone. Undefined where arguments do not tell. */
export function identityOf(type: Kind, declared: Properties): string | undefined {
  const args: Properties = type === "DeviceVirtualGroup" ? { osType: OsType.Windows, ...declared } : declared;
  const named = IDENTITY[type]
    ?.filter((name) => args[name] !== undefined)
    .map((name) => `${name} ${JSON.stringify(String(args[name]))}`);
  return named?.join(", ");
}
