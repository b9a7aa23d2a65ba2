import { momentsOf } from "../core/calls/clock";
import { RefusedError } from "../core/calls/errors";
import type { Operation } from "../core/calls/operation";
import type { RamClient, RamGroupFacts } from "./client";

/** What a state knows about its group. */
export interface Identity {
  readonly groupName: string;
  readonly groupId?: string | undefined;
  readonly createDate?: string | undefined;
  readonly updateDate?: string | undefined;
  /** The other name that the group may have. */
  readonly renaming?: string | undefined;
}

/** The group that was found; or another group of the same name, which somebody created after ours was deleted or renamed. */
export interface Search {
  readonly group?: RamGroupFacts;
  readonly other?: RamGroupFacts;
}

/** How long a new group may stay invisible, in milliseconds. RAM's documents give no time. */
const FRESH_MS = 10_000;
/** How often to look for it then: for some four seconds, with the waits between. */
const LOOKS = 4;

/**
 * Finds the group of a state: by its name, by the new name if the answer to a rename was lost, or, if somebody else renamed it, by its id
 * among all groups. A group that was created seconds ago and not seen since is looked up several times.
 *
 * @param declaredName the name that the group should have
 */
export async function findOurs(
  operation: Operation,
  ram: RamClient,
  state: Identity,
  declaredName?: string,
): Promise<Search> {
  const search = await findNamed(operation, ram, state, declaredName);
  if (search.group !== undefined || state.groupId === undefined) return search;
  const group = await findById(operation, ram, state.groupId);
  return group === undefined ? search : { group };
}

/** Reads an empty list a second time: it may come from a server that is behind. */
async function findById(
  operation: Operation,
  ram: RamClient,
  groupId: string,
): Promise<RamGroupFacts | undefined> {
  const { group, isEmpty } = await ram.findGroupById(groupId);
  if (!isEmpty || !(await operation.pause(0))) return group;
  return (await ram.findGroupById(groupId)).group;
}

async function findNamed(
  operation: Operation,
  ram: RamClient,
  state: Identity,
  declaredName: string | undefined,
): Promise<Search> {
  const isKnown = state.groupId !== undefined || state.createDate !== undefined;
  const others = new Set(isKnown ? [state.renaming, declaredName] : []);
  for (let looks = 1; ; looks++) {
    const other = await ram.getGroup(state.groupName);
    if (other !== undefined && isSame(state, other)) return { group: other };
    for (const name of others) {
      if (name === undefined || name === state.groupName) continue;
      const renamed = await ram.getGroup(name);
      if (renamed !== undefined && isSame(state, renamed)) return { group: renamed };
    }
    if (other !== undefined) return { other };
    if (!isFresh(ram, state) || looks === LOOKS || !(await operation.pause(looks - 1))) return {};
  }
}

/** `groupId` is the proof. Old versions of the API do not return it; then the time of creation has to suffice. */
export function isSame(state: Pick<Identity, "groupId" | "createDate">, group: RamGroupFacts): boolean {
  if (state.groupId !== undefined && group.groupId !== undefined) return state.groupId === group.groupId;
  return state.createDate === undefined || state.createDate === group.createDate;
}

/** Only CreateGroup answers without the time of the last change. */
function isFresh({ clock }: RamClient, { createDate = "", updateDate }: Identity): boolean {
  const now = clock.earliest(Date.now());
  return updateDate === undefined && momentsOf(createDate).some((created) => now - created < FRESH_MS);
}

/** The error for a group that an update needs and that does not exist. */
export function missingError(groupName: string, other?: RamGroupFacts): RefusedError {
  const detail =
    other === undefined
      ? `there is no group named ${groupName}`
      : `the group named ${groupName} is another one (${other.groupId ?? other.createDate}), created after ours was deleted`;
  return new RefusedError(
    { operation: "GetGroup", code: "EntityNotExist.Group", detail },
    "Run `pulumi refresh`",
  );
}

/** The error for a look-up that finds nothing. */
export function nothingFoundError(idOrName: string): RefusedError {
  const detail = `there is no RAM group with the id or the name ${idOrName}`;
  return new RefusedError(
    { operation: "GetGroup", code: "EntityNotExist.Group", detail },
    "Check the id (g-…) or the name, and that the account is the right one",
  );
}
