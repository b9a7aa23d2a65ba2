import { UnprovenAbsenceError } from "../core/calls/errors";
import type { DeviceVirtualGroupFacts, IoaClient, IoaScope } from "./client";
import type { Operation } from "../core/calls/operation";
import { forgetAdvice } from "../core/lifecycle/absence";

const LIST = "DescribeDeviceVirtualGroups";

/**
 * Finds the group of an id; returns nothing if it is gone. An empty list does not prove that: a caller who may see nothing gets one, too, and
 * so does a caller of a server that is behind. The proof is that another call does not know the group, or that the whole list has other groups
 * and a later look-up finds nothing again.
 *
 * @throws UnprovenAbsenceError
 */
export async function findGroup(
  operation: Operation,
  ioa: IoaClient,
  id: number,
  scope: IoaScope,
): Promise<DeviceVirtualGroupFacts | undefined> {
  const group = await ioa.findGroup(id, scope);
  if (group !== undefined || (await ioa.isKnownAbsent(id, scope))) return group;
  const all = await ioa.listGroups(scope);
  const listed = all.find((one) => one.id === id);
  if (listed !== undefined) return listed;
  if (all.length === 0) throw unprovenError(operation, `the device virtual group ${id}`, scope);
  await operation.pause(0);
  return ioa.findGroup(id, scope);
}

/** The error for a list without any group: a caller who may see groups always sees iOA's built-in ones. */
export function unprovenError(operation: Operation, what: string, scope: IoaScope): UnprovenAbsenceError {
  const { osType, domainInstanceId } = scope;
  const domain = domainInstanceId === undefined ? "" : ` in the domain ${domainInstanceId}`;
  return new UnprovenAbsenceError(
    LIST,
    what,
    `iOA shows no group at all of osType ${osType}${domain}`,
    `Check which groups the calling user can see, and run the command again. ${forgetAdvice(operation)}`,
  );
}
