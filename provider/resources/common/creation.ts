import { z } from "zod";

import { isUnknown, type Properties } from "../../arguments/properties";
import { type CloudClock, momentsOf } from "../../clients/clock";
import { UnknownOutcomeError } from "../../clients/errors";
import type { Operation } from "../../clients/operation";
import { unsettledText } from "../../domain/unsettledSummary";
import { type Diff } from "./lifecycle";
import { PartialFailure } from "./partialFailure";
import { settle, type Sighting } from "./settle";

/** A creation of which nobody can tell whether it worked: when it was under way by the cloud's clock, and what it sent. */
export const creatingShape = z.object({
  /** ISO 8601. */
  from: z.string(),
  until: z.string(),
  /** What was sent; a group with another one is not its doing. */
  remark: z.string(),
});
export type Creating = z.infer<typeof creatingShape>;

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
  /** The kind and all that its name is unique within, the name included: what one group alone can have. */
  readonly place: readonly unknown[];
  readonly remark: string;
  readonly clock: CloudClock;
  /** The code by which the cloud says that the name is taken. */
  readonly taken: string;
  make(): Promise<T>;
  find(): Promise<Candidate<T> | undefined>;
}

/** A group that a create has, and how it came by it. */
export interface Made<T> {
  readonly group: T;
  /** Whether this very call made it as declared; else what it is like is still to be compared. */
  readonly isAsDeclared: boolean;
}

/**
 * Makes a group, exactly once. A lost answer is settled by looking the name up: what was made while the call was under way, with
 * the remark that it sent, is taken on, and nobody else's. What `unsettledDiff` handed over is looked for first.
 *
 * @param unsettled what the state keeps where it is still unknown at the end whether there is a group
 * @throws PartialFailure with that
 * @throws RefusedError where the cloud refuses, be it because the name is taken
 */
export async function createOnce<T>(
  operation: Operation,
  maker: Maker<T>,
  unsettled: (creating: Creating) => { readonly id: string; readonly outs: Properties },
): Promise<Made<T>> {
  const begun = received(maker.place);
  const startedAt = Date.now();
  const creating = (): Creating => ({
    from: isoOf(maker.clock.earliest(startedAt)),
    until: isoOf(maker.clock.latest(Date.now())),
    remark: maker.remark,
  });
  const look = async () => {
    const candidate = await maker.find();
    // What was begun earlier may show late; what somebody made since then is in neither span.
    const earlier = begun === undefined ? "nothing" : sightingOf(candidate, begun);
    return typeof earlier === "object" ? earlier : sightingOf(candidate, creating());
  };
  let open = begun;
  try {
    const seen = open === undefined ? "nothing" : sightingOf(await maker.find(), open);
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
export function sightingOf<T>(
  candidate: Candidate<T> | undefined,
  { from, until, remark: sent }: Creating,
): Sighting<T> {
  if (candidate === undefined) return "nothing";
  const { group, created, remark } = candidate;
  const isOfThatTime = momentsOf(created).some(
    (moment) => moment >= Date.parse(from) && moment <= Date.parse(until),
  );
  return isOfThatTime && (remark === undefined || remark === sent) ? { ours: group } : "another's";
}

/**
 * Creations by what their groups alone can have. Where it is unknown whether there is a group, its id is unknown too, so that the
 * next update replaces the resource: Pulumi asks for the difference, deletes, and creates, all in one process but without
 * a word of the one to the other.
 */
const handedOver = new Map<string, Creating>();

/**
 * The difference between a creation whose outcome is unknown and what is declared now. Where it is the same group, the create
 * that follows is told to take it on, and the delete before it to leave it.
 */
export function unsettledDiff(
  creating: Creating,
  olds: readonly unknown[],
  news: readonly unknown[],
  nameArgument: string,
): Diff {
  const place = JSON.stringify(news);
  const isSame = !isUnknown(news) && place === JSON.stringify(olds);
  if (isSame) handedOver.set(place, creating);
  return { replaces: [nameArgument], deleteBeforeReplace: true, summary: unsettledText(isSame) };
}

/** Whether a delete is followed by a create that takes the group on. */
export function isHandedOver(place: readonly unknown[]): boolean {
  return handedOver.has(JSON.stringify(place));
}

function received(place: readonly unknown[]): Creating | undefined {
  const creating = handedOver.get(JSON.stringify(place));
  handedOver.delete(JSON.stringify(place));
  return creating;
}

function isoOf(moment: number): string {
  return new Date(moment).toISOString();
}
