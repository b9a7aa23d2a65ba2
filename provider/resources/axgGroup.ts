import { z } from "zod";

import { defined } from "../arguments/properties";
import { axgGroupRules, axgGroupShape } from "../arguments/axgGroup";
import { checkArguments } from "../arguments/check";
import { ALICLOUD_DENIALS } from "../clients/alicloud";
import { dyplsClient, type NewAxgGroup } from "../clients/dypls";
import { isRefusal, RefusedError, UnknownOutcomeError, UnusableAnswerError } from "../clients/errors";
import type { Operation } from "../clients/operation";
import { contentsOf } from "../domain/axgContents";
import { CALL_CAP } from "../domain/axgPlan";
import { parseNumbers } from "../domain/numberSet";
import { attemptOf } from "./axg/attempt";
import { changeNumbers, limitProblems, numbersDiff, numbersStateShape, tiesShape, told } from "./axg/numbers";
import { newPlaceOf, placeOf } from "./axg/target";
import { changedArguments, type Lifecycle } from "./common/lifecycle";
import { parseProperties } from "./common/parse";

const inputsShape = z.object({ ...axgGroupShape, ...tiesShape });

const stateShape = z.object({ ...axgGroupShape, ...numbersStateShape, groupId: z.string() });

/** What tells a group that is to be made from others. */
const placeShape = z.object({
  poolKey: z.string(),
  groupName: z.string().optional(),
  remark: z.string().optional(),
});

/** What a change of can only be had by a new group: no API renames one. */
const REPLACING = ["poolKey", "groupName", "remark"];

/** The life of an AXG group and its numbers: Create-, Operate- and DeleteAxgGroup of Dyplsapi 2017-05-25. No API reads it. */
export const axgGroup: Lifecycle = {
  check: (news, olds) =>
    checkArguments(
      {
        ...axgGroupRules,
        across: ({ numbers, deletionLimit }) => {
          const replaced = changedArguments(olds, news, REPLACING).length > 0;
          return numbers === undefined || replaced ? [] : limitProblems(olds, news, numbers, deletionLimit);
        },
      },
      news,
    ),

  // The new group is made first, so that bindings can move to it: the old one cannot be deleted while it has some.
  diff: (olds, news) =>
    numbersDiff(changedArguments(olds, news, REPLACING), olds, news, newPlaceOf(placeShape.parse(olds))),

  async create(properties, operation) {
    const inputs = parseProperties("AxgGroup's inputs", inputsShape, properties);
    const numbers = parseNumbers(inputs.numbers);
    // Whatever an earlier attempt made, it is another group than the one that is made now.
    const attempt = attemptOf(inputs, "");
    const first = numbers.slice(0, CALL_CAP);
    const groupId = await createGroup(operation, { ...inputs, numbers: first });
    const group = { poolKey: inputs.poolKey, groupId };
    const outs = await changeNumbers(
      operation,
      { ...attempt, targets: [] },
      {
        group,
        declared: numbers,
        strategy: "incremental",
        contents: { held: first, doubtful: [] },
        outs: { ...inputs, groupId },
        isKept: true,
      },
    );
    return { id: placeOf(group), outs };
  },

  /** Nobody but the state knows the group, so a refresh tells what it has. */
  async read(id, properties) {
    if (properties["groupId"] === undefined) {
      throw new Error(`AxgGroup ${id} cannot be looked up: no API of Alibaba Cloud reads AXG groups`);
    }
    const { __attempt, __failed, __refused, ...state } = told(
      parseProperties("AxgGroup's state", stateShape, properties),
    );
    const { groupId, ...inputs } = state;
    return Promise.resolve({
      id,
      outs: defined({ ...inputs, groupId, __attempt, __failed, __refused }),
      inputs: defined(inputs),
    });
  },

  async update(_id, olds, news, operation) {
    const state = parseProperties("AxgGroup's state", stateShape, olds);
    const inputs = parseProperties("AxgGroup's inputs", inputsShape, news);
    const attempt = attemptOf(inputs, newPlaceOf(inputs), state);
    return changeNumbers(operation, attempt, {
      group: state,
      declared: parseNumbers(inputs.numbers),
      strategy: inputs.strategy ?? "auto",
      deletionLimit: inputs.deletionLimit,
      contents: contentsOf(state),
      outs: { ...inputs, groupId: state.groupId },
      isKept: attempt.ties.__attempt !== undefined,
    });
  },

  async delete(_id, properties, operation) {
    const state = parseProperties("AxgGroup's state", stateShape, properties);
    try {
      await dyplsClient(operation).deleteAxgGroup(state);
    } catch (error) {
      throw error instanceof RefusedError && !isRefusal(error, ...ALICLOUD_DENIALS)
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
