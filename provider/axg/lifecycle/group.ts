import { z } from "zod";

import { isRefusal, RefusedError, UnknownOutcomeError, UnusableAnswerError } from "../../core/calls/errors";
import type { Operation } from "../../core/calls/operation";
import { checkArguments, trimTexts } from "../../core/check";
import { ALICLOUD_DENIALS } from "../../core/clouds/alicloud";
import { replacedArguments } from "../../core/definition";
import { forgetAdvice } from "../../core/lifecycle/absence";
import { keeperProblem, takeDeclaration } from "../../core/lifecycle/keeper";
import type { Lifecycle } from "../../core/lifecycle/lifecycle";
import { parseProperties } from "../../core/lifecycle/parse";
import { isUnknown, omitUndefined, type Properties } from "../../core/properties";
import type { EngineRun } from "../../core/run/run";
import { axgGroupRules, axgGroupShape } from "../arguments/group";
import { groupShape, partWithJournal, startAttempt, unfinishedAtDelete } from "../attempt";
import {
  type AxgGroupKey,
  dyplsClient,
  type NewAxgGroup,
  newGroupRefOf,
  groupRefOf,
  groupInRun,
  refusalCause,
} from "../client";
import { contentsOf, expandCompactNumbers } from "../contents";
import { limitProblems } from "../intention";
import { targetSets, withUncertain } from "../journal";
import { linkShape, numbersDiff, numbersStateShape, withNumbersKept } from "../numbers";
import { type NumberSet, parseNumbers } from "../numberSet";
import { CALL_CAP } from "../plan";
import { AxgRun } from "../run";
import { changeNumbers } from "./change";
import { deleteNumbers } from "./deletion";

const inputsShape = z.object({ ...axgGroupShape, ...linkShape });

const stateShape = z.object({ ...axgGroupShape, ...numbersStateShape, groupId: z.string() });

/** What tells a group that is to be created from others. */
const argumentsShape = z.object({
  poolKey: z.string(),
  groupName: z.string().optional(),
  remark: z.string().optional(),
});

/** The life of an AXG group and its numbers: Create-, Operate- and DeleteAxgGroup of Dyplsapi 2017-05-25. No API reads it. */
export const axgGroup: Lifecycle = {
  cloud: "alicloud",

  groupOf: (olds) => groupInRun(groupShape.parse(olds)),

  check(given, olds, run) {
    const { declaration, declared } = takeDeclaration(given);
    const news = trimTexts(axgGroupRules, withNumbersKept(run, olds, declared));
    const { __journal: journal } = news;
    if (typeof journal === "string") run.part(AxgRun).checkedGroups.set(journal, declaration);
    return checkArguments(
      {
        ...axgGroupRules,
        across: (known) =>
          replacedArguments(axgGroupRules, olds, news).length > 0
            ? []
            : limitProblems(run, olds, news, known),
      },
      news,
    );
  },

  // The new group is made first, so that bindings can move to it: the old one cannot be deleted while it has some.
  diff(olds, news, run) {
    const replaces = replacedArguments(axgGroupRules, olds, news);
    const group = groupShape.parse(olds);
    if (replaces.length === 0) registerDeclared(run, group, news);
    return numbersDiff(run, replaces, olds, news, {
      group,
      groupRef: newGroupRefOf(argumentsShape.parse(olds)),
      isExclusive: true,
    });
  },

  async create(properties, operation, run) {
    const inputs = parseProperties("AxgGroup's inputs", inputsShape, properties);
    const numbers = parseNumbers(inputs.numbers);
    // Whatever an earlier attempt made, it is another group than the one that is made now.
    const attempt = { ...startAttempt(run, inputs, ""), forgotten: 0 };
    const { groupId, held } = await createGroup(operation, inputs, numbers.slice(0, CALL_CAP));
    const group = { poolKey: inputs.poolKey, groupId };
    registerDeclared(run, group, properties);
    const outs = await changeNumbers(operation, run, attempt, {
      group,
      declared: numbers,
      strategy: "incremental",
      isExclusive: true,
      contents: { held, uncertain: [] },
      outs: { ...inputs, groupId },
      isKept: true,
    });
    return { id: groupRefOf(group), outs };
  },

  /** Nobody but the state knows the group, so a refresh tells what it has. */
  async read(id, properties) {
    if (properties["groupId"] === undefined) {
      throw new Error(`AxgGroup ${id} cannot be looked up: no API of Alibaba Cloud reads AXG groups`);
    }
    const { __attempt, __failed, __refused, __since, ...state } = expandCompactNumbers(
      parseProperties("AxgGroup's state", stateShape, properties),
    );
    const { groupId, ...inputs } = state;
    return Promise.resolve({
      id,
      outs: omitUndefined({ ...inputs, groupId, __attempt, __failed, __refused, __since }),
      inputs: omitUndefined(inputs),
    });
  },

  async update(_id, olds, news, operation, run) {
    const state = parseProperties("AxgGroup's state", stateShape, olds);
    const inputs = parseProperties("AxgGroup's inputs", inputsShape, news);
    const attempt = startAttempt(run, inputs, newGroupRefOf(inputs), state);
    return changeNumbers(operation, run, attempt, {
      group: state,
      declared: parseNumbers(inputs.numbers),
      strategy: inputs.strategy ?? "auto",
      isExclusive: true,
      deletionLimit: inputs.deletionLimit,
      allowEmpty: inputs.allowEmpty,
      contents: contentsOf(state),
      outs: { ...inputs, groupId: state.groupId },
      isKept: attempt.link.__attempt !== undefined,
    });
  },

  /** A group of which another resource of the program declares numbers stays, with these. */
  async delete(_id, properties, operation, run) {
    const state = parseProperties("AxgGroup's state", stateShape, properties);
    const { __journal: journal } = state;
    const others = await run.part(AxgRun).numbersDeclaredByOthers(groupInRun(state), journal);
    if (others.length > 0) {
      const contents = withUncertain(
        contentsOf(state),
        targetSets(newGroupRefOf(state), await unfinishedAtDelete(run, state, newGroupRefOf(state), state)),
        [],
      );
      const deleted = await deleteNumbers(operation, run, state, contents, journal);
      partWithJournal(run, state, state, deleted);
      operation.notice(
        `kept the group ${groupRefOf(state)} in the cloud: another resource of the program declares numbers of it`,
      );
      return;
    }
    try {
      await dyplsClient(operation).deleteAxgGroup(state);
      run.recordDeletedGroup(groupInRun(state));
    } catch (error) {
      throw error instanceof RefusedError && !isRefusal(error, ...ALICLOUD_DENIALS)
        ? new RefusedError(
            error,
            `A group with bindings cannot be deleted: release them first. Nothing was deleted. ${forgetAdvice(operation)}`,
          )
        : error;
    }
    partWithJournal(run, state, state, []);
  },
};

/**
 * Notes what a resource of the program declares of a group, whose GID its check cannot know: no other resource deletes that. In a refresh,
 * nothing is declared.
 *
 * @throws Error where another resource declares the group, too
 */
function registerDeclared(
  run: EngineRun,
  group: AxgGroupKey,
  { numbers, __journal: journal }: Properties,
): void {
  if (typeof journal !== "string" || !run.part(AxgRun).checkedGroups.has(journal)) return;
  const problem = keeperProblem(
    run,
    groupInRun(group),
    "AxgGroup",
    run.part(AxgRun).checkedGroups.get(journal),
  );
  if (problem !== undefined) throw new Error(problem);
  if (typeof numbers === "string" && !isUnknown(numbers))
    run.part(AxgRun).registerDeclared(groupInRun(group), journal, () => parseNumbers(numbers));
}

/** A created group, and the numbers that it was created with. */
interface CreatedGroup {
  readonly groupId: string;
  readonly held: NumberSet;
}

/**
 * Creates the group with its first numbers. Where they are refused, it is created without: adding them then finds out which are wrong.
 */
async function createGroup(
  operation: Operation,
  inputs: z.infer<typeof inputsShape>,
  first: NumberSet,
): Promise<CreatedGroup> {
  try {
    return { groupId: await createGroupWith(operation, { ...inputs, numbers: first }), held: first };
  } catch (error) {
    const mayBeNumbers = error instanceof RefusedError && refusalCause(error) !== "other";
    if (!mayBeNumbers || first.length === 0) throw error;
    const groupId = await createGroupWith(operation, { ...inputs, numbers: [] }).catch((again: unknown) => {
      throw again instanceof RefusedError ? error : again;
    });
    return { groupId, held: [] };
  }
}

/** Creates the group. Where the answer is lost, no API can find the group: a person has to look. */
async function createGroupWith(operation: Operation, group: NewAxgGroup): Promise<string> {
  try {
    return await dyplsClient(operation).createAxgGroup(group);
  } catch (error) {
    if (!(error instanceof UnknownOutcomeError || error instanceof UnusableAnswerError)) throw error;
    const { operation: name, code, detail, requestId } = error;
    const named = group.groupName === undefined ? "" : ` named "${group.groupName}"`;
    const look =
      `${detail.replace(/\.$/, "")}. The group may exist: look in the console under number pool ${group.poolKey} for one${named} ` +
      `of ${group.numbers.length} numbers. Delete it, or declare it as an AxgGroupNumbers with its GID; then run \`pulumi up\``;
    throw new UnknownOutcomeError({ operation: name, code, detail: look, requestId, cause: error });
  }
}
