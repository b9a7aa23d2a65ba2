import assert from "node:assert/strict";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { holdings, useOwnershipStack } from "../../support/ownership";

/** A group of each kind under resource names with this ending. */
function groups(ending: string, options = "{}", devices: readonly string[] = []): string {
  return `
    new RamGroup("ram-${ending}", { groupName: "readers", adopt: true }, ${options});
    new ApigGroup("apig-${ending}", { name: "payments", adopt: true }, ${options});
    new DeviceVirtualGroup("device-${ending}", {
      deviceVirtualGroupName: "office", devices: ${JSON.stringify(devices)}, adopt: true,
    }, ${options});
  `;
}

/** Two providers with the keys of the accounts of these numbers. */
function providers(...accounts: readonly [number, number]): string {
  const of = (account: number) => `accounts[${account}]`;
  return `
    const accounts = JSON.parse(require("node:fs").readFileSync("accounts.json", "utf8"));
    const one = new Provider("one", ${of(accounts[0])});
    const two = new Provider("two", ${of(accounts[1])});
  `;
}

const FILE = `
type: RamGroup
name: ram-file
properties: { groupName: readers, adopt: true }
---
type: DeviceVirtualGroup
name: device-file
properties: { deviceVirtualGroupName: office, devices: [mid-windows-1] }
`;

describe("a group that two resources of a program declare", () => {
  const running = useOwnershipStack();

  /** What a preview says of a program; it must fail and ask nobody. */
  async function refused(program: string): Promise<string> {
    await running.it.write(program);
    const before = running.it.emulator.calls().length;
    const { status, output } = await running.it.stack.run(["preview"]);
    assert.notEqual(status, 0, output);
    assert.equal(running.it.emulator.calls().length, before);
    return output;
  }

  /** The resource whose group another one declares, too: the engine ends with the first problem of that kind. */
  function other(output: string): string | undefined {
    return /another resource, "([^"]+)", declares this group, too\. Declare each group once/.exec(
      output,
    )?.[1];
  }

  before(async () => {
    const { emulator, stack } = running.it;
    const accounts = emulator.accounts.map(({ keys }) => {
      const { alicloud, tencentcloud, huaweicloud } = keys[0];
      return { alicloud, tencentcloud, huaweicloud };
    });
    await writeFile(join(stack.folder, "accounts.json"), JSON.stringify(accounts));
    for (const folder of ["groups", "more"]) {
      await mkdir(join(stack.folder, folder));
      await writeFile(join(stack.folder, folder, "group.yaml"), FILE.replaceAll("-file", `-${folder}`));
    }
  });

  it("is refused in the preview, be it declared in TypeScript or in files, or both", async () => {
    const twice = groups("first") + groups("second", "{}", ["mid-windows-1"]);
    assert.match(other(await refused(twice)) ?? "", /^(ram|apig|device)-(first|second)$/);
    const declare = (folder: string) => `require("pulumi-cloud-groups").declareGroups("${folder}");\n`;
    const office = `new DeviceVirtualGroup("office", { deviceVirtualGroupName: "office" });\n`;
    assert.match(other(await refused(office + declare("groups"))) ?? "", /^(office|device-groups)$/);
    assert.match(
      other(await refused(declare("groups") + declare("more"))) ?? "",
      /^(ram|device)-(groups|more)$/,
    );
  });

  it("is refused under two Providers of one account, and is none of two accounts", async () => {
    const both = groups("first", "{ provider: one }") + groups("second", "{ provider: two }");
    assert.match(other(await refused(providers(0, 0) + both)) ?? "", /^(ram|apig|device)-(first|second)$/);
    await running.it.succeed({ program: providers(0, 1) + both });
    const { second } = running.it.emulator.state().accounts;
    assert.deepEqual(Object.keys(second.ram.groups), ["readers"]);
    await running.it.isSettled();
    await running.it.begin(providers(0, 1));
  });

  it("is none that one resource gives up, be it replaced, renamed or removed, with or without an alias", async () => {
    await running.it.begin(groups("first"));
    const before = holdings(running.it.emulator);
    await running.it.succeed({
      args: ["ram", "apig", "device"].flatMap((kind) => ["--replace", `**::${kind}-first`]),
    });
    await running.it.succeed({ program: groups("second") });
    const aliased = groups("third").replaceAll(
      /\("(\w+)-third"(.*?), \{\}\)/gs,
      '("$1-third"$2, { aliases: [{ name: "$1-second" }] })',
    );
    await running.it.succeed({ program: aliased });
    assert.deepEqual(holdings(running.it.emulator), before);
    await running.it.isSettled();
    await running.it.begin("");
  });

  after(() => rm(join(running.it.stack.folder, "groups"), { recursive: true, force: true }));
});

describe("groups whose names change places", () => {
  const running = useOwnershipStack();

  const NAMES = ["one", "two", "three", "four", "five"];

  /** Five groups of each kind, with these names. */
  function named(names: readonly string[]): string {
    return names
      .map(
        (name, at) => `
          new RamGroup("ram-${at}", { groupName: "${name}", comments: "of ${at}" });
          new ApigGroup("apig-${at}", { name: "${name}_group", remark: "of ${at}" });
          new DeviceVirtualGroup("device-${at}", { deviceVirtualGroupName: "${name}", description: "of ${at}" });
        `,
      )
      .join("");
  }

  it("have them after one update, with their contents: two of them, three in a circle, and a row", async () => {
    await running.it.begin(named(NAMES));
    const texts = () => {
      const { ram, apig, ioa } = running.it.emulator.state().accounts.first;
      return [
        Object.entries(ram.groups).map(([name, { comments }]) => [comments, name]),
        Object.values(apig.groups).map(({ name, remark }) => [remark, name.replace("_group", "")]),
        Object.values(ioa.groups).map(({ name, description }) => [description, name]),
      ].map((pairs) => pairs.filter(([text]) => text!.startsWith("of ")).sort());
    };
    for (const names of [
      ["two", "one", "four", "five", "three"],
      ["one", "four", "six", "three", "seven"],
    ]) {
      await running.it.succeed({ program: named(names) });
      const expected = names.map((name, at) => [`of ${at}`, name]);
      assert.deepEqual(texts(), [expected, expected, expected]);
      await running.it.isSettled();
      await running.it.succeed({ command: "refresh", args: ["--expect-no-changes"] });
    }
  });
});
