import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

import { SETTINGS, settingNames } from "../provider/core/settingTable";
import { KINDS, kinds } from "../provider/kinds";
import { packageSchema, tokenOf } from "../provider/packageSchema";
import { useFolders } from "./support/folders";
import { REPOSITORY } from "./support/repository";

const FILE = join(REPOSITORY, "schema/cloud-groups.json");

describe("Pulumi's schema of the package", () => {
  const schema = packageSchema();
  const folderOf = useFolders();

  it("is the one that is shipped", () => {
    const text = `${JSON.stringify(schema, undefined, 2)}\n`;
    if (process.env["UPDATE_DOCS"] !== undefined) writeFileSync(FILE, text);
    const how = "UPDATE_DOCS=1 npm test -- test/packageSchema.test.ts writes it anew";
    assert.equal(readFileSync(FILE, "utf8"), text, how);
  });

  it("is one that Pulumi takes", async () => {
    const folder = folderOf({ "schema.json": JSON.stringify(packageSchema("1.2.3")) });
    const env = { ...process.env, PULUMI_HOME: folder, PULUMI_SKIP_UPDATE_CHECK: "true" };
    const args = ["schema", "check", join(folder, "schema.json")];
    const { stdout, stderr } = await promisify(execFile)("pulumi", args, { env });
    assert.equal(stdout + stderr, "");
  });

  it("refers to types alone that it has, and has none besides", () => {
    const references = [...JSON.stringify(schema).matchAll(/"#\/types\/([^"]+)"/g)].map(([, token]) => token);
    assert.deepEqual([...new Set(references)].sort(), Object.keys(schema.types).sort());
  });

  for (const kind of KINDS) {
    it(`has the arguments of ${kind}, and what it gives out`, () => {
      const { rules, outputs, hasJournal } = kinds[kind];
      const shape = rules.shapeFor({});
      const resource = schema.resources[tokenOf(kind)];
      assert.ok(resource);
      assert.deepEqual(Object.keys(resource.inputProperties), Object.keys(shape));
      const given = Object.keys(shape).filter((name) => hasJournal !== true || name !== "numbers");
      assert.deepEqual(Object.keys(resource.properties), [...given, ...Object.keys(outputs)]);
      for (const [name, { description }] of Object.entries({
        ...resource.properties,
        ...resource.inputProperties,
      }))
        assert.match(description ?? "", /^[A-Z0-9`].*\.$/s, name);
    });
  }

  it("takes the forms of arguments that files take, too", () => {
    const inputs = (kind: "AxgGroupNumbers" | "DeviceVirtualGroup") =>
      schema.resources[tokenOf(kind)]?.inputProperties;
    const text = { type: "string" };
    const { groupId, numbers } = inputs("AxgGroupNumbers") ?? {};
    assert.deepEqual(groupId?.oneOf, [text, { type: "integer" }]);
    assert.equal(groupId.willReplaceOnChanges, true);
    assert.deepEqual(numbers?.oneOf, [
      { type: "array", items: { oneOf: [text, { type: "integer" }] } },
      text,
    ]);
    const { osType, devices } = inputs("DeviceVirtualGroup") ?? {};
    assert.deepEqual(osType?.oneOf, [{ $ref: "#/types/cloud-groups:index:OsType" }, text]);
    assert.deepEqual(devices?.oneOf, [{ type: "array", items: text }, text]);
  });

  it("knows the states of dynamic resources, except of those that became components", () => {
    const aliases = KINDS.map((kind) => [kind, schema.resources[tokenOf(kind)]?.aliases?.[0]?.type]);
    assert.deepEqual(Object.fromEntries(aliases), {
      ApigGroup: "pulumi-nodejs:dynamic/cloud-groups:ApigGroup",
      AxgGroup: undefined,
      AxgGroupNumbers: undefined,
      DeviceVirtualGroup: "pulumi-nodejs:dynamic/cloud-groups:DeviceVirtualGroup",
      RamGroup: "pulumi-nodejs:dynamic/cloud-groups:RamGroup",
    });
  });

  it("has the settings that users may set, credentials as secrets", () => {
    const { alicloudAccessKey, huaweicloudRegion, ramEndpoint } = schema.provider.inputProperties;
    assert.equal(alicloudAccessKey?.secret, true);
    assert.equal(huaweicloudRegion?.secret, undefined);
    assert.equal(ramEndpoint?.type, "string");
    assert.deepEqual(Object.keys(schema.config.variables), [...settingNames.keys()]);
    assert.equal(settingNames.get("tencentcloudSecretKey"), "tencentcloud:secretKey");
    const left = Object.keys(SETTINGS).filter((key) => ![...settingNames.values()].includes(key as never));
    assert.deepEqual(left, ["cloud-groups:provider", "cloud-groups:secrets"]);
  });

  it("leaves it to the plugin to read the environment, since halves of two key pairs could meet else", () => {
    const withDefaults = Object.values(schema.provider.inputProperties).filter((each) => each.defaultInfo);
    assert.deepEqual(withDefaults, []);
    const { alicloudAccessKey } = schema.config.variables;
    const names = ["ALIBABA_CLOUD_ACCESS_KEY_ID", "ALICLOUD_ACCESS_KEY"];
    assert.deepEqual(alicloudAccessKey?.defaultInfo, { environment: names });
  });
});
