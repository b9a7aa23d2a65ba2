import { z } from "zod";

import { memberIssue, type SetMembers, withMetadata } from "../../core/check";
import { maskNumber } from "../../core/mask";
import { maskedFault, unusualForms } from "../numberFaults";
import { NUMBER, numberProblems } from "../numberSet";
import { STRATEGIES } from "../plan";

/** A pool's key, as the console shows it. */
export const poolKey = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, "must be the key of a number pool, such as FC123456")
  .describe("The number pool's key, such as FC123456. A change replaces the resource");

const members: SetMembers = {
  type: "digits",
  pattern: NUMBER,
  rule: "must be digits only, 5 to 20 of them",
  shown: maskNumber,
  shownWrong: maskedFault,
  unusual: unusualForms,
};

/** Numbers as text. Its message shows no value, since it would be the whole list. */
const numbersText = z.string().superRefine((text, context) => {
  for (const { message, rule } of numberProblems(text)) context.addIssue(memberIssue(message, rule));
});

/** The arguments that concern a group's numbers, of every resource that keeps some. */
export const numbersShape = {
  numbers: withMetadata(
    numbersText.describe("The numbers that the group holds: digits only, 5 to 20 of them, none twice"),
    { members },
  ),
  strategy: z
    .enum(STRATEGIES)
    .optional()
    .describe(
      "How a change is sent (default auto): incremental adds, then deletes; overwrite replaces all at once, at most 200; fewestCalls takes the plan with fewest calls",
    ),
  deletionLimit: z
    .int("must be a whole number")
    .min(0, "must not be below 0")
    .optional()
    .describe("Maximum deletions per update: a larger change fails at preview (default: no limit)"),
  allowEmpty: z
    .boolean()
    .optional()
    .describe("Lets an update delete all numbers of the group (default false)"),
};
