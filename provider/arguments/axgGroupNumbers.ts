import { z } from "zod";

import type { ArgumentRules } from "./check";
import { numbersShape, poolKey } from "./numbers";

const GID_RULE =
  "must be the digits of a group's GID; one above 9007199254740991 is not exact as a JavaScript number: write it as a string";

export const axgGroupNumbersShape = {
  poolKey,
  groupId: z
    .union(
      [z.string().regex(/^[1-9]\d{0,18}$/, GID_RULE), z.int(GID_RULE).positive(GID_RULE).transform(String)],
      GID_RULE,
    )
    .describe("The group's GID. A change replaces the resource"),
  takeOver: z
    .boolean()
    .optional()
    .describe(
      "On create, replace whatever the group holds (at most 200 numbers) instead of adding to it (default false)",
    ),
  ...numbersShape,
};

/** The arguments of AxgGroupNumbers: Dyplsapi 2017-05-25, OperateAxgGroup. */
export const axgGroupNumbersRules: ArgumentRules<typeof axgGroupNumbersShape> = {
  shapeFor: () => axgGroupNumbersShape,
};
