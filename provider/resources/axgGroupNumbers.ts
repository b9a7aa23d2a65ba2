import { z } from "zod";

import { doubted } from "../domain/axgJournal";
import { CALL_CAP } from "../domain/axgPlan";
import { ascending, countOf } from "../domain/memberText";
import { parseNumbers } from "../domain/numberSet";
import { checkArguments, parseProperties } from "./common/arguments";
import { attemptOf, deleted, openAtDelete } from "./axg/attempt";
import {
  changeNumbers,
  contentsOf,
  deleteNumbers,
  limitProblems,
  numbersDiff,
  numbersShape,
  numbersStateShape,
  tiesShape,
  told,
} from "./axg/numbers";
import { placeOf } from "./axg/target";
import { changedArguments, defined, type Lifecycle, type Properties } from "./common/lifecycle";

const GID_RULE =
  "must be the digits of a group's GID; one above 9007199254740991 is not exact as a JavaScript number: write it as a string";

/** A pool's key, as the console shows it. */
export const poolKey = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, "must be the key of a number pool, such as FC123456");

const shape = {
  poolKey,
  groupId: z.union(
    [z.string().regex(/^[1-9]\d{0,18}$/, GID_RULE), z.int(GID_RULE).positive(GID_RULE).transform(String)],
    GID_RULE,
  ),
  takeOver: z.boolean().optional(),
  ...numbersShape,
};
const inputsShape = z.object({ ...shape, ...tiesShape });

const stateShape = z.object({ ...shape, groupId: z.string(), ...numbersStateShape });

/** Where the group is that a state is about. */
const placeShape = z.object({ poolKey: z.string(), groupId: z.string() });

/** The life of the numbers of an AXG group: OperateAxgGroup of Dyplsapi 2017-05-25. No API reads them back. */
export const axgGroupNumbers: Lifecycle = {
  check: (news, olds) =>
    checkArguments(shape, news, ({ numbers, takeOver, deletionLimit }) => {
      if (numbers === undefined) return [];
      const problems = samePlace(olds, news) ? limitProblems(olds, news, numbers, deletionLimit) : [];
      return takeOver && olds["numbers"] === undefined
        ? [...problems, ...takeOverProblems(numbers)]
        : problems;
    }),

  diff: (olds, news) =>
    numbersDiff(
      changedArguments(olds, news, ["poolKey", "groupId"]),
      olds,
      news,
      placeOf(placeShape.parse(olds)),
    ),

  async create(properties, operation) {
    const inputs = parseProperties("AxgGroupNumbers' inputs", inputsShape, properties);
    const attempt = attemptOf(inputs, placeOf(inputs));
    const takesOver = inputs.takeOver === true;
    // One call that replaces whatever is there settles what an earlier attempt may have left, too.
    const outs = await changeNumbers(operation, takesOver ? { ...attempt, targets: [] } : attempt, {
      group: inputs,
      declared: parseNumbers(inputs.numbers),
      // The group may hold numbers of others: without takeOver, adding is the only thing that leaves them alone.
      strategy: takesOver ? "overwrite" : "incremental",
      contents: { held: [], doubtful: [] },
      outs: inputs,
      isKept: false,
    });
    return { id: placeOf(inputs), outs };
  },

  /** Nobody but the state knows the numbers, so a refresh tells what it has. */
  async read(id, properties) {
    if (properties["numbers"] === undefined && properties["compactNumbers"] === undefined) {
      throw new Error(
        `AxgGroupNumbers ${id} cannot be looked up: no API of Alibaba Cloud reads the numbers of an AXG group`,
      );
    }
    const { __attempt, ...state } = told(parseProperties("AxgGroupNumbers' state", stateShape, properties));
    // As an input, what is unconfirmed differs from every declaration, so that the next update runs and settles it.
    return Promise.resolve({ id, outs: defined({ ...state, __attempt }), inputs: defined(state) });
  },

  async update(_id, olds, news, operation) {
    const state = parseProperties("AxgGroupNumbers' state", stateShape, olds);
    const inputs = parseProperties("AxgGroupNumbers' inputs", inputsShape, news);
    const attempt = attemptOf(inputs, placeOf(inputs), state);
    const contents = contentsOf(state);
    const declared = parseNumbers(inputs.numbers);
    // A take-over whose outcome is unknown is settled by taking over again: the group may still hold numbers of others.
    const takesOver = inputs.takeOver && contents.doubtful.length > 0 && declared.length <= CALL_CAP;
    return changeNumbers(operation, attempt, {
      group: inputs,
      declared,
      strategy: takesOver ? "overwrite" : (inputs.strategy ?? "auto"),
      deletionLimit: inputs.deletionLimit,
      contents,
      outs: inputs,
      isKept: attempt.ties.__attempt !== undefined,
    });
  },

  async delete(_id, properties, operation) {
    const state = parseProperties("AxgGroupNumbers' state", stateShape, properties);
    const contents = doubted(contentsOf(state), openAtDelete(state, state), []);
    await deleteNumbers(operation, state, contents);
    deleted(state, state, [...contents.held, ...contents.doubtful.flat()].sort(ascending));
  },
};

function takeOverProblems(numbers: string): string[] {
  const count = countOf(numbers);
  if (count >= 1 && count <= CALL_CAP) return [];
  return [
    `takeOver true: replaces a group's numbers by one call of 1 to ${CALL_CAP} numbers, and numbers has ${count}`,
  ];
}

function samePlace(olds: Properties, news: Properties): boolean {
  return olds["poolKey"] === news["poolKey"] && olds["groupId"] === String(news["groupId"]);
}
