import { z } from "zod";

import { axgGroupNumbersRules, axgGroupNumbersShape } from "../arguments/axgGroupNumbers";
import { checkArguments } from "../arguments/check";
import { defined, isUnknown, type Properties, UNKNOWN } from "../arguments/properties";
import { contentsOf } from "../domain/axgContents";
import { doubted } from "../domain/axgJournal";
import type { GroupContents } from "../domain/axgLedger";
import { CALL_CAP } from "../domain/axgPlan";
import { ascending, countOf } from "../domain/memberText";
import { type NumberSet, parseNumbers } from "../domain/numberSet";
import { attemptOf, deleted, openAtDelete } from "./axg/attempt";
import { declare, undeclared } from "./axg/declared";
import {
  changeNumbers,
  deleteNumbers,
  limitProblems,
  numbersDiff,
  numbersStateShape,
  tiesShape,
  told,
} from "./axg/numbers";
import { placeOf } from "./axg/target";
import { changedArguments, type Lifecycle } from "./common/lifecycle";
import { parseProperties } from "./common/parse";

const inputsShape = z.object({ ...axgGroupNumbersShape, ...tiesShape });

const stateShape = z.object({ ...axgGroupNumbersShape, groupId: z.string(), ...numbersStateShape });

/** Where the group is that a state is about. */
const placeShape = z.object({ poolKey: z.string(), groupId: z.string() });

/** The life of the numbers of an AXG group: OperateAxgGroup of Dyplsapi 2017-05-25. No API reads them back. */
export const axgGroupNumbers: Lifecycle = {
  check: (news, olds) =>
    checkArguments(
      {
        ...axgGroupNumbersRules,
        across: ({ numbers, takeOver, deletionLimit }) => {
          if (numbers === undefined) return [];
          const problems = samePlace(olds, news) ? limitProblems(olds, news, numbers, deletionLimit) : [];
          return takeOver && olds["numbers"] === undefined
            ? [...problems, ...takeOverProblems(numbers)]
            : problems;
        },
      },
      news,
    ),

  diff(olds, news) {
    const replaces = changedArguments(olds, news, ["poolKey", "groupId"]);
    const place = placeOf(placeShape.parse(olds));
    if (replaces.length === 0 && typeof news["numbers"] === "string" && !isUnknown(news["numbers"]))
      declare(place, journalOf(news), news["numbers"], false);
    return numbersDiff(replaces, olds, news, place);
  },

  async create(properties, operation) {
    const inputs = parseProperties("AxgGroupNumbers' inputs", inputsShape, properties);
    const attempt = attemptOf(inputs, placeOf(inputs));
    const takesOver = inputs.takeOver === true;
    declare(placeOf(inputs), inputs.__journal, inputs.numbers, true);
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
    const { __attempt, __failed, __refused, ...state } = told(
      parseProperties("AxgGroupNumbers' state", stateShape, properties),
    );
    // As an input, what is unconfirmed differs from every declaration, so that the next update runs and settles it.
    return Promise.resolve({
      id,
      outs: defined({ ...state, __attempt, __failed, __refused }),
      inputs: defined(state),
    });
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
    await deleteNumbers(operation, state, undeclaredOf(placeOf(state), state.__journal, contents));
    deleted(state, state, [...contents.held, ...contents.doubtful.flat()].sort(ascending));
  },
};

/** What a delete may take out: not what another resource of the program declares of the same group. */
function undeclaredOf(
  place: string,
  journal: string | undefined,
  { held, doubtful }: GroupContents,
): GroupContents {
  const left = (numbers: NumberSet) => undeclared(place, journal, numbers);
  return { held: left(held), doubtful: doubtful.map(left) };
}

function journalOf({ __journal: key }: Properties): string | undefined {
  return typeof key === "string" && key !== UNKNOWN ? key : undefined;
}

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
