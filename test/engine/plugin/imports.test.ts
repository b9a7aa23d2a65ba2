import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { useYamlStack } from "../../support/yamlStack";

const DEDICATED = "c77f5e81d9cb4424bf704ef2b0ac7600";
const SHARED = "4a8eaf6422bb4bf288e62bd8c6e1b2a9";

describe("groups that are imported", () => {
  const yaml = useYamlStack();
  let program = "";

  before(async () => {
    yaml.emulator.seed({
      first: {
        ram: { groups: [{ name: "bill-readers", comments: "Reads bills" }] },
        apig: {
          groups: [
            { id: DEDICATED, name: "payments", remark: "Payment APIs", instanceId: "instance-1" },
            { id: SHARED, name: "partners" },
          ],
        },
        ioa: {
          groups: [
            { id: 356, name: "shenzhen-office", osType: 0, devices: ["mid-windows-1"] },
            { id: 357, name: "design-macs", osType: 2 },
          ],
        },
      },
    });
    await yaml.write("");
  });

  /** The declaration that Pulumi prints for an import. */
  async function imported(type: string, name: string, id: string): Promise<string> {
    const file = join(yaml.stack.folder, `${name}.yaml`);
    await yaml.stack.succeed("import", `cloud-groups:index:${type}`, name, id, "--yes", "--out", file);
    return (await readFile(file, "utf8")).replace(/^resources:\n/, "");
  }

  it("are declared by what Pulumi prints: pasted in, it changes nothing", async () => {
    const { id } = yaml.emulator.state().accounts.first.ram.groups["bill-readers"]!;
    const declarations = [
      await imported("RamGroup", "readers", id),
      await imported("ApigGroup", "payments", `instance-1/${DEDICATED}`),
      await imported("ApigGroup", "partners", SHARED),
      await imported("DeviceVirtualGroup", "office", "356"),
      await imported("DeviceVirtualGroup", "macs", "1/MacOS/357"),
    ];
    program = `resources:\n${declarations.join("")}`;
    await yaml.write(program);
    const preview = await yaml.stack.succeed("preview", "--diff", "--expect-no-changes");
    assert.match(preview, /6 unchanged/);
    assert.ok(
      program.includes("comments: Reads bills") && program.includes("instanceId: instance-1"),
      program,
    );
    assert.ok(program.includes("osType: 2") && program.includes("mid-windows-1"), program);
  });

  it("are not found by an id of another form, which says the right one", async () => {
    for (const [type, id, message] of [
      ["ApigGroup", `a/b/${SHARED}`, "import it by ID, or by instanceId/ID"],
      ["DeviceVirtualGroup", "1/357", "import it by ID, or by domainInstanceId/osType/ID"],
      ["RamGroup", "nobody", "nobody"],
    ]) {
      const args = ["import", `cloud-groups:index:${type}`, "other", id!, "--yes"];
      const { status, output } = await yaml.stack.run(args);
      assert.notEqual(status, 0);
      assert.ok(output.includes(message!), output);
    }
  });

  it("are none of AXG, which no API reads: the error says what to do", async () => {
    for (const type of ["AxgGroup", "AxgGroupNumbers"]) {
      const args = ["import", `cloud-groups:index:${type}`, "numbers", "FC123456/1234", "--yes"];
      const { status, output } = await yaml.stack.run(args);
      assert.notEqual(status, 0);
      assert.match(
        output,
        /cannot be imported or looked up: no API .* Declare an existing group's numbers with AxgGroupNumbers/,
      );
    }
  });
});
