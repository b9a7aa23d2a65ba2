import { z } from "zod";

import { CALL_CAP } from "../domain/axgPlan";
import { countOf } from "../domain/memberText";
import { parseNumbers } from "../domain/numberSet";
import { checkArguments, parseProperties } from "./arguments";
import {
  assertWithinLimit,
  AxgGroupChange,
  contentsOf,
  deleteNumbers,
  limitProblems,
  numbersDiff,
  numbersShape,
  numbersStateShape,
  told,
} from "./axgNumbers";
import { changedArguments, defined, type Lifecycle, type Properties } from "./lifecycle";

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
const inputsShape = z.object(shape);

const stateShape = z.object({ ...shape, groupId: z.string(), ...numbersStateShape });

/** The life of the numbers of an AXG group: OperateAxgGroup of Dyplsapi 2017-05-25. No API reads them back. */
export const axgGroupNumbers: Lifecycle = {
  check: (news, olds) =>
    checkArguments(shape, news, ({ numbers, takeOver, deletionLimit }) => {
      if (numbers === undefined) return [];
      const problems = samePlace(olds, news) ? limitProblems(olds, numbers, deletionLimit) : [];
      return takeOver && olds["numbers"] === undefined
        ? [...problems, ...takeOverProblems(numbers)]
        : problems;
    }),

  diff: (olds, news) => numbersDiff(changedArguments(olds, news, ["poolKey", "groupId"]), olds, news),

  async create(properties, operation) {
    const inputs = parseProperties("AxgGroupNumbers' inputs", inputsShape, properties);
    const change = new AxgGroupChange(operation, inputs, { held: [], doubtful: [] }, inputs);
    // The group may hold numbers of others: without takeOver, adding is the only thing that leaves them alone.
    await change.bring(parseNumbers(inputs.numbers), inputs.takeOver ? "overwrite" : "incremental");
    return { id: `${inputs.poolKey}/${inputs.groupId}`, outs: defined(inputs) };
  },

  /** Nobody but the state knows the numbers, so a refresh tells what it has. */
  async read(id, properties) {
    if (properties["numbers"] === undefined && properties["compactNumbers"] === undefined) {
      throw new Error(
        `AxgGroupNumbers ${id} cannot be looked up: no API of Alibaba Cloud reads the numbers of an AXG group`,
      );
    }
    const state = defined(told(parseProperties("AxgGroupNumbers' state", stateShape, properties)));
    // As an input, what is unconfirmed differs from every declaration, so that the next update runs and settles it.
    return Promise.resolve({ id, outs: state, inputs: state });
  },

  async update(_id, olds, news, operation) {
    const state = parseProperties("AxgGroupNumbers' state", stateShape, olds);
    const inputs = parseProperties("AxgGroupNumbers' inputs", inputsShape, news);
    assertWithinLimit(state, inputs.numbers, inputs.deletionLimit);
    const contents = contentsOf(state);
    const declared = parseNumbers(inputs.numbers);
    // A take-over whose outcome is unknown is settled by taking over again: the group may still hold numbers of others.
    const takesOver = inputs.takeOver && contents.doubtful.length > 0 && declared.length <= CALL_CAP;
    const change = new AxgGroupChange(operation, inputs, contents, inputs);
    await change.bring(declared, takesOver ? "overwrite" : (inputs.strategy ?? "auto"));
    return defined(inputs);
  },

  async delete(_id, properties, operation) {
    const state = parseProperties("AxgGroupNumbers' state", stateShape, properties);
    await deleteNumbers(operation, state, state);
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
