import assert from "node:assert/strict";

import { lines } from "./support/kinds";
import type { Values } from "../support/providerProcess";
import { failureOf, useCloud } from "./support/cloud";
import { afterPartial } from "./support/engine";

const WORD = "quarterly-takeover";
const NUMBERS = ["13855550001", "13855550002"];

/** A secret of each kind of argument, the call that a cloud refuses with it in its answer, and how the resource is changed. */
const CASES: readonly {
  readonly kind: string;
  readonly args: Values;
  readonly change: Values;
  readonly secrets: readonly string[];
  readonly calls: Readonly<Record<"create" | "update" | "read" | "delete", string | undefined>>;
}[] = [
  {
    kind: "RamGroup",
    args: { groupName: WORD, comments: `${WORD}, in confidence` },
    change: { groupName: WORD, comments: `${WORD}, out soon` },
    secrets: ["groupName", "comments"],
    calls: { create: "CreateGroup", update: "UpdateGroup", read: "GetGroup", delete: "DeleteGroup" },
  },
  {
    kind: "ApigGroup",
    args: { name: "payments", remark: `${WORD}, in confidence` },
    change: { name: "payments", remark: `${WORD}, out soon` },
    secrets: ["remark"],
    calls: {
      create: "createApiGroup",
      update: "updateApiGroup",
      read: "getApiGroup",
      delete: "deleteApiGroup",
    },
  },
  {
    kind: "DeviceVirtualGroup",
    args: {
      deviceVirtualGroupName: "office",
      timeType: 1,
      autoRules: {
        simpleRules: [{ expressions: [{ items: [{ key: "hostname", operate: "等于", value: WORD }] }] }],
      },
    },
    change: {
      deviceVirtualGroupName: "office",
      timeType: 1,
      autoRules: {
        simpleRules: [{ expressions: [{ items: [{ key: "hostname", operate: "不等于", value: WORD }] }] }],
      },
    },
    secrets: ["autoRules"],
    calls: {
      create: "CreateDeviceVirtualGroup",
      update: "ModifyDeviceVirtualGroup",
      read: "DescribeDeviceVirtualGroups",
      delete: "DeleteDeviceVirtualGroup",
    },
  },
  {
    kind: "AxgGroupNumbers",
    args: { poolKey: "FC123456", groupId: "1234", numbers: lines(NUMBERS.slice(0, 1)) },
    change: { poolKey: "FC123456", groupId: "1234", numbers: lines(NUMBERS) },
    secrets: ["numbers"],
    calls: {
      create: "OperateAxgGroup",
      update: "OperateAxgGroup",
      read: undefined,
      delete: "OperateAxgGroup",
    },
  },
];

/** What a cloud says of the secrets that it was sent. */
const ECHOES: Readonly<Record<string, string>> = {
  RamGroup: `no: ${WORD} and "${WORD}, in confidence"`,
  ApigGroup: `no: ${WORD}, in confidence`,
  DeviceVirtualGroup: `no: no device is ${WORD}.`,
  AxgGroupNumbers: "no: 13855550001, at all",
};

describe("Secret arguments", () => {
  const cloud = useCloud();

  for (const { kind, args, change, secrets, calls } of CASES) {
    const isShown = (text: string) => /takeover|138(\*{4}|5555)000/.test(text);
    const refuse = (operation: string) => {
      const code = kind === "AxgGroupNumbers" ? "isv.FORBIDDEN_ACTION" : "InvalidParameter";
      const status = kind === "DeviceVirtualGroup" ? 200 : 400;
      cloud.emulator.inject({ kind: "error", operation, code, message: ECHOES[kind]!, status, times: 0 });
    };
    const refused = async (operation: string, step: () => Promise<unknown>) => {
      refuse(operation);
      const { message } = await failureOf(step());
      cloud.emulator.clearFaults();
      assert.match(message, new RegExp(`${operation} was refused: .*no: .*\\[secret\\]`));
      assert.ok(!isShown(message), message);
    };

    it(`are in no error, also of a command that declares nothing: ${kind}`, async () => {
      const { engine } = cloud;
      const declared = { ...args, __secrets: secrets };
      await refused(calls.create!, () => engine.create(kind, declared));
      const made = await engine.create(kind, declared);
      assert.deepEqual(new Set(made.outs["__hidden"] as string[]), new Set(secrets));
      assert.ok(!("__secrets" in made.inputs));
      await refused(calls.update!, () => engine.update(made, { ...change, __secrets: secrets }));
      engine.beginRun();
      const found = await engine.refresh(made);
      assert.ok(found);
      assert.deepEqual(found.outs["__hidden"], made.outs["__hidden"]);
      if (calls.read !== undefined) await refused(calls.read, () => engine.refresh(made));
      await refused(calls.delete!, () => engine.inNewRun().destroy(found));
    });
  }

  it("are in no error of a creation whose outcome is unknown, nor of one that another group's name hinders", async () => {
    const { engine, emulator } = cloud;
    const declared = { groupName: WORD, comments: "plain", __secrets: ["groupName"] };
    const inputs = await engine.checked("RamGroup", declared);
    emulator.inject({ kind: "disconnect", operation: "CreateGroup", applied: true });
    emulator.inject({
      kind: "error",
      operation: "GetGroup",
      code: "Refused",
      message: ECHOES["RamGroup"]!,
      status: 400,
    });
    const failure = await failureOf(engine.create("RamGroup", declared));
    assert.doesNotMatch(failure.message, /takeover/);
    assert.deepEqual(afterPartial("RamGroup", inputs, failure).outs["__hidden"], ["groupName"]);
    assert.doesNotMatch((await failureOf(engine.create("RamGroup", declared))).message, /takeover/);
  });
});

describe("A secret setting of a Provider", () => {
  const cloud = useCloud(({ environment }) => ({
    environment,
    config: {
      "cloud-groups:provider": "own",
      "cloud-groups:secrets": "cloud-groups:ramEndpoint",
      "cloud-groups:ramEndpoint": "intranet-ram-of-the-bank",
    },
  }));

  it("is in no error", async () => {
    const { message } = await failureOf(cloud.engine.create("RamGroup", { groupName: "finance" }));
    assert.match(message, /^cloud-groups:ramEndpoint "\[secret\]" is not a base URL/);
  });
});
