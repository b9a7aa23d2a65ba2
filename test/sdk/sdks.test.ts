import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { findCommand } from "../support/commands";
import { useFolders } from "../support/folders";
import { REPOSITORY } from "../support/repository";
import { makeSdk } from "../support/sdks";

const run = promisify(execFile);

/** What a compiler says. Its own words are in the output of one that fails. */
async function output(command: string, args: readonly string[], cwd: string): Promise<string> {
  try {
    const { stdout, stderr } = await run(command, args, { cwd });
    return stdout + stderr;
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    return `${stdout}${stderr}` || String(error);
  }
}

describe("an SDK made of Pulumi's schema of the package", () => {
  const folderOf = useFolders();

  it("for Node has types that hold, in it and for a program", async () => {
    const folder = folderOf({
      "program.ts": `
        import { AxgGroupNumbers, DeviceVirtualGroup, OsType, Provider, RamGroup, Strategy } from "./nodejs";
        const provider = new Provider("second", { alicloudAccessKey: "key", alicloudAssumeRole: { roleArn: "arn" } });
        new AxgGroupNumbers("list", { poolKey: "FC1", groupId: 1234, numbers: ["10020000001", 10020000002] }, { provider });
        const text = new AxgGroupNumbers("text", { poolKey: "FC1", groupId: "1", numbers: "1\\n2", strategy: Strategy.Auto });
        new DeviceVirtualGroup("macs", { deviceVirtualGroupName: "macs", osType: OsType.IOS, devices: ["mid-1"] });
        new RamGroup("counted", { groupName: "counted", comments: text.numberCount.apply(String) });
        RamGroup.get("theirs", "g-1").groupName;
        // @ts-expect-error: the name of the pool is missing
        new AxgGroupNumbers("wrong", { groupId: "1", numbers: [] });`,
    });
    const sdk = await makeSdk(folder, "nodejs");
    await symlink(join(REPOSITORY, "node_modules"), join(folder, "node_modules"));
    const compiler = join(REPOSITORY, "node_modules/typescript/bin/tsc");
    assert.equal(await output("node", [compiler, "--noEmit", "--project", sdk], folder), "");
    const options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--types", "node"];
    assert.equal(await output("node", [compiler, ...options, "program.ts"], folder), "");
  });

  it("for Python compiles, and has a type for every argument", async function () {
    const folder = folderOf({});
    const sdk = await makeSdk(folder, "python");
    const group = await readFile(join(sdk, "pulumi_cloud_groups/axg_group_numbers.py"), "utf8");
    assert.match(
      group,
      /numbers: pulumi\.Input\[Union\[Sequence\[pulumi\.Input\[Union\[_builtins\.str, _builtins\.int\]\]\], _builtins\.str\]\]/,
    );
    assert.doesNotMatch(group, /\[Any\b|, Any\b(?!,)/);
    const enums = await readFile(join(sdk, "pulumi_cloud_groups/_enums.py"), "utf8");
    assert.match(enums, /ANDROID = 4\n +IOS = 5\n/);
    if (findCommand("python3") === undefined) this.skip();
    assert.equal(await output("python3", ["-m", "compileall", "-q", sdk], folder), "");
  });

  it("knows the version of the plugin that it is of", async () => {
    const folder = folderOf({});
    const { version } = JSON.parse(await readFile(join(REPOSITORY, "package.json"), "utf8")) as {
      readonly version: string;
    };
    const about = await readFile(join(await makeSdk(folder, "go"), "cloudgroups/pulumi-plugin.json"), "utf8");
    assert.deepEqual(JSON.parse(about), {
      resource: true,
      name: "cloud-groups",
      version,
      server: "github://api.github.com/pulumi-cloud-groups/pulumi-cloud-groups",
    });
    const module = await readFile(join(folder, "go/go.mod"), "utf8");
    assert.match(module, /^module github\.com\/pulumi-cloud-groups\/pulumi-cloud-groups\/sdk\/go\n/);
  });
});
