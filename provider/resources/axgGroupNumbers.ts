import { z } from "zod";

import { dyplsClient, type DyplsClient, isAboutNumbers } from "../clients/dypls";
import { messageOf } from "../clients/errors";
import { AxgLedger, type GroupContents } from "../domain/axgLedger";
import { type AxgCall, CALL_CAP, planCalls, STRATEGIES, type Strategy } from "../domain/axgPlan";
import { maskedList } from "../domain/mask";
import { countOf, linesOf, membersOf } from "../domain/memberText";
import { numberProblems, type NumberSet, parseNumbers } from "../domain/numberSet";
import { setDifference } from "../domain/setDifference";
import { AxgApplication } from "./axgApplication";
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
      if (takeOver && olds["numbers"] === undefined && count > CALL_CAP) {
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
    const group = new AxgGroup(dyplsClient(operation), inputs, { held: [], doubtful: [] });
    // The group may hold numbers of others: without takeOver, adding is the only thing that leaves them alone.
    await group.bring(parseNumbers(inputs.numbers), inputs.takeOver ? "overwrite" : "incremental");
    return { id: group.id, outs: outsOf(inputs) };
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
    const declared = parseNumbers(inputs.numbers);
    // A take-over whose outcome is unknown is settled by taking over again: the group may still hold numbers of others.
    const takesOver = inputs.takeOver && contents.doubtful.length > 0 && declared.length <= CALL_CAP;
    const group = new AxgGroup(dyplsClient(operation), inputs, contents);
    await group.bring(declared, takesOver ? "overwrite" : (inputs.strategy ?? "auto"));
    return outsOf(inputs);
  },

  async delete(_id, properties, operation) {
    const state = parseProperties("AxgGroupNumbers' state", stateShape, properties);
    const { held, doubtful } = contentsOf(state);
    // An earlier destroy may have gone some way, and Pulumi keeps nothing of a destroy that failed: its calls are in doubt.
    const calls = planCalls(held, [], "incremental").map((call) => call.numbers);
    const group = new AxgGroup(dyplsClient(operation), state, {
      held: [],
      doubtful: [...calls, ...doubtful],
    });
    try {
      await group.bring([], "incremental");
    } catch (error) {
      if (!(error instanceof PartialFailure)) throw error;
      const next = "Some numbers are deleted already; pulumi destroy goes on from there";
      throw new Error(`${messageOf(error.cause)}. ${next}`, { cause: error });
    }
  },
};

/** A group while calls change it. */
class AxgGroup {
  readonly id: string;
  private readonly ledger: AxgLedger;
  private readonly application: AxgApplication;

  constructor(
    dypls: DyplsClient,
    private readonly inputs: Inputs,
    before: GroupContents,
  ) {
    this.id = `${inputs.poolKey}/${inputs.groupId}`;
    this.ledger = new AxgLedger(before);
    const send = (call: AxgCall) => dypls.operateAxgGroup(inputs, call);
    this.application = new AxgApplication(this.ledger, send, isAboutNumbers);
  }

  /** @throws PartialFailure with what the group holds by then, where anything was done or is in doubt */
  async bring(declared: NumberSet, strategy: Strategy): Promise<void> {
    try {
      await this.application.bring(declared, strategy);
    } catch (error) {
      throw this.failure(error);
    }
    const [first] = this.application.refused;
    if (first !== undefined) throw this.failure(first.error);
  }

  private failure(error: unknown): unknown {
    const { done, refused } = this.application;
    const { held, doubtful } = this.ledger.contents();
    if (done === 0 && doubtful.length === 0) return error;
    const numbers = refused.map(({ number }) => number);
    const singled = numbers.length === 0 ? "" : `Refused for themselves: ${maskedList(numbers)}. `;
    const unconfirmed = doubtful.flat().length;
    const outs = {
      ...outsOf(this.inputs),
      numbers: linesOf(held),
      unconfirmed: unconfirmed === 0 ? undefined : doubtful.map(linesOf).join("\n"),
    };
    const doubt = unconfirmed === 0 ? "" : ` and may hold ${unconfirmed} unconfirmed ones`;
    const next = `${singled}${done} calls went through; the group holds ${held.length} numbers${doubt}. The state has them, and the next pulumi up goes on from there`;
    return new PartialFailure(this.id, outs, error, next);
  }
}

/** Units of unconfirmed numbers stand apart by an empty line. */
function contentsOf(state: State): GroupContents {
  const units = (state.unconfirmed ?? "")
    .split(/\n(?=\n)/)
    .map((unit) => parseNumbers(unit.replace(/^\n/, "")));
  return { held: parseNumbers(state.numbers), doubtful: units.filter((unit) => unit.length > 0) };
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
