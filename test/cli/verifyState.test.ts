import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { verifyState, type VerifyStateOptions } from "../../cli/verifyState";
import { providerText, typeOf } from "../../provider/core/providerText";
import { someNumbers } from "../support/numbers";
import { REPOSITORY } from "../support/repository";
import {
  assertVerified,
  deploymentOf,
  group,
  type Json,
  NODE_PROVIDER,
  problemsIn,
  problemsOf,
  provider,
  stateOf,
  urnOf,
  withCode,
} from "./states";

const CLI = join(REPOSITORY, "dist/cli/index.js");
const RELEASED = join(REPOSITORY, "test/fixtures/releasedState.json");

const EVIL = 'exports.handler=()=>require("./evil");';
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const secret = (content: Json) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ...content,
});

function assertNoState(text: string, complaint: RegExp, options?: VerifyStateOptions): void {
  const result = verifyState(text, "state.json", options);
  assert.deepEqual([result.status, result.text], [2, ""]);
  assert.match(result.complaint ?? "", complaint);
}

describe("cloud-groups verify-state", () => {
  const evil = `(38 characters, sha256 ${sha256(EVIL)})`;

  it("verifies what the first version wrote, and tells how many resources", () => {
    assertVerified(readFileSync(RELEASED, "utf8"), "8 resources verified");
  });

  it("verifies a backend's file, a state without resources, and a group that is only read or under creation", () => {
    const latest = deploymentOf([group()]);
    assertVerified(
      JSON.stringify({ version: 3, checkpoint: { stack: "dev", latest } }),
      "1 resource verified",
    );
    assertVerified('{"version":3,"deployment":{"manifest":{}}}', "0 resources verified");
    assertVerified('{"version":3,"deployment":null}', "0 resources verified");
    assertVerified('{"version":3,"checkpoint":{"stack":"dev"}}', "0 resources verified");
    const operations = [{ type: "creating", resource: group({ outputs: undefined }) }];
    assertVerified(
      stateOf([group({ external: true })], { pending_operations: operations }),
      "2 resources verified",
    );
  });

  it("names the resource and the property whose code is not ours, be it inputs or outputs", () => {
    const code = `__provider is not the code of RamGroup ${evil}`;
    assert.deepEqual(problemsOf(group({ outputs: withCode(EVIL) })), [`outputs.${code}`]);
    assert.deepEqual(problemsOf(group({ inputs: withCode(EVIL) })), [`inputs.${code}`]);
    const almost = `${providerText("RamGroup")} `;
    assert.match(
      problemsOf(group({ outputs: withCode(almost) }))[0]!,
      /^outputs\.__provider is not the code of/,
    );
  });

  it("finds it in operations that were under way, and in the file of a backend", () => {
    const tampered = group({ outputs: withCode(EVIL) });
    const [line] = problemsIn(
      stateOf([], { pending_operations: [{ type: "updating", resource: tampered }] }),
    );
    assert.match(line!, /^pending_operations\[0\]\.resource urn:.*::readers: outputs\.__provider is not/);
    const latest = deploymentOf([tampered]);
    assert.equal(problemsIn(JSON.stringify({ version: 3, checkpoint: { latest } })).length, 1);
    const both = { version: 3, deployment: deploymentOf([group()]), checkpoint: { latest } };
    assert.equal(problemsIn(JSON.stringify(both)).length, 1);
  });

  it("finds it whatever the resource's type says", () => {
    const code = withCode(EVIL);
    const both = ["inputs", "outputs"].map(
      (place) => `${place}.__provider is not code of pulumi-cloud-groups ${evil}`,
    );
    for (const type of ["pulumi-nodejs:dynamic:Resource", "pulumi-nodejs:x/y:Z", "my:own:Thing"]) {
      assert.deepEqual(problemsOf(group({ type, inputs: code, outputs: code })), both, type);
    }
    const component = { urn: urnOf("my:own:Thing", "a"), type: "my:own:Thing", custom: false, outputs: code };
    assert.deepEqual(problemsOf(component), [both[1]]);
    const settings = provider(NODE_PROVIDER, { urn: urnOf(NODE_PROVIDER, "second"), inputs: code });
    assert.deepEqual(problemsOf(settings), [both[0]]);
  });

  it("finds a type that the URN does not have, by which Pulumi goes", () => {
    const urn = urnOf("pulumi:providers:evil", "default");
    assert.deepEqual(problemsOf(group({ urn })), [
      `is of another type by its URN: ${typeOf("RamGroup")}`,
      "makes Pulumi run the plugin evil",
    ]);
    assert.match(problemsOf(group({ urn: "urn:pulumi:::dev::test::a::b" }))[0]!, /another type/);
    assertVerified(
      stateOf([group({ urn: urnOf(`my:own:Thing$${typeOf("RamGroup")}`, "a::b") })]),
      "1 resource verified",
    );
  });

  it("finds the code of another kind", () => {
    const journal = withCode(providerText("AxgGroupJournal"));
    assert.deepEqual(problemsOf(group({ outputs: journal })), [
      "outputs.__provider is the code of AxgGroupJournal, and the resource is not one",
    ]);
    const other = group({ type: "pulumi-nodejs:dynamic:Resource", outputs: undefined });
    assert.deepEqual(problemsOf(other), [
      "inputs.__provider is the code of RamGroup, and the resource is not one",
    ]);
  });

  it("takes nothing for code that is missing, encrypted or no text", () => {
    const missing = "outputs.__provider is missing";
    assert.deepEqual(problemsOf(group({ outputs: { groupName: "readers" } })), [missing]);
    assert.deepEqual(problemsOf(group({ inputs: undefined, outputs: undefined })), [
      "has no inputs and no outputs, and so no __provider",
    ]);
    const hidden = { ["__proto__"]: withCode(providerText("RamGroup")) };
    assert.deepEqual(problemsOf(group({ outputs: hidden })), [missing]);
    assert.deepEqual(problemsOf(group({ outputs: withCode(secret({ ciphertext: "v1:x" })) })), [
      "outputs.__provider is encrypted and cannot be read. Export the state with `pulumi stack export --show-secrets`",
    ]);
    const asset = {
      "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17",
      text: EVIL,
      hash: "",
    };
    for (const code of [asset, [providerText("RamGroup")], {}, 1, null, true]) {
      assert.deepEqual(problemsOf(group({ outputs: withCode(code) })), ["outputs.__provider is not text"]);
    }
  });

  it("reads code that is a secret where the export shows secrets", () => {
    const shown = (code: unknown) => withCode(secret({ plaintext: JSON.stringify(code) }));
    assertVerified(stateOf([group({ outputs: shown(providerText("RamGroup")) })]), "1 resource verified");
    assert.deepEqual(problemsOf(group({ outputs: shown(EVIL) })), [
      `outputs.__provider is not the code of RamGroup ${evil}`,
    ]);
    const ours = JSON.stringify(providerText("RamGroup"));
    for (const content of [
      { plaintext: ours, ciphertext: "v1:x" },
      { plaintext: "{" },
      { plaintext: "[]" },
    ]) {
      assert.match(problemsOf(group({ outputs: withCode(secret(content)) }))[0]!, /is encrypted/);
    }
  });

  it("finds keys that appear twice, and keys that Pulumi takes for others", () => {
    const text = stateOf([group()]);
    const twice = text.replace('"outputs":{', `"outputs":{"__provider":${JSON.stringify(EVIL)},`);
    const more = "appears more than once, and Pulumi may take another one than this command";
    assert.deepEqual(problemsIn(twice), [`deployment.resources[2].outputs.__provider: ${more}`]);
    const escaped = text.replace('"groupName"', String.raw`"a\"\\":1,"__pro\u0076ider":"x","groupName"`);
    assert.equal(problemsIn(escaped)[0], `deployment.resources[2].inputs.__provider: ${more}`);
    assert.deepEqual(problemsIn(text.replace('"outputs":', '"Outputs":{},"outputs":')), [
      "resources[2].Outputs: Pulumi takes it for outputs",
    ]);
    assert.deepEqual(problemsIn(text.replace('"resources":', '"Resource\u017f":[],"resources":')), [
      "Resource\u017f: Pulumi takes it for resources",
    ]);
    assert.deepEqual(problemsIn(text.replace('"version"', '"Deployment":{},"version"')), [
      "Deployment: Pulumi takes it for deployment",
    ]);
  });

  it("finds parts that are code, or that nobody knows yet", () => {
    const parts = { snippets: [{ code: "resource" }], extensions: {}, later: { a: 1 } };
    assert.deepEqual(
      problemsIn(stateOf([group()], parts)),
      ["snippets", "later"].map(
        (part) => `${part}: may be code, and this version of pulumi-cloud-groups does not know it`,
      ),
    );
  });

  it("writes out what is invisible, so that no text of a state begins a line", () => {
    const [line] = problemsIn(stateOf([group({ urn: "a\n::stop-commands::x\u202e" })]));
    assert.equal(
      line,
      String.raw`resources[2] "a\n::stop-commands::x\u202E": is of another type by its URN: pulumi-nodejs:dynamic/cloud-groups:RamGroup`,
    );
  });

  it("allows other code by its digest alone, and never as ours", () => {
    const code = withCode(EVIL);
    const own = group({ type: "pulumi-nodejs:dynamic:Resource", inputs: code, outputs: code });
    const options = { allowCode: [sha256(EVIL)] };
    assertVerified(stateOf([own, group()]), "1 resource verified, 1 allowed", options);
    assert.equal(problemsOf({ ...own, outputs: withCode(`${EVIL} `) }, options).length, 1);
    assert.equal(problemsOf(group({ outputs: code }), options).length, 1);
  });

  it("tells wrong usage, and what is no state, apart by status 2", () => {
    assertNoState(
      "",
      /^cloud-groups verify-state: state\.json: .* but this is empty\. Check that the export succeeded$/,
    );
    assertNoState("{", /is not JSON/);
    assertNoState("[]", /expected the output of pulumi stack export/);
    assertNoState('{"version":3}', /neither a deployment nor a checkpoint/);
    assertNoState('{"version":2,"deployment":{}}', /in version 3 or 4, but this is version 2\. Export it/);
    assertNoState('{"version":3,"deployment":{"resources":[{}]}}', /deployment\.resources\.0\.urn/);
    assertNoState(stateOf([]), /--allow-code: must be a sha256/, { allowCode: ["abc"] });
    assertNoState(stateOf([]), /--allow-plugin: must not be empty/, { allowPlugin: [""] });
  });

  it("reads a hundred thousand numbers", () => {
    const numbers = `${someNumbers(100_000).join("\n")}\n`;
    const properties = { __provider: providerText("AxgGroupNumbers"), numbers };
    const large = group({ type: typeOf("AxgGroupNumbers"), inputs: properties, outputs: properties });
    assertVerified(stateOf([large]), "1 resource verified");
  });

  it("is a command that reads a file, or standard input", () => {
    const run = (args: readonly string[], input = "") => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, "verify-state", ...args], {
        input,
        encoding: "utf8",
      });
      return { status, stdout, stderr };
    };
    assert.deepEqual(run([RELEASED]), {
      status: 0,
      stdout: `${RELEASED}: 8 resources verified\n`,
      stderr: "",
    });
    for (const args of [[], ["-"]])
      assert.deepEqual(run(args, stateOf([])), {
        status: 0,
        stdout: "state: 0 resources verified\n",
        stderr: "",
      });
    const tampered = run(["-"], stateOf([group({ outputs: withCode(EVIL) })]));
    assert.deepEqual([tampered.status, tampered.stdout.split("\n").length], [1, 3]);
    assert.match(run(["nowhere.json"]).stderr, /^cloud-groups verify-state: ENOENT/);
    assert.deepEqual([run(["nowhere.json"]).status, run(["a", "b"]).status], [2, 2]);
    const [one, two] = [sha256("a"), sha256("b")];
    assert.equal(run(["-", "--allow-code", one, "--allow-code", two], stateOf([])).status, 0);
  });
});
