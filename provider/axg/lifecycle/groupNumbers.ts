import { z } from "zod";

import { RefusedError } from "../../core/calls/errors";
import { checkArguments } from "../../core/check";
import { replacedArguments } from "../../core/definition";
import { keeperProblem, takeDeclaration } from "../../core/lifecycle/keeper";
import type { Lifecycle } from "../../core/lifecycle/lifecycle";
import { parseProperties } from "../../core/lifecycle/parse";
import { isUnknown, omitUndefined, type Properties } from "../../core/properties";
import type { EngineRun, GroupRef } from "../../core/run/run";
import { countMembers } from "../../sets/memberText";
import { axgGroupNumbersRules, axgGroupNumbersShape } from "../arguments/groupNumbers";
import { groupShape, partWithJournal, startAttempt, unfinishedAtDelete } from "../attempt";
import { groupRefOf, groupInRun, refusalCause } from "../client";
import { contentsOf, expandCompactNumbers } from "../contents";
import { limitProblems, numbersIn } from "../intention";
import { targetSets, withUncertain } from "../journal";
import { linkShape, numbersDiff, numbersStateShape, withNumbersKept } from "../numbers";
import { parseNumbers } from "../numberSet";
import { CALL_CAP } from "../plan";
import { AxgRun } from "../run";
import { changeNumbers } from "./change";
import { deleteNumbers, sweepOthers } from "./deletion";

const inputsShape = z.object({ ...axgGroupNumbersShape, ...linkShape });

const stateShape = z.object({ ...axgGroupNumbersShape, groupId: z.string(), ...numbersStateShape });

/** The life of the numbers of an AXG group: OperateAxgGroup of Dyplsapi 2017-05-25. No API reads them back. */
export const axgGroupNumbers: Lifecycle = {
  cloud: "alicloud",

  groupOf: (olds) => groupInRun(groupShape.parse(olds)),

  declaredGroup: (news) => declaredGroup(news),

  check(given, olds, run) {
    const { declaration, declared } = takeDeclaration(given);
    const news = withNumbersKept(run, olds, declared);
    const checked = checkArguments(
      {
        ...axgGroupNumbersRules,
        across: (known) => {
          const { numbers, takeOver } = known;
          const problems = isSameGroup(olds, news) ? limitProblems(run, olds, news, known) : [];
          return numbers !== undefined && takeOver && olds["numbers"] === undefined
            ? [...problems, ...takeOverProblems(numbers)]
            : problems;
        },
      },
      news,
    );
    const group = declaredGroup(checked.inputs);
    const problem = group && keeperProblem(run, group, "groupId", declaration);
    const problems = [...checked.problems, ...(problem === undefined ? [] : [problem])];
    if (problems.length === 0) registerDeclared(run, checked.inputs);
    return { ...checked, problems };
  },

  diff(olds, news, run) {
    const replaces = replacedArguments(axgGroupNumbersRules, olds, news);
    const group = groupShape.parse(olds);
    const groupRef = groupRefOf(group);
    return numbersDiff(run, replaces, olds, news, {
      group,
      groupRef,
      isExclusive: news["takeOver"] === true,
    });
  },

  async create(properties, operation, run) {
    const inputs = parseProperties("AxgGroupNumbers' inputs", inputsShape, properties);
    const attempt = startAttempt(run, inputs, groupRefOf(inputs));
    const takesOver = inputs.takeOver === true;
    // One call that replaces whatever is there settles what an earlier attempt may have left, too.
    const started = takesOver ? { ...attempt, targets: [] } : attempt;
    const outs = await changeNumbers(operation, run, started, {
      group: inputs,
      declared: parseNumbers(inputs.numbers),
      // The group may hold numbers of others: without takeOver, adding is the only thing that leaves them alone.
      strategy: takesOver ? "overwrite" : "incremental",
      isExclusive: takesOver,
      contents: { held: [], uncertain: [] },
      outs: inputs,
      isKept: false,
    }).catch((error: unknown) => {
      throw takesOver ? error : withAdvice(error);
    });
    return { id: groupRefOf(inputs), outs };
  },

  /** Nobody but the state knows the numbers, so a refresh tells what it has. */
  async read(id, properties) {
    if (properties["numbers"] === undefined && properties["compactNumbers"] === undefined) {
      throw new Error(
        `AxgGroupNumbers ${id} cannot be looked up: no API of Alibaba Cloud reads the numbers of an AXG group`,
      );
    }
    const { __attempt, __failed, __refused, __since, ...state } = expandCompactNumbers(
      parseProperties("AxgGroupNumbers' state", stateShape, properties),
    );
    // As an input, what is uncertain differs from every declaration, so that the next update runs and settles it.
    return Promise.resolve({
      id,
      outs: omitUndefined({ ...state, __attempt, __failed, __refused, __since }),
      inputs: omitUndefined(state),
    });
  },

  async update(_id, olds, news, operation, run) {
    const state = parseProperties("AxgGroupNumbers' state", stateShape, olds);
    const inputs = parseProperties("AxgGroupNumbers' inputs", inputsShape, news);
    const attempt = startAttempt(run, inputs, groupRefOf(inputs), state);
    if (state.__journal !== inputs.__journal) partWithJournal(run, state, state, []);
    const contents = contentsOf(state);
    const declared = parseNumbers(inputs.numbers);
    // A take-over whose outcome is unknown is settled by taking over again: the group may still hold numbers of others.
    const takesOver = inputs.takeOver && contents.uncertain.length > 0 && declared.length <= CALL_CAP;
    return changeNumbers(operation, run, attempt, {
      group: inputs,
      declared,
      strategy: takesOver ? "overwrite" : (inputs.strategy ?? "auto"),
      isExclusive: inputs.takeOver === true,
      deletionLimit: inputs.deletionLimit,
      allowEmpty: inputs.allowEmpty,
      contents,
      outs: inputs,
      isKept: attempt.link.__attempt !== undefined,
    });
  },

  async delete(_id, properties, operation, run) {
    const state = parseProperties("AxgGroupNumbers' state", stateShape, properties);
    // The group went with all of its numbers, as an AxgGroup of this run.
    await run.hear(groupInRun(state));
    if (run.isDeletedGroup(groupInRun(state))) {
      partWithJournal(run, state, state, numbersIn(contentsOf(state)));
      return;
    }
    const unfinished = await unfinishedAtDelete(run, state, groupRefOf(state), state);
    const contents = withUncertain(contentsOf(state), targetSets(groupRefOf(state), unfinished), []);
    const deleted = await deleteNumbers(operation, run, state, contents, state.__journal);
    await sweepOthers(operation, run, state, state.__journal, unfinished);
    partWithJournal(run, state, state, deleted);
  },
};

/** The group that arguments name, whatever else they say; none where they do not, or where it is not known yet. */
function declaredGroup({ poolKey, groupId }: Properties): GroupRef | undefined {
  const { data: group } = groupShape.safeParse({ poolKey, groupId: String(groupId) });
  return group === undefined || isUnknown([poolKey, groupId]) ? undefined : groupInRun(group);
}

/** Notes what a resource of the program declares of a group: no other resource deletes that. */
function registerDeclared(
  run: EngineRun,
  { poolKey, groupId, numbers, __journal: journal }: Properties,
): void {
  if (isUnknown([poolKey, groupId, numbers, journal])) return;
  if (typeof journal !== "string" || typeof numbers !== "string") return;
  const group = groupShape.parse({ poolKey, groupId });
  run.part(AxgRun).registerDeclared(groupInRun(group), journal, () => parseNumbers(numbers));
}

/** Says what to do where nothing of a new resource was taken: the group may hold the numbers, and the cloud refuse such. */
function withAdvice(error: unknown): unknown {
  if (!(error instanceof RefusedError) || refusalCause(error) !== "unknown") return error;
  return new RefusedError(
    error,
    "Nothing was changed. If the group already holds these numbers for a resource of another name, restore that name or declare it in `aliases`, " +
      `or set \`takeOver: true\` (at most ${CALL_CAP} numbers)`,
  );
}

function takeOverProblems(numbers: string): string[] {
  const count = countMembers(numbers);
  if (count >= 1 && count <= CALL_CAP) return [];
  return [
    `takeOver true: one call replaces a group's numbers and carries 1 to ${CALL_CAP}, but numbers has ${count}`,
  ];
}

function isSameGroup(olds: Properties, news: Properties): boolean {
  return olds["poolKey"] === news["poolKey"] && olds["groupId"] === String(news["groupId"]);
}
