import { z } from "zod";

import { type ArgumentRules, withMetadata } from "../../core/check";
import { numbersShape, poolKey } from "./numbers";

/** What is wrong with a GID. */
function gidRule(gid: unknown): string {
  if (typeof gid === "number" && Number.isInteger(gid) && gid > Number.MAX_SAFE_INTEGER)
    return "above 9007199254740991 a JavaScript number is not exact: write the GID as a string";
  if (typeof gid === "string" && /^0\d/.test(gid))
    return "a GID has no leading zero: write it as the console shows it";
  if (typeof gid === "string" && /^\d{20,}$/.test(gid)) return "a GID has at most 19 digits";
  return "must be the digits of a group's GID, as the console shows it";
}

const GID = { error: ({ input }: { readonly input?: unknown }) => gidRule(input) };

export const axgGroupNumbersShape = {
  poolKey,
  groupId: withMetadata(
    z
      .union([z.string().regex(/^[1-9]\d{0,18}$/, GID), z.int(GID).positive(GID).transform(String)], {
        error: ({ input }) => gidRule(input),
      })
      .describe(
        "The group's GID as the console shows it: a string of digits, or a whole number up to 9007199254740991.",
      ),
    { replaces: true, output: "The group's GID, as text." },
  ),
  takeOver: z
    .boolean()
    .optional()
    .describe(
      "Whether a create replaces whatever the group holds (at most 200 numbers) instead of adding to it. Default: false.",
    ),
  ...numbersShape,
};

/** The arguments of AxgGroupNumbers: Dyplsapi 2017-05-25, OperateAxgGroup. */
export const axgGroupNumbersRules: ArgumentRules<typeof axgGroupNumbersShape> = {
  shapeFor: () => axgGroupNumbersShape,
  identity: { names: ["poolKey", "groupId"] },
};
