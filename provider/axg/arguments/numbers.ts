import { z } from "zod";

import { memberIssue, type SetMembers, withMetadata } from "../../core/check";
import { maskNumber } from "../../core/mask";
import { maskedFault, unusualForms } from "../numberFaults";
import { NUMBER, numberProblems } from "../numberSet";
import { CALL_CAP, STRATEGIES } from "../plan";

/** A pool's key, as the console shows it. */
export const poolKey = withMetadata(
  z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, "must be the key of a number pool, such as FC123456")
    .describe(
      "The number pool's key, like `FC123456`: 1 to 64 letters, digits, `_` or `-`. The pool must be of type AXG.",
    ),
  { replaces: true },
);

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
    numbersText.describe(
      "The group's numbers, in any order: digits only, 5 to 20 each, without duplicates. A million numbers are fine.",
    ),
    {
      members,
      output: "The numbers, so that a preview shows exactly the lines that are added and deleted.",
    },
  ),
  strategy: withMetadata(
    z
      .enum(STRATEGIES)
      .optional()
      .describe(
        `How changes are sent, in calls of at most ${CALL_CAP} numbers. Default: \`auto\`.

- \`incremental\`: additions, then deletions. Unchanged numbers are never missing, and the group is never empty.
- \`overwrite\`: one \`overwriteNumbers\` with ${CALL_CAP} numbers, then additions. Fails if the group holds more than ${CALL_CAP}.
- \`fewestCalls\`: the plan with the fewest calls, which may first delete down to ${CALL_CAP} numbers and then overwrite.
- \`auto\`: \`incremental\`. If the group belongs to this resource alone (\`AxgGroup\`, or \`takeOver: true\`), one \`overwriteNumbers\` where no number stays and it saves calls, or where numbers are uncertain and the group has at most ${CALL_CAP}.`,
      ),
    { output: "How changes are sent; none declared means `auto`." },
  ),
  deletionLimit: z
    .int("must be a whole number")
    .min(0, "must not be below 0")
    .optional()
    .describe(
      "Maximum deletions per update. A larger change fails at preview, and before any call with `--skip-preview`. Default: no limit.",
    ),
  allowEmpty: z
    .boolean()
    .optional()
    .describe(
      "Whether an update may delete all numbers of the group. Default: false, and such a change fails at preview.",
    ),
};
