import type { Fault } from "../../emulator";

/** The creations, with the parameter that has the name, and the calls that look a name up. */
const CREATIONS = {
  CreateGroup: "GroupName",
  createApiGroup: "name",
  CreateDeviceVirtualGroup: "DeviceVirtualGroupName",
};
const LOOKS = ["GetGroup", "listApiGroups", "DescribeDeviceVirtualGroups"];

/** An operation gives up after two seconds in which no call goes through. That cuts off no call. */
export const HASTY = { CLOUD_GROUPS_DEADLINE_SECONDS: "2" };

/**
 * Faults with which all creations lose their answers, and nobody can look either.
 *
 * @param names of the groups, and whether their creations are carried out
 */
export function unknownCreations(names: Readonly<Record<string, boolean>>): Fault[] {
  const lost = Object.entries(CREATIONS).flatMap(([operation, parameter]) =>
    Object.entries(names).map(([name, applied]) => {
      const match = { [parameter]: name };
      return { kind: "disconnect" as const, applied, operation, match, times: 0 };
    }),
  );
  return [...lost, ...LOOKS.map((operation) => ({ kind: "error" as const, operation, times: 0 }))];
}
