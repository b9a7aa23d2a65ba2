import { UnprovenAbsenceError } from "../core/calls/errors";
import type { DeviceVirtualGroupFacts, IoaClient, IoaScope } from "./client";
import type { Operation } from "../core/calls/operation";
import { forgetAdvice } from "../core/lifecycle/absence";

const LIST = "DescribeDeviceVirtualGroups";

/**
 * The group of an id; nothing where it is gone. An empty list is no proof of that: it is also what a caller sees who may see nothing, or
 * what a server answers that is behind. Proof is that another call knows no such group, or that the whole list has others,
 * and that a later look finds none again.
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

/** What a caller who may see something sees: iOA has groups of its own. */
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
