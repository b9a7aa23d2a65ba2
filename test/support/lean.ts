import { join } from "node:path";

import { REPOSITORY } from "./repository";

/** Variables with which Pulumi's processes load what they use alone, and do not compile the same modules again and again. */
export const LEAN = {
  NODE_OPTIONS: `--require ${require.resolve("./leanPulumi")}`,
  NODE_COMPILE_CACHE: join(REPOSITORY, "node_modules/.cache/compiled"),
};
