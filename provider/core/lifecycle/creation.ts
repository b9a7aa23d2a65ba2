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

/** A group of the name that is to be made, as a look-up finds it. */
export interface Candidate<T> {
  readonly group: T;
  /** When it was made, as the cloud writes it; empty for what the cloud itself made. */
  readonly created: string;
  /** Its remark; undefined where the API does not tell. */
  readonly remark: string | undefined;
}

/** How a group of a kind is made, and found again by its name. */
export interface Maker<T> {
  readonly remark: string;
  readonly clock: CloudClock;
  /** The code by which the cloud says that the name is taken. */
  readonly taken: string;
  make(): Promise<T>;
  find(): Promise<Candidate<T> | undefined>;
}

/** A group that a create has, and how it came by it. */
export interface CreatedGroup<T> {
  readonly group: T;
  /** Whether this very call made it as declared; else what it is like is still to be compared. */
  readonly isAsDeclared: boolean;
}

/**
 * Makes a group, exactly once. A lost answer is settled by looking the name up: what was made while the call was under way, with
 * the remark that it sent, is taken on, and nobody else's. What an earlier creation may have made is looked for first.
 *
 * @param begun the earlier creation, whose outcome is unknown
 * @param unsettled what the state keeps where it is still unknown at the end whether there is a group
 * @throws PartialFailure with that
 * @throws RefusedError where the cloud refuses, be it because the name is taken
 */
export async function createOnce<T>(
  operation: Operation,
  begun: PendingCreation | undefined,
  maker: Maker<T>,
  unsettled: (creating: PendingCreation) => { readonly id: string; readonly outs: Properties },
): Promise<CreatedGroup<T>> {
  const startedAt = Date.now();
  const creating = (): PendingCreation => ({
    from: isoOf(maker.clock.earliest(startedAt)),
    until: isoOf(maker.clock.latest(Date.now())),
    remark: maker.remark,
  });
  const look = async () => {
    const candidate = await maker.find();
    // What was begun earlier may show late; what somebody made since then is in neither span.
    const earlier = begun === undefined ? "nothing" : lookupResultOf(candidate, begun);
    return typeof earlier === "object" ? earlier : lookupResultOf(candidate, creating());
  };
  let open = begun;
  try {
    const seen = open === undefined ? "nothing" : lookupResultOf(await maker.find(), open);
    if (typeof seen === "object") return { group: seen.ours, isAsDeclared: false };
    open = undefined;
    const group = await settle(operation, { attempt: () => maker.make(), look, repeated: maker.taken });
    return { group, isAsDeclared: begun === undefined };
  } catch (error) {
    if (open === undefined && !(error instanceof UnknownOutcomeError)) throw error;
    const { id, outs } = unsettled(open ?? creating());
    const next = "It may exist: the state keeps that, and the next pulumi up or pulumi refresh finds out";
    throw new PartialFailure(id, outs, error, next);
  }
}

/** Whether a group of the right name is what a creation has made. */
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
 * What a creation has made whose outcome was unknown; nothing where it made nothing. One look that shows nothing is no proof: there is
 * another one, later and by another way.
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
  const place = JSON.stringify(news);
  const isSame = !isUnknown(news) && place === JSON.stringify(olds);
  if (isSame && run.protectedGroups.has(place))
    return {
      replaces: [],
      deleteBeforeReplace: false,
      isNeeded: true,
      plan: { kind: "creation", end: "adopt" },
    };
  if (isSame) run.pendingCreations.set(place, creating);
  // Where no argument differs, the engine would find nothing to replace.
  return {
    replaces: [nameArgument],
    deleteBeforeReplace: true,
    isNeeded: true,
    plan: { kind: "creation", end: isSame ? "adopt" : "delete" },
  };
}

/** Whether a delete is followed by a create that takes the group on. */
export function isHandedOver(run: EngineRun, place: readonly unknown[]): boolean {
  return run.pendingCreations.has(JSON.stringify(place));
}

/** The creation that a replacement takes on, once. */
export function takePendingCreation(run: EngineRun, place: readonly unknown[]): PendingCreation | undefined {
  const creating = run.pendingCreations.get(JSON.stringify(place));
  run.pendingCreations.delete(JSON.stringify(place));
  return creating;
}

function isoOf(moment: number): string {
  return new Date(moment).toISOString();
}
