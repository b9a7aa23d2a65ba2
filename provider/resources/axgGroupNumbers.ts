import { z } from "zod";

import { type AxgGroupKey, dyplsClient, type DyplsClient } from "../clients/dypls";
import { UnknownOutcomeError } from "../clients/errors";
import { type AxgCall, CALL_CAP, planCalls, STRATEGIES } from "../domain/axgPlan";
import { type GroupContents, contentsAfter } from "../domain/axgProgress";
import { countOf, linesOf, membersOf } from "../domain/memberText";
import { numberProblems, parseNumbers } from "../domain/numberSet";
import { setDifference } from "../domain/setDifference";
import { checkArguments, parseProperties } from "./arguments";
import { changedArguments, defined, type Lifecycle, type Properties } from "./lifecycle";
import { PartialFailure } from "./partialFailure";

/** Numbers as text. Its message shows no value, since it would be the whole list. */
const numbersText = z.string().superRefine((text, context) => {
  for (const message of numberProblems(text)) context.addIssue({ code: "custom", message: `: ${message}` });
});

const GID_RULE =
  "must be the digits of a group's GID; one above 9007199254740991 is not exact as a JavaScript number: write it as a string";

const shape = {
  poolKey: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "must be the key of a number pool, such as FC123456"),
  groupId: z.union(
    [z.string().regex(/^[1-9]\d{0,18}$/, GID_RULE), z.int(GID_RULE).positive(GID_RULE).transform(String)],
    GID_RULE,
  ),
  numbers: numbersText,
  strategy: z.enum(STRATEGIES).optional(),
  takeOver: z.boolean().optional(),
  deletionLimit: z.int("must be a whole number").min(0, "must not be below 0").optional(),
};
const inputsShape = z.object(shape);
type Inputs = z.infer<typeof inputsShape>;

/** What the state has: `numbers` are those that the group holds for certain, `unconfirmed` those that it may hold. */
const stateShape = z.object({
  ...shape,
  groupId: z.string(),
  numbers: z.string(),
  unconfirmed: z.string().optional(),
});
type State = z.infer<typeof stateShape>;

/** The life of the numbers of an AXG group: OperateAxgGroup of Dyplsapi 2017-05-25. No API reads them back. */
export const axgGroupNumbers: Lifecycle = {
  check: (news, olds) =>
    checkArguments(shape, news, ({ numbers, takeOver, deletionLimit }) => {
      const problems: string[] = [];
      if (numbers === undefined) return problems;
      const count = countOf(numbers);
      if (takeOver && Object.keys(olds).length === 0 && count > CALL_CAP) {
        problems.push(
          `takeOver true: replaces a group's numbers by one call of at most ${CALL_CAP} numbers, and numbers has ${count}`,
        );
      }
      if (typeof olds["numbers"] === "string" && samePlace(olds, news)) {
        problems.push(...limitProblem(deletedBetween(olds["numbers"], numbers), deletionLimit));
      }
      return problems;
    }),

  diff: (olds, news) => ({
    replaces: changedArguments(olds, news, ["poolKey", "groupId"]),
    deleteBeforeReplace: false,
  }),

  async create(properties, operation) {
    const inputs = parseProperties("AxgGroupNumbers' inputs", inputsShape, properties);
    const numbers = parseNumbers(inputs.numbers);
    // The group may hold numbers of others: without takeOver, adding is the only thing that leaves them alone.
    const calls: AxgCall[] = inputs.takeOver
      ? [{ operateType: "overwriteNumbers", numbers }]
      : planCalls([], numbers, "incremental");
    await send(dyplsClient(operation), inputs, { held: [], unconfirmed: [] }, calls);
    return { id: `${inputs.poolKey}/${inputs.groupId}`, outs: outsOf(inputs) };
  },

  /** Nobody but the state knows the numbers, so a refresh tells what it has. */
  async read(id, properties) {
    if (properties["numbers"] === undefined) {
      throw new Error(
        `AxgGroupNumbers ${id} cannot be looked up: no API of Alibaba Cloud reads the numbers of an AXG group`,
      );
    }
    const state = parseProperties("AxgGroupNumbers' state", stateShape, properties);
    // As an input, what is unconfirmed differs from every declaration, so that the next update runs and settles it.
    return Promise.resolve({ id, outs: defined(state), inputs: defined(state) });
  },

  async update(_id, olds, news, operation) {
    const state = parseProperties("AxgGroupNumbers' state", stateShape, olds);
    const inputs = parseProperties("AxgGroupNumbers' inputs", inputsShape, news);
    const [refusal] = limitProblem(deletedBetween(state.numbers, inputs.numbers), inputs.deletionLimit);
    if (refusal !== undefined) throw new Error(refusal);
    const contents = contentsOf(state);
    const calls = planCalls(
      contents.held,
      parseNumbers(inputs.numbers),
      inputs.strategy ?? "auto",
      contents.unconfirmed,
    );
    await send(dyplsClient(operation), inputs, contents, calls);
    return outsOf(inputs);
  },

  async delete(_id, properties, operation) {
    const state = parseProperties("AxgGroupNumbers' state", stateShape, properties);
    const { held, unconfirmed } = contentsOf(state);
    const dypls = dyplsClient(operation);
    for (const call of planCalls(held, [], "incremental", unconfirmed))
      await dypls.operateAxgGroup(state, call);
  },
};

/**
 * Sends the calls in order. Where one fails after others went through, or its outcome is unknown, the failure carries what
 * the group holds by then.
 */
async function send(
  dypls: DyplsClient,
  inputs: Inputs & AxgGroupKey,
  before: GroupContents,
  calls: readonly AxgCall[],
): Promise<void> {
  for (const [done, call] of calls.entries()) {
    try {
      await dypls.operateAxgGroup(inputs, call);
    } catch (error) {
      const lost = error instanceof UnknownOutcomeError ? call : undefined;
      if (done === 0 && lost === undefined) throw error;
      const contents = contentsAfter(before, calls.slice(0, done), lost);
      const outs = {
        ...outsOf(inputs),
        numbers: linesOf(contents.held),
        unconfirmed: contents.unconfirmed.length === 0 ? undefined : linesOf(contents.unconfirmed),
      };
      const unconfirmed =
        contents.unconfirmed.length === 0 ? "" : `, ${contents.unconfirmed.length} numbers unconfirmed`;
      throw new PartialFailure(
        `${inputs.poolKey}/${inputs.groupId}`,
        outs,
        error,
        `${done} of ${calls.length} calls went through, the group holds ${contents.held.length} numbers${unconfirmed}; ` +
          "the state has them, and the next pulumi up goes on from there",
      );
    }
  }
}

function contentsOf(state: State): GroupContents {
  return { held: parseNumbers(state.numbers), unconfirmed: parseNumbers(state.unconfirmed ?? "") };
}

function samePlace(olds: Properties, news: Properties): boolean {
  return olds["poolKey"] === news["poolKey"] && olds["groupId"] === String(news["groupId"]);
}

function deletedBetween(from: string, to: string): number {
  return setDifference(membersOf(from).members, membersOf(to).members).deleted.length;
}

function limitProblem(deleted: number, limit: number | undefined): string[] {
  if (limit === undefined || deleted <= limit) return [];
  return [
    `deletionLimit ${limit}: this change would delete ${deleted} numbers; raise the limit if that is meant`,
  ];
}

function outsOf(inputs: Inputs): Properties {
  return defined({ ...inputs });
}
