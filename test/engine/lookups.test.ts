import assert from "node:assert/strict";

import { type Emulator, startEmulator } from "../../emulator";
import { Stack } from "../support/stack";

const SEED = {
  first: {
    ram: { groups: [{ name: "finance", comments: "Reads bills", members: ["alice"] }, { name: "bare" }] },
    apig: {
      groups: [
        { id: "shared-1", name: "payments", remark: "Payment APIs" },
        { id: "dedicated-1", name: "partners", remark: "Partner APIs", instanceId: "instance-1" },
      ],
    },
    ioa: {
      groups: [
        { id: 501, name: "office", devices: ["mid-windows-1"] },
        { id: 502, name: "macs", osType: 2, domainInstanceId: "7" },
      ],
    },
  },
};

function program(body: string): string {
  return `
    const { ApigGroup, AxgGroupNumbers, DeviceVirtualGroup, OsType, RamGroup } = require("pulumi-cloud-groups");
    ${body}
  `;
}

/** Every look-up that a program can write, and what it shows of each. */
const LOOKUPS = program(`
  const ram = RamGroup.get("ram", "finance");
  const byOption = new RamGroup("by-option", { groupName: "finance", comments: "other words", adopt: true }, { id: "finance" });
  const shared = ApigGroup.get("shared", "shared-1");
  const dedicated = ApigGroup.get("dedicated", "dedicated-1", { instanceId: "instance-1" });
  const office = DeviceVirtualGroup.get("office", "501");
  const macs = DeviceVirtualGroup.get("macs", "502", { osType: OsType.MacOS, domainInstanceId: "7" });
  const bare = RamGroup.get("bare", "bare");
  exports.nothing = [bare.comments];
  exports.devices = office.devices;
  exports.comments = ram.comments;
  exports.commentsByOption = byOption.comments;
  exports.created = ram.createDate;
  exports.remarks = [shared.remark, dedicated.remark];
  exports.domain = shared.slDomain;
  exports.names = [ram.groupName, shared.name, dedicated.name, office.deviceVirtualGroupName, macs.deviceVirtualGroupName];
  exports.deviceGroupId = office.deviceVirtualGroupId;
  exports.neverTold = ["forceDestroy", "adopt"].filter((name) => ram[name].apply === undefined);
`);

const NAMES = ["finance", "payments", "partners", "office", "macs"];

/** A look-up that finds nothing, and what it says. */
interface Miss {
  readonly what: string;
  readonly lookup: string;
  readonly kind: string;
  readonly says: RegExp;
}

const MISSES: readonly Miss[] = [
  {
    what: "a RAM group of a name that none has",
    lookup: `RamGroup.get("missing", "finances")`,
    kind: "RamGroup",
    says: /there is no RAM group with the id or the name finances\. Check the id \(g-…\) or the name, and that the account is the right one/,
  },
  {
    what: "an API group of a dedicated gateway on the shared one",
    lookup: `ApigGroup.get("missing", "dedicated-1")`,
    kind: "ApigGroup",
    says: /there is no API group with the id dedicated-1 on the shared gateway\. To look up a group on a dedicated gateway, pass its instanceId/,
  },
  {
    what: "a device group without its operating system",
    lookup: `DeviceVirtualGroup.get("missing", "502", { domainInstanceId: "7" })`,
    kind: "DeviceVirtualGroup",
    says: /with the id 502, osType 0 and domainInstanceId 7\. iOA finds a group only by its own osType/,
  },
];

describe("groups that are only looked up", () => {
  let emulator: Emulator;
  let stack: Stack;

  before(async () => {
    emulator = await startEmulator({ seed: SEED });
    stack = await Stack.create(LOOKUPS, emulator.environment);
  });

  after(async () => {
    await stack.remove();
    await emulator.stop();
  });

  const READS = new Set(["GetGroup", "getApiGroup", "DescribeDeviceVirtualGroups"]);

  /** The operations other than those that look, which each look-up may make as many of as it needs. */
  const changes = () => emulator.calls().filter(({ operation }) => !/^(Get|get|Describe)/.test(operation));

  it("shows in a preview what the clouds have", async () => {
    const output = await stack.succeed("preview");
    assert.match(output, /comments *: "Reads bills"/);
    assert.match(output, /commentsByOption *: "Reads bills"/);
    assert.match(output, /deviceGroupId *: 501/);
    assert.match(output, /devices *: "mid-windows-1\\n"/);
    assert.match(output, /\[0\]: ""/);
    for (const known of [...NAMES, "Payment APIs", "Partner APIs"])
      assert.ok(output.includes(`: "${known}"`), `${known} is not in:\n${output}`);
    assert.doesNotMatch(output, /unknown/);
    assert.match(output, /Resources:\n +\+ 1 to create/);
    const operations = new Set(emulator.calls().map(({ operation }) => operation));
    for (const read of READS) assert.ok(operations.has(read), read);
  });

  it("has every property as an output, also one that nobody tells", async () => {
    await stack.up();
    const outputs = JSON.parse(await stack.succeed("stack", "output", "--json")) as Record<string, unknown>;
    assert.deepEqual(outputs["names"], NAMES);
    assert.deepEqual(outputs["remarks"], ["Payment APIs", "Partner APIs"]);
    assert.deepEqual(outputs["neverTold"], []);
    assert.equal(outputs["created"], emulator.state().accounts.first.ram.groups["finance"]?.createDate);
  });

  it("changes nothing at a second deployment, a refresh and a preview with refresh", async () => {
    await stack.up("--expect-no-changes");
    await stack.succeed("refresh", "--yes", "--skip-preview", "--expect-no-changes");
    await stack.succeed("preview", "--refresh", "--expect-no-changes");
    const ids = (await stack.resources("RamGroup")).map(({ id }) => id);
    assert.deepEqual(ids.sort(), ["bare", "finance", "finance"], "looked up by name, not by id");
    await stack.up("--expect-no-changes");
  });

  it("leaves the groups alone when the stack is destroyed", async () => {
    const before = emulator.state();
    await stack.succeed("destroy", "--yes", "--skip-preview");
    assert.deepEqual(emulator.state(), before);
    assert.deepEqual(changes(), []);
    assert.deepEqual(await stack.resources("RamGroup"), []);
  });

  for (const { what, lookup, kind, says } of MISSES) {
    it(`fails in the preview for ${what}, and says what was looked for`, async () => {
      await stack.write(program(lookup));
      const { status, output } = await stack.run(["preview"]);
      assert.notEqual(status, 0);
      assert.match(output, says);
      assert.match(output, new RegExp(`cloud-groups:${kind} \\(missing\\)`));
      assert.doesNotMatch(output, /\bat .*\.js:\d+/);
    });
  }

  it("refuses in the program to look up what no API reads", async () => {
    const calls = emulator.calls().length;
    const args = `{ poolKey: "FC123456", groupId: "1234", numbers: ["10020000000"] }`;
    await stack.write(program(`new AxgGroupNumbers("numbers", ${args}, { id: "FC123456/1234" });`));
    const { status, output } = await stack.run(["preview"]);
    assert.notEqual(status, 0);
    assert.match(output, /AxgGroupNumbers "numbers" with the id FC123456\/1234 cannot be looked up: no API/);
    assert.doesNotMatch(output, /\bat .*\.js:\d+/);
    assert.equal(emulator.calls().length, calls);
  });

  it("takes on a look-up that becomes a declaration of its name, and hands it back the other way round", async () => {
    const lookups = `
      RamGroup.get("ram", "finance");
      ApigGroup.get("apig", "shared-1");
      DeviceVirtualGroup.get("device", "501");
    `;
    const declarations = `
      new RamGroup("ram", { groupName: "finance", comments: "Reads bills", adopt: true }, { protect: true });
      new ApigGroup("apig", { name: "payments", remark: "Payment APIs", adopt: true });
      new DeviceVirtualGroup("device", { deviceVirtualGroupName: "office", adopt: true });
    `;
    const ids = () => {
      const { ram, apig, ioa } = emulator.state().accounts.first;
      return [ram.groups["finance"]?.id, Object.keys(apig.groups).sort(), Object.keys(ioa.groups)];
    };
    const before = ids();
    await stack.write(program(lookups));
    await stack.up();
    await stack.write(program(declarations));
    await stack.up();
    assert.deepEqual(
      (await stack.resources("RamGroup")).map(({ inputs }) => inputs["groupName"]),
      ["finance"],
    );
    await stack.write(program(lookups));
    await stack.up();
    await stack.succeed("destroy", "--yes", "--skip-preview");
    assert.deepEqual(ids(), before);
    assert.deepEqual(emulator.state().accounts.first.ram.groups["finance"]?.members, ["alice"]);
    assert.deepEqual(
      emulator.calls().filter(({ operation }) => /^delete/i.test(operation)),
      [],
    );
  });
});
