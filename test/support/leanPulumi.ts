/**
 * Loaded into Pulumi's two Node processes before anything else. Pulumi's library is the same; what a stack of these tests never uses of it is
 * loaded once it is used: that saves a third of what a command costs. `test/engine/package.test.ts` runs without it, as users do.
 */
import { readFileSync } from "node:fs";
import Module from "node:module";

const internals = Module as unknown as {
  _load: (request: string, parent: NodeJS.Module | undefined, isMain: boolean) => unknown;
  readonly _resolveFilename: (request: string, parent: NodeJS.Module) => string;
};
const load = internals._load.bind(Module);

/** Only for functions that are turned into text, and for Pulumi run by a program; by what asks for them. */
const LAZY: Readonly<Record<string, string>> = {
  "@npmcli/arborist": "/pulumi/runtime/closure/codePaths.js",
  "normalize-package-data": "/pulumi/runtime/closure/codePaths.js",
  typescript: "/pulumi/typescript-shim.js",
  "./automation": "/pulumi/index.js",
};

/** Only for lines in stack traces of Pulumi's own, and for the same functions. */
const LEFT_OUT: Readonly<Record<string, unknown>> = {
  "source-map-support/register": {},
  "../../runtime/closure/v8Hooks": { isInitializedAsync: () => Promise.resolve() },
};

internals._load = (request, parent, isMain) => {
  const by = parent?.filename ?? "";
  if (request in LEFT_OUT && by.includes("/@pulumi/pulumi/cmd/")) return LEFT_OUT[request];
  const asker = LAZY[request];
  if (parent === undefined || asker === undefined || !by.endsWith(asker))
    return load(request, parent, isMain);
  internals._resolveFilename(request, parent);
  let loaded: Record<string | symbol, unknown> | undefined;
  const real = () => (loaded ??= load(request, parent, isMain) as Record<string | symbol, unknown>);
  return new Proxy(
    {},
    {
      // An import of everything asks for this alone.
      get: (_, name) => (name === "__esModule" ? true : name === "default" ? real() : real()[name]),
      has: (_, name) => name in real(),
    },
  );
};

/** The language host that is built here is older than this option of a project, and would have TypeScript loaded all the same. */
function isPlainJavaScript(): boolean {
  try {
    return readFileSync("Pulumi.yaml", "utf8").includes("typescript: false");
  } catch {
    return false;
  }
}

if (isPlainJavaScript()) delete process.env["PULUMI_NODEJS_TYPESCRIPT"];
