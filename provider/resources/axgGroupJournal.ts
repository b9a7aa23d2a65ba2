import { randomUUID } from "node:crypto";

import { z } from "zod";

import { checkArguments } from "../arguments/check";
import { defined, type Properties } from "../arguments/properties";
import { messageOf } from "../clients/errors";
import { type JournalRecord, recorded } from "../domain/axgJournal";
import { CALL_CAP } from "../domain/axgPlan";
import { decodeNumbers } from "../domain/compactNumbers";
import { setDifference } from "../domain/setDifference";
import { setUnion } from "../domain/setUnion";
import { slices } from "../domain/slices";
import { begun, found, leftBehind } from "./axg/attempt";
import { undeclared } from "./axg/declared";
import { deleteNumbers } from "./axg/numbers";
import { NO_TARGET, placeOf } from "./axg/target";
import type { Lifecycle } from "./common/lifecycle";
import { parseProperties } from "./common/parse";

const shape = { place: z.string(), target: z.string() };
const inputsShape = z.object(shape);

const recordShape: z.ZodType<JournalRecord> = z.object({
  attempt: z.int().positive(),
  place: z.string(),
  numbers: z.string(),
  earlier: z.array(z.object({ place: z.string(), had: z.string(), lacked: z.string() })),
});
const stateShape = z.object({ ...shape, key: z.string(), record: recordShape.optional() });

/**
 * Sets that `check` was given, by their target, for the create or update that follows in the same process. They are kept out of
 * the inputs, which the engine compares, shows and stores. None is ever taken out: several groups may declare the same set.
 */
const declaredSets = new Map<string, string>();

/**
 * What an AXG group's numbers are about to become, written to the state before the calls go out. It makes no call. A group's
 * resource depends on its journal, so that the engine has stored it by then; an update that is killed is known by it.
 */
export const axgGroupJournal: Lifecycle = {
  check(news, olds) {
    const { numbers, ...declared } = news;
    const isOver = declared["target"] === NO_TARGET && olds["target"] !== undefined;
    if (typeof numbers === "string") declaredSets.set(String(declared["target"]), numbers);
    return checkArguments(
      { shapeFor: () => shape },
      isOver ? { ...declared, place: olds["place"], target: olds["target"] } : declared,
    );
  },

  diff(olds) {
    const { key, target, record } = stateOf(olds);
    found(key, record, target);
    return { replaces: [], deleteBeforeReplace: false };
  },

  create(properties) {
    const key = randomUUID();
    const record = next(undefined, properties);
    const { place, target } = inputsOf(properties);
    begun(key, undefined, record, target);
    return Promise.resolve({ id: key, outs: defined({ place, target, key, record }) });
  },

  read: (id, properties) => {
    const state = stateOf(properties);
    return Promise.resolve({
      id,
      outs: defined(state),
      inputs: { place: state.place, target: state.target },
    });
  },

  update(_id, olds, news) {
    const { key, record: before } = stateOf(olds);
    const { place, target } = inputsOf(news);
    const record = next(before, news);
    begun(key, before, record, target);
    return Promise.resolve(defined({ place, target, key, record }));
  },

  /** Where the group's numbers were deleted in this run, so is what an update that was killed may have added. */
  async delete(_id, properties, operation) {
    const { key, record } = stateOf(properties);
    const left = leftBehind(key, record);
    if (left === undefined) return;
    const all = left.targets.reduce(setUnion, []);
    const { deleted: others } = setDifference(undeclared(placeOf(left.group), key, all), left.deleted);
    try {
      await deleteNumbers(operation, left.group, { held: [], doubtful: slices(others, CALL_CAP) });
    } catch (error) {
      const where = `Numbers of an update that was killed may be left in ${placeOf(left.group)}`;
      throw new Error(`${where}, and the next pulumi destroy leaves them there: ${messageOf(error)}`, {
        cause: error,
      });
    }
  },
};

/** The record with what is declared now. Nothing is recorded of what is no set: no call can go out for it. */
function next(record: JournalRecord | undefined, properties: Properties): JournalRecord | undefined {
  const { place, target } = inputsOf(properties);
  if (target === NO_TARGET) return record;
  const numbers = declaredSets.get(target);
  if (numbers === undefined)
    throw new Error(`The declared numbers did not arrive (${target}): please report it`);
  return recorded(record, { place, numbers: decodeNumbers(numbers) });
}

function inputsOf(properties: Properties): z.infer<typeof inputsShape> {
  return parseProperties("AxgGroupJournal's inputs", inputsShape, properties);
}

function stateOf(properties: Properties): z.infer<typeof stateShape> {
  return parseProperties("AxgGroupJournal's state", stateShape, properties);
}
