import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of the package, from wherever the compiled test lies. */
export const REPOSITORY = (() => {
  let folder = __dirname;
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return folder;
})();
