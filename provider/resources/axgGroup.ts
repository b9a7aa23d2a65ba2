import { z } from "zod";

import { dyplsClient, type NewAxgGroup } from "../clients/dypls";
import { RefusedError, UnknownOutcomeError, UnusableAnswerError } from "../clients/errors";
import type { Operation } from "../clients/operation";
import { CALL_CAP } from "../domain/axgPlan";
import { type NumberSet, parseNumbers } from "../domain/numberSet";
import { checkArguments, parseProperties } from "./arguments";
import { poolKey } from "./axgGroupNumbers";
import {
  assertWithinLimit,
  AxgGroupChange,
  contentsOf,
  limitProblems,
  numbersDiff,
  numbersShape,
  numbersStateShape,
  told,
} from "./axgNumbers";
import { changedArguments, defined, type Lifecycle, type Properties } from "./lifecycle";

const shape = {
  poolKey,
  groupName: z
    .string()
    .min(1, "must not be empty")
    .max(128, "must be at most 128 characters long")
    .optional(),
  remark: z.string().max(256, "must be at most 256 characters long").optional(),
  ...numbersShape,
};
const inputsShape = z.object(shape);
type Inputs = z.infer<typeof inputsShape>;

const stateShape = z.object({ ...shape, ...numbersStateShape, groupId: z.string() });

/** What a change of can only be had by a new group: no API renames one. */
const REPLACING = ["poolKey", "groupName", "remark"];

/** The life of an AXG group and its numbers: Create-, Operate- and DeleteAxgGroup of Dyplsapi 2017-05-25. No API reads it. */
export const axgGroup: Lifecycle = {
  check: (news, olds) =>
    checkArguments(shape, news, ({ numbers, deletionLimit }) => {
      const replaced = changedArguments(olds, news, REPLACING).length > 0;
      return numbers === undefined || replaced ? [] : limitProblems(olds, numbers, deletionLimit);
    }),

  // The new group is made first, so that bindings can move to it: the old one cannot be deleted while it has some.
  diff: (olds, news) => numbersDiff(changedArguments(olds, news, REPLACING), olds, news),

  async create(properties, operation) {
    const inputs = parseProperties("AxgGroup's inputs", inputsShape, properties);
    const numbers = parseNumbers(inputs.numbers);
    const first = numbers.slice(0, CALL_CAP);
    const groupId = await createGroup(operation, { ...inputs, numbers: first });
    const outs = { ...inputs, groupId };
    await addRest(operation, outs, first, numbers);
    return { id: `${inputs.poolKey}/${groupId}`, outs: defined(outs) };
  },

  /** Nobody but the state knows the group, so a refresh tells what it has. */
  async read(id, properties) {
    if (properties["groupId"] === undefined) {
      throw new Error(`AxgGroup ${id} cannot be looked up: no API of Alibaba Cloud reads AXG groups`);
    }
    const outs = defined(told(parseProperties("AxgGroup's state", stateShape, properties)));
    const inputs = Object.fromEntries(Object.entries(outs).filter(([name]) => name !== "groupId"));
    return Promise.resolve({ id, outs, inputs });
  },

  async update(_id, olds, news, operation) {
    const state = parseProperties("AxgGroup's state", stateShape, olds);
    const inputs = parseProperties("AxgGroup's inputs", inputsShape, news);
    assertWithinLimit(state, inputs.numbers, inputs.deletionLimit);
    const outs = { ...inputs, groupId: state.groupId };
    const change = new AxgGroupChange(operation, outs, contentsOf(state), outs);
    await change.bring(parseNumbers(inputs.numbers), inputs.strategy ?? "auto");
    return defined(outs);
  },

  async delete(_id, properties, operation) {
    const state = parseProperties("AxgGroup's state", stateShape, properties);
    try {
      await dyplsClient(operation).deleteAxgGroup(state);
    } catch (error) {
      throw error instanceof RefusedError
        ? new RefusedError(
            error,
            "A group with bindings is not deleted: release them first. One that is gone is taken out by pulumi state delete",
          )
        : error;
    }
  },
};

/** Makes the group with its first numbers. Where the answer is lost, no API can find the group: a person has to look. */
async function createGroup(operation: Operation, group: NewAxgGroup): Promise<string> {
  try {
    return await dyplsClient(operation).createAxgGroup(group);
  } catch (error) {
    if (!(error instanceof UnknownOutcomeError || error instanceof UnusableAnswerError)) throw error;
    const { operation: name, code, detail, requestId } = error;
    const named = group.groupName === undefined ? "" : ` named "${group.groupName}"`;
    const look =
      `${detail.replace(/\.$/, "")}. The group may have been made: look in the console under number pool ${group.poolKey} for one${named} ` +
      `of ${group.numbers.length} numbers and delete it, or keep it as an AxgGroupNumbers with its GID; then run pulumi up`;
    throw new UnknownOutcomeError({ operation: name, code, detail: look, requestId, cause: error });
  }
}

/** Adds the numbers that did not fit into the create. */
async function addRest(
  operation: Operation,
  outs: Inputs & { groupId: string } & Properties,
  first: NumberSet,
  numbers: NumberSet,
): Promise<void> {
  if (numbers.length === first.length) return;
  const change = new AxgGroupChange(operation, outs, { held: first, doubtful: [] }, outs);
  await change.afterCreate(numbers);
}
