import { createRequire } from "node:module";

/** Loads a module, where the rule of this repository for its own modules does not reach. */
export const load = createRequire(__filename);

/** Where a process of Pulumi runs, and with what. */
export interface Place {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What a process is told to become a provider. */
export interface Start extends Place {
  /** The address of the engine. */
  readonly engine: string;
}

/** Connections by their addresses, which engines have again and again: one that is broken delays the next engine's. */
const { getSubchannelPool } = load("@grpc/grpc-js/build/src/subchannel-pool") as {
  readonly getSubchannelPool: (isGlobal: true) => { pool: object };
};

/** Makes this process one that was started there. */
export function enter({ cwd, env }: Place): void {
  getSubchannelPool(true).pool = {};
  process.chdir(cwd);
  for (const name of Object.keys(process.env)) if (!(name in env)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, env);
}

/** Whatever is loaded of this package, and of programs, is loaded anew from now on. */
export function forgetPackage(): void {
  for (const path of Object.keys(load.cache)) if (!isKept(path)) Reflect.deleteProperty(load.cache, path);
}

function isKept(path: string): boolean {
  const isInstalled = path.includes("/node_modules/") && !path.includes("/node_modules/pulumi-cloud-groups/");
  return isInstalled || path.includes("/dist/test/");
}
