// Stands in for npm where a guide is run: what the project of a user is installed from lies beside the test already.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [real = "npm", consumer = "", ...args] = process.argv.slice(2);
const [command, ...rest] = args;

if (command === "install" && rest.some((arg) => !arg.startsWith("-"))) install(rest);
else process.exitCode = spawnSync(real, args, { stdio: "inherit" }).status ?? 1;

function install(names: readonly string[]): void {
  const installed = JSON.parse(readFileSync(join(consumer, "package.json"), "utf8")) as Manifest;
  const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
  const dependencies = { ...manifest.dependencies };
  for (const arg of names.filter((each) => !each.startsWith("-"))) {
    const name = arg.replace(/(?<=.)@.*$/, "");
    const version = installed.dependencies[name];
    if (version === undefined) throw new Error(`npm install ${name}: no guide may need it`);
    dependencies[name] = version;
  }
  writeFileSync("package.json", JSON.stringify({ ...manifest, dependencies }, undefined, 2));
  if (!existsSync("node_modules"))
    execFileSync("cp", ["-al", join(consumer, "node_modules"), "node_modules"]);
}

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
}
