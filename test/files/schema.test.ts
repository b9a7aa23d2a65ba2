import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { Ajv } from "ajv";
import { parseAllDocuments } from "yaml";

import { groupSchema } from "../../provider/files";
import { REPOSITORY } from "../support/repository";

const FILE = join(REPOSITORY, "schema/group.schema.json");

/** A RAM group with this argument. */
function ram(argument: string): string {
  return `type: RamGroup\nname: a\nproperties:\n  groupName: a\n  ${argument}\n`;
}

/** A gateway group with these arguments. */
function apig(...args: string[]): string {
  return `type: ApigGroup\nname: a\nproperties:\n${args.map((argument) => `  ${argument}\n`).join("")}`;
}

/** A number group with these numbers. */
function axg(numbers: string): string {
  return `type: AxgGroup\nname: a\nproperties:\n  poolKey: FC1\n  numbers: ${numbers}\n`;
}

describe("the JSON Schema of groups in files", () => {
  const validate = new Ajv({ allErrors: true, unicodeRegExp: true }).compile(groupSchema());
  const isValid = (text: string) => validate(parseAllDocuments(text)[0]?.toJS());

  it("is the one that is shipped", () => {
    const text = `${JSON.stringify(groupSchema(), undefined, 2)}\n`;
    if (process.env["UPDATE_DOCS"] !== undefined) writeFileSync(FILE, text);
    const how = "UPDATE_DOCS=1 npm test -- test/files/schema.test.ts writes it anew";
    assert.equal(readFileSync(FILE, "utf8"), text, how);
  });

  for (const right of [
    ram("comments: reads"),
    axg("[13800000000, '13800000001']"),
    axg("{ file: a.csv, column: phone }"),
    apig("name: payments"),
    apig("name: 1-payments", "instanceId: i"),
    "type: DeviceVirtualGroup\nname: a\nproperties:\n  deviceVirtualGroupName: a\n  osType: Linux\n  deviceBlacklist: [1]\n",
    "type: DeviceVirtualGroup\nname: a\nproperties:\n  deviceVirtualGroupName: a\n  osType: 1\noptions: { protect: true }\n",
    "type: AxgGroupNumbers\nname: a\nproperties:\n  poolKey: FC1\n  groupId: 12\n  numbers: []\n",
  ]) {
    it(`takes ${JSON.stringify(right)}`, () => {
      assert.ok(isValid(right), JSON.stringify(validate.errors));
    });
  }

  for (const wrong of [
    ram("coments: reads"),
    ram("comments: 12"),
    ram("adopt: perhaps"),
    axg("[138x]"),
    axg("callers.txt"),
    axg("{ file: callers.pdf }"),
    apig("name: 1payments"),
    apig("remark: no name"),
    "type: RamGrp\nname: a\nproperties: {}\n",
    "type: RamGroup\nproperties:\n  groupName: a\n",
    "type: RamGroup\nname: a\nproperties:\n  groupName: a\noptions: { protekt: true }\n",
    "type: DeviceVirtualGroup\nname: a\nproperties:\n  deviceVirtualGroupName: a\n  osType: Linus\n",
  ]) {
    it(`refuses ${JSON.stringify(wrong)}`, () => {
      assert.ok(!isValid(wrong));
    });
  }

  it("says of each argument what it is for", () => {
    const text = JSON.stringify(groupSchema());
    const kinds = groupSchema().allOf as unknown as { then: { properties: { properties: Shape } } }[];
    for (const { then } of kinds) {
      const { properties = {}, else: other } = then.properties.properties;
      for (const [name, rule] of Object.entries({ ...properties, ...other?.properties })) {
        assert.ok(rule.description, name);
      }
    }
    assert.doesNotMatch(text, /\$schema.*\$schema/);
  });
});

interface Shape {
  readonly properties?: Readonly<Record<string, { description?: string }>>;
  readonly else?: Shape;
}
