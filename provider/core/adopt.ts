import { z } from "zod";

/** An argument of every kind whose groups are found by their names. */
export const adopt = z
  .boolean()
  .optional()
  .describe("Take over an existing group of this name instead of failing (default false)");
