import { z } from "zod";

/** An argument of every kind whose groups are found by their names. */
export const adopt = z
  .boolean()
  .optional()
  .describe("Take over a group of this name that exists, instead of an error (default false)");
