import { z } from "zod";

import { withMetadata } from "../core/check";
import type { KindDefinition } from "../core/definition";
import { axgGroupRules, type axgGroupShape } from "./arguments/group";
import { axgGroupNumbersRules, type axgGroupNumbersShape } from "./arguments/groupNumbers";

/** What a resource that keeps numbers gives out. */
const numbersOutputs = {
  uncertain: withMetadata(
    z
      .string()
      .optional()
      .describe(
        "Numbers of which it is not known whether the group holds them, one a line. The next update settles them.",
      ),
    { isSecret: true, mayChange: true },
  ),
  numberCount: withMetadata(z.int().describe("How many numbers there are."), {
    isDerived: true,
    mayChange: true,
  }),
};

const axgGroupOutputs = { groupId: z.string().describe("The group's GID, as text."), ...numbersOutputs };

const NUMBERS = `No API reads them back: the stack's state is the only record, and a refresh does not see changes made in the console. Each update makes as few API calls as is safe, of at most 200 numbers each.`;
const MIDWAY =
  "Numbers in messages are masked (`138****0000`). If an update fails midway or an answer is lost, run `pulumi up` again to continue.";

export const axgGroupDefinition: KindDefinition<typeof axgGroupShape, typeof axgGroupOutputs> = {
  rules: axgGroupRules,
  about: {
    what: `An AXG group (G group) of Alibaba Cloud's number privacy service, with its numbers. ${NUMBERS}`,
    life:
      "The new group is created first. A group with bindings cannot be deleted: release them first. Id: `POOLKEY/GROUPID`. " +
      "The stack also contains the group's journal, `NAME-journal`, so that the next update can finish one that was killed.",
    failures: `${MIDWAY} If the answer to the creation is lost, no API can find the group: the error says what to look for in the console.`,
    source: "Dyplsapi 2017-05-25, CreateAxgGroup, OperateAxgGroup and DeleteAxgGroup",
  },
  outputs: axgGroupOutputs,
  hasJournal: true,
};

export const axgGroupNumbersDefinition: KindDefinition<typeof axgGroupNumbersShape, typeof numbersOutputs> = {
  rules: axgGroupNumbersRules,
  about: {
    what: `The numbers of an existing AXG group (G group) of Alibaba Cloud's number privacy service. ${NUMBERS}`,
    life:
      "Id: `POOLKEY/GROUPID`. A destroy deletes the declared numbers and keeps the group. " +
      "The stack also contains the resource's journal, `NAME-journal`, so that the next update can finish one that was killed.",
    failures: MIDWAY,
    source: "Dyplsapi 2017-05-25, OperateAxgGroup",
  },
  outputs: numbersOutputs,
  hasJournal: true,
};
