import { z } from "zod";

import { isUnknown, type Properties } from "../properties";
import { type CloudClock, momentsOf } from "../calls/clock";
import { UnknownOutcomeError } from "../calls/errors";
import type { Operation } from "../calls/operation";
import type { EngineRun, PendingCreation } from "../run/run";
import { type Diff } from "./lifecycle";
import { PartialFailure } from "./partialFailure";
import { settle, type LookupResult } from "./settle";

/** What the state keeps of a creation whose outcome is unknown. */
export const creatingShape: z.ZodType<PendingCreation> = z.object({
  from: z.string(),
  until: z.string(),
  remark: z.string(),
});

/** A group with the name of the one to be created, as a look-up finds it. */
export interface Candidate<T> {
  readonly group: T;
  /** When it was created, as the cloud writes it; empty for a built-in group. */
  readonly created: string;
  /** Its remark; undefined if the API does not return one. */
  readonly remark: string | undefined;
}

/** How to create a group of a kind, and how to find it again by its name. */
export interface Creator<T> {
  readonly remark: string;
  readonly clock: CloudClock;
  /** The code by which the cloud says that the name is taken. */
  readonly taken: string;
  create(): Promise<T>;
  find(): Promise<Candidate<T> | undefined>;
}

/** A group that a create ends with. */
export interface CreatedGroup<T> {
  readonly group: T;
  /** Whether this call created it, as declared. Otherwise it must still be compared with what is declared. */
  readonly isAsDeclared: boolean;
}

/**
 * Creates a group exactly once. If the answer is lost, it looks up the name: a group that was created during the call, with the remark that
 * the call sent, is ours; any other group is somebody else's. It first looks for what an earlier creation may have created.
 *
 * @param pending the earlier creation, whose outcome is unknown
 * @param pendingState what the state keeps if it is still unknown in the end whether there is a group
 * @throws PartialFailure with that state
 * @throws RefusedError if the cloud refuses the call, for example because the name is taken
 */
export async function createOnce<T>(
  operation: Operation,
  pending: PendingCreation | undefined,
  creator: Creator<T>,
  pendingState: (creating: PendingCreation) => { readonly id: string; readonly outs: Properties },
): Promise<CreatedGroup<T>> {
  const startedAt = Date.now();
  const currentCreation = (): PendingCreation => ({
    from: isoOf(creator.clock.earliest(startedAt)),
    until: isoOf(creator.clock.latest(Date.now())),
    remark: creator.remark,
  });
  const look = async () => {
    const candidate = await creator.find();
    // What the earlier call created may become visible late; what somebody created since then is in neither span.
    const earlier = pending === undefined ? "nothing" : lookupResultOf(candidate, pending);
    return typeof earlier === "object" ? earlier : lookupResultOf(candidate, currentCreation());
  };
  let undecided = pending;
  try {
    const seen = undecided === undefined ? "nothing" : lookupResultOf(await creator.find(), undecided);
    if (typeof seen === "object") return { group: seen.ours, isAsDeclared: false };
    undecided = undefined;
    const group = await settle(operation, { attempt: () => creator.create(), look, repeated: creator.taken });
    return { group, isAsDeclared: pending === undefined };
  } catch (error) {
    if (undecided === undefined && !(error instanceof UnknownOutcomeError)) throw error;
    const { id, outs } = pendingState(undecided ?? currentCreation());
    const next = "The group may exist: run `pulumi up` or `pulumi refresh` to find out";
    throw new PartialFailure(id, outs, error, next);
  }
}

/** Whether a group of the right name is the one that a creation has created. */
export function lookupResultOf<T>(
  candidate: Candidate<T> | undefined,
  { from, until, remark: sent }: PendingCreation,
): LookupResult<T> {
  if (candidate === undefined) return "nothing";
  const { group, created, remark } = candidate;
  const isOfThatTime = momentsOf(created).some(
    (moment) => moment >= Date.parse(from) && moment <= Date.parse(until),
  );
  return isOfThatTime && (remark === undefined || remark === sent) ? { ours: group } : "another's";
}

/**
 * The group that a creation with an unknown outcome has created; nothing if it created none. One look-up that finds nothing proves nothing:
 * a second one follows, later and by another call.
 */
export async function findSettledCreation<T>(
  operation: Operation,
  creating: PendingCreation,
  look: () => Promise<Candidate<T> | undefined>,
  lookElsewhere: () => Promise<Candidate<T> | undefined>,
): Promise<T | undefined> {
  let seen = lookupResultOf(await look(), creating);
  if (seen === "nothing") {
    await operation.pause(0);
    seen = lookupResultOf(await lookElsewhere(), creating);
  }
  return typeof seen === "object" ? seen.ours : undefined;
}

/**
 * The difference between a creation whose outcome is unknown and what is declared now. The group's id is unknown, too, and Pulumi
 * changes no id in an update, so that the resource is replaced: the create takes on what was made, and the delete before it leaves it.
 * A resource that Pulumi protects cannot be replaced: its update takes the group on, and the next refresh tells the id.
 */
export function unsettledDiff(
  run: EngineRun,
  creating: PendingCreation,
  olds: readonly unknown[],
  news: readonly unknown[],
  nameArgument: string,
): Diff {
  const nameKey = JSON.stringify(news);
  const isSame = !isUnknown(news) && nameKey === JSON.stringify(olds);
  if (isSame && run.protectedGroups.has(nameKey))
    return {
      replaces: [],
      deleteBeforeReplace: false,
      isNeeded: true,
      plan: { kind: "creation", end: "adopt" },
    };
  if (isSame) run.pendingCreations.set(nameKey, creating);
  // Where no argument differs, the engine would find nothing to replace.
  return {
    replaces: [nameArgument],
    deleteBeforeReplace: true,
    isNeeded: true,
    plan: { kind: "creation", end: isSame ? "adopt" : "delete" },
  };
}

/** Whether a create that takes over the group follows this delete. */
export function isHandedOver(run: EngineRun, nameKey: readonly unknown[]): boolean {
  return run.pendingCreations.has(JSON.stringify(nameKey));
}

/** Takes the creation that a replacement continues. Only the first caller gets it. */
export function takePendingCreation(
  run: EngineRun,
  nameKey: readonly unknown[],
): PendingCreation | undefined {
  const creating = run.pendingCreations.get(JSON.stringify(nameKey));
  run.pendingCreations.delete(JSON.stringify(nameKey));
  return creating;
}

function isoOf(moment: number): string {
  return new Date(moment).toISOString();
}
