import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { elsewhere } from "../../support/elsewhere";
import { useYamlStack } from "../../support/yamlStack";

const NUMBERS = Array.from({ length: 10_000 }, (_, at) => String(10_020_000_000 + at));

const PROGRAM = `
resources:
  readers:
    type: cloud-groups:RamGroup
    properties: { groupName: readers, comments: Reads bills }
  payments:
    type: cloud-groups:ApigGroup
    properties: { name: payments, instanceId: instance-1 }
  macs:
    type: cloud-groups:DeviceVirtualGroup
    properties: { deviceVirtualGroupName: macs, osType: MacOS, timeType: Daily }
  callers:
    type: cloud-groups:AxgGroupNumbers
    properties: { poolKey: FC123456, groupId: 1234, numbers: { fn::readFile: ./numbers.txt } }
  drivers:
    type: cloud-groups:AxgGroup
    properties: { poolKey: FC123456, groupName: drivers, numbers: ["10030000002", 10030000001] }
outputs:
  id: \${readers.groupId}
  count: \${callers.numberCount}
  gid: \${drivers.groupId}
`;

describe("groups that Pulumi YAML declares", () => {
  const yaml = useYamlStack();
  const writeNumbers = (numbers: readonly string[]) =>
    writeFile(join(yaml.stack.folder, "numbers.txt"), numbers.map((number) => `${number}\n`).join(""));
  const callsOf = async (step: () => Promise<unknown>) => {
    const since = yaml.emulator.calls().at(-1)?.sequence ?? 0;
    await step();
    return yaml.emulator.calls(since).map(({ operation }) => operation);
  };

  before(async () => {
    await yaml.write(PROGRAM);
    await writeNumbers(NUMBERS);
  });

  it("are made, each with its calls, and their outputs known", async () => {
    const output = await yaml.stack.up();
    assert.match(output, /count: 10000\n/);
    const { ram, apig, ioa, dypls } = yaml.emulator.state().accounts.first;
    assert.equal(ram.groups["readers"]?.comments, "Reads bills");
    assert.ok(Object.values(apig.groups).some(({ name }) => name === "payments"));
    assert.ok(Object.values(ioa.groups).some(({ name, osType }) => name === "macs" && osType === 2));
    const { groups } = dypls.pools["FC123456"]!;
    assert.deepEqual(groups["1234"]!.numbers.length, NUMBERS.length);
    assert.deepEqual(await callsOf(() => yaml.stack.up("--expect-no-changes")), []);
  });

  it("have their changes shown line by line, and nothing else", async () => {
    await writeNumbers([...NUMBERS.slice(1), "10020099998", "10020099999"]);
    const preview = await yaml.stack.succeed("preview", "--diff");
    const lines = preview.split("\n").filter((line) => /^ +[+-] \d+$/.test(line));
    assert.deepEqual(
      lines.map((line) => line.trim()),
      ["- 10020000000", "+ 10020099998", "+ 10020099999"],
    );
    assert.match(preview, /1234: 2 to add, 1 to delete, 9999 unchanged; 2 calls/);
    assert.match(preview, /~ 2 to update\n +8 unchanged/);
    assert.deepEqual(await callsOf(() => yaml.stack.up()), ["OperateAxgGroup", "OperateAxgGroup"]);
  });

  it("fail with one error each, beside the group", async () => {
    await writeNumbers(["12a", ...NUMBERS]);
    const { status, output } = await yaml.stack.run(["preview"]);
    assert.notEqual(status, 0);
    const [, diagnostics = ""] = output.split("Diagnostics:");
    const errors = diagnostics.match(/error: .*/g);
    assert.equal(errors?.length, 1, diagnostics);
    assert.match(
      errors[0],
      /AxgGroupNumbers resource 'callers' has a problem: numbers: .*must be digits only/,
    );
    await writeNumbers([...NUMBERS.slice(1), "10020099998", "10020099999"]);
  });

  it("keep what went through of an update that failed, and say so once", async () => {
    await writeNumbers([...NUMBERS, "10020099998", "10020099999"]);
    yaml.emulator.inject({
      kind: "error",
      operation: "OperateAxgGroup",
      code: "isv.OUT_OF_SERVICE",
      status: 200,
    });
    const { status, output } = await yaml.stack.run(["up", "--yes", "--skip-preview", "--suppress-progress"]);
    assert.notEqual(status, 0);
    assert.equal(output.match(/isv\.OUT_OF_SERVICE/g)?.length, 1, output);
    assert.doesNotMatch(output, /client connection is closing/);
    await yaml.stack.up();
    await yaml.stack.up("--expect-no-changes");
  });

  it("give a program that goes on after a failure what they will have, and never a GID that is not there", async () => {
    const dependent = `
  dependent:
    type: cloud-groups:RamGroup
    properties: { groupName: dependent, comments: "of \${callers.numberCount}" }
  more:
    type: cloud-groups:AxgGroup
    properties: { poolKey: FC123456, groupName: more, numbers: ["10030000005"] }
  last:
    type: cloud-groups:RamGroup
    properties: { groupName: last, comments: "of \${more.groupId}" }
outputs:`;
    await yaml.write(PROGRAM.replace("\noutputs:", dependent));
    await writeNumbers([...NUMBERS, "10020077777"]);
    const refusal = { kind: "error", code: "isv.OUT_OF_SERVICE", status: 200, times: 0 } as const;
    yaml.emulator.inject([
      { ...refusal, operation: "OperateAxgGroup" },
      { ...refusal, operation: "CreateAxgGroup" },
    ]);
    const args = ["up", "--yes", "--skip-preview", "--suppress-progress", "--continue-on-error"];
    const { status, output } = await yaml.stack.run(args);
    assert.notEqual(status, 0);
    const { groups } = yaml.emulator.state().accounts.first.ram;
    assert.equal(groups["dependent"]?.comments ?? "of 10001", "of 10001");
    assert.ok(!("last" in groups), output);
    yaml.emulator.clearFaults();
    await yaml.stack.up();
    const after = yaml.emulator.state().accounts.first.ram.groups;
    assert.equal(after["dependent"]?.comments, "of 10001");
    assert.match(after["last"]?.comments ?? "", /^of \d+$/);
  });

  it("show what somebody else changed, and are put back", async () => {
    await elsewhere(yaml.emulator).ram.updateGroup("readers", { newComments: "changed by hand" });
    const refresh = await yaml.stack.succeed("refresh", "--yes", "--diff");
    assert.match(refresh, /"Reads bills" => "changed by hand"/);
    const preview = await yaml.stack.succeed("preview", "--diff");
    assert.match(preview, /"changed by hand" => "Reads bills"/);
    await yaml.stack.up();
    const { ram } = yaml.emulator.state().accounts.first;
    assert.equal(ram.groups["readers"]?.comments, "Reads bills");
  });

  it("go with the stack", async () => {
    await yaml.stack.succeed("destroy", "--yes");
    const { ram, dypls } = yaml.emulator.state().accounts.first;
    assert.deepEqual(ram.groups, {});
    assert.deepEqual(Object.keys(dypls.pools["FC123456"]!.groups), ["1234"]);
    assert.deepEqual(dypls.pools["FC123456"]!.groups["1234"]!.numbers, []);
  });
});
