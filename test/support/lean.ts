import { join } from "node:path";

import { REPOSITORY } from "./repository";

/** Variables with which Pulumi's processes load what they use alone, do not compile the same modules again and again, and collect garbage seldom. */
export const LEAN = {
  // What loads Node's old punycode is a dependency of Pulumi's, though Node takes it for this package.
  NODE_OPTIONS: `--require ${require.resolve("./leanPulumi")} --disable-warning=DEP0040`,
  NODE_COMPILE_CACHE: join(REPOSITORY, "node_modules/.cache/compiled"),
  GOGC: "400",
};
