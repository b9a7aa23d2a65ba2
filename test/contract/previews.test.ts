import assert from "node:assert/strict";

import { DiffResponse } from "@pulumi/pulumi/proto/provider_pb";

import { UNKNOWN } from "../../provider/core/properties";
import type { Values } from "../support/providerProcess";
import { DOOR } from "../support/door";
import { someNumbers } from "../support/numbers";
import { useCloud } from "./support/cloud";
import { APIG, axgArgs, IOA, RAM } from "./support/kinds";

const NAME = "deviceVirtualGroupName";

/** Wrong arguments and what a user is told. */
const WRONG: readonly {
  readonly kind: string;
  readonly args: Values;
  readonly reasons: readonly string[];
}[] = [
  {
    kind: "RamGroup",
    args: { groupName: "finance dept", comments: 5, adopt: "yes" },
    reasons: [
      'groupName "finance dept": must be 1 to 64 letters, digits, ".", "_" or "-"',
      "comments 5: must be a string",
      'adopt "yes": must be a boolean',
    ],
  },
  {
    kind: "RamGroup",
    args: { groupName: "finance", comments: "x".repeat(129) },
    reasons: [`comments "${"x".repeat(59)}…: must be at most 128 characters long`],
  },
  {
    kind: "ApigGroup",
    args: { name: "2payments" },
    reasons: [
      'name "2payments": must be 3 to 64 Chinese characters, letters, digits or "_", starting with a Chinese character or a letter',
    ],
  },
  {
    kind: "ApigGroup",
    args: { name: "-payments", instanceId: "instance-1" },
    reasons: [
      'name "-payments": must be 3 to 255 Chinese characters, letters, digits or any of -_./:()：（）、, starting with a Chinese character, a letter or a digit',
    ],
  },
  {
    kind: "ApigGroup",
    args: { name: "payments", remark: "x".repeat(256) },
    reasons: [`remark "${"x".repeat(59)}…: must be at most 255 characters long`],
  },
  {
    kind: "DeviceVirtualGroup",
    args: { [NAME]: " ", osType: 9, deviceVirtualGroup: 1 },
    reasons: [
      `Unknown argument "deviceVirtualGroup". Valid: ${NAME}, description, osType, timeType, autoMinute, autoRules, deviceBlacklist, deviceWhitelist, devices, domainInstanceId, adopt`,
      `${NAME} "": must not be blank`,
      "osType 9: must be one of -1, 0, 1, 2, 3, 4, 5",
    ],
  },
  {
    kind: "DeviceVirtualGroup",
    args: { [NAME]: "office", timeType: 1, deviceBlacklist: "1001\n1002\n", deviceWhitelist: "1002\n" },
    reasons: ["deviceBlacklist, deviceWhitelist 1002: must not be in both lists"],
  },
  {
    kind: "DeviceVirtualGroup",
    args: { [NAME]: "office", timeType: 3 },
    reasons: ["autoMinute: is required with timeType 3 (custom)"],
  },
  {
    kind: "AxgGroupNumbers",
    args: { poolKey: "FC 1", groupId: "12a", numbers: "138\n" },
    reasons: [
      'poolKey "FC 1": must be the key of a number pool, such as FC123456',
      `groupId "12a": must be the digits of a group's GID, as the console shows it`,
      'numbers: "138" (too short: 3 digits) must be digits only, 5 to 20 of them',
    ],
  },
  {
    kind: "AxgGroupNumbers",
    args: { numbers: "" },
    reasons: ["poolKey is required", "groupId is required"],
  },
];

/** Changes that a group cannot go through in place. */
const REPLACEMENTS: readonly {
  readonly kind: string;
  readonly olds: Values;
  readonly news: Values;
  readonly replaces: readonly string[];
  readonly deleteFirst?: boolean;
}[] = [
  { kind: "RamGroup", olds: RAM.args("finance"), news: RAM.args("billing"), replaces: [] },
  { kind: "ApigGroup", olds: APIG.args("payments"), news: APIG.args("refunds"), replaces: [] },
  {
    kind: "ApigGroup",
    olds: { name: "payments" },
    news: { name: "payments", instanceId: "instance-1" },
    replaces: ["instanceId"],
  },
  { kind: "DeviceVirtualGroup", olds: IOA.args("office"), news: IOA.args("head office"), replaces: [] },
  {
    kind: "DeviceVirtualGroup",
    olds: { [NAME]: "office" },
    news: { [NAME]: "office", osType: 0, timeType: 0 },
    replaces: [],
  },
  {
    kind: "DeviceVirtualGroup",
    olds: { [NAME]: "office", timeType: 1 },
    news: { [NAME]: "office", timeType: 3, autoMinute: 5 },
    replaces: [],
  },
  {
    kind: "DeviceVirtualGroup",
    olds: { [NAME]: "office", timeType: 1 },
    news: { [NAME]: "office" },
    replaces: ["timeType"],
    deleteFirst: true,
  },
  {
    kind: "DeviceVirtualGroup",
    olds: { [NAME]: "office" },
    news: { [NAME]: "head office", osType: 1, domainInstanceId: "2" },
    replaces: ["osType", "domainInstanceId"],
  },
  {
    kind: "AxgGroupNumbers",
    olds: axgArgs(someNumbers(2)),
    news: axgArgs(someNumbers(3), { strategy: "overwrite" }),
    replaces: [],
  },
  {
    kind: "AxgGroupNumbers",
    olds: axgArgs([]),
    news: axgArgs([], { poolKey: "FC2", groupId: "99" }),
    replaces: ["poolKey", "groupId"],
  },
];

/** Arguments of which some are not known before the update runs. */
const OPEN: readonly { readonly kind: string; readonly args: Values }[] = [
  {
    kind: "RamGroup",
    args: { groupName: UNKNOWN, comments: UNKNOWN, adopt: UNKNOWN, forceDestroy: UNKNOWN },
  },
  { kind: "ApigGroup", args: { name: UNKNOWN, remark: UNKNOWN, instanceId: UNKNOWN } },
  { kind: "ApigGroup", args: { name: "2-payments", instanceId: UNKNOWN } },
  {
    kind: "DeviceVirtualGroup",
    args: {
      [NAME]: UNKNOWN,
      osType: UNKNOWN,
      timeType: UNKNOWN,
      domainInstanceId: UNKNOWN,
      devices: UNKNOWN,
    },
  },
  {
    kind: "DeviceVirtualGroup",
    args: {
      [NAME]: "office",
      timeType: 1,
      autoRules: { simpleRules: [{ expressions: [{ items: [{ key: "ip", value: UNKNOWN }] }] }] },
    },
  },
  {
    kind: "AxgGroupNumbers",
    args: { poolKey: UNKNOWN, groupId: UNKNOWN, numbers: UNKNOWN, deletionLimit: UNKNOWN },
  },
];

describe("A preview", () => {
  const cloud = useCloud();

  afterEach(() => {
    assert.deepEqual(cloud.emulator.calls(), [], "a preview makes no call");
  });

  for (const { kind, args, reasons } of WRONG) {
    it(`says what is wrong with ${kind} ${JSON.stringify(args).slice(0, 60)}`, async () => {
      const { failures } = await cloud.engine.provider.check(kind, args);
      // With a property's name, the engine would print the property's whole value.
      assert.deepEqual(
        failures,
        reasons.map((reason) => ({ property: "", reason })),
      );
    });
  }

  for (const { kind, args } of OPEN) {
    const known = { ...(kind === "DeviceVirtualGroup" ? { [NAME]: "office" } : {}) };

    it(`judges nothing of ${kind} that is not known yet, and replaces nothing for it: ${Object.keys(args).join(", ")}`, async () => {
      assert.deepEqual(await cloud.engine.checked(kind, args), args);
      const olds = {
        ...known,
        instanceId: "instance-1",
        osType: 1,
        timeType: 1,
        poolKey: "FC1",
        groupId: "1",
      };
      const diff = await cloud.engine.provider.diff(kind, "some id", olds, { ...olds, ...args });
      assert.deepEqual([diff.replacesList, diff.deletebeforereplace], [[], false]);
    });
  }

  for (const { kind, olds, news, replaces, deleteFirst = false } of REPLACEMENTS) {
    it(`of ${kind} ${JSON.stringify(news).slice(0, 60)} replaces for ${replaces.join(", ") || "nothing"}`, async () => {
      const diff = await cloud.engine.provider.diff(kind, "some id", olds, news);
      assert.deepEqual([diff.replacesList, diff.deletebeforereplace], [replaces, deleteFirst]);
    });
  }

  if (DOOR === "dynamic") {
    it("leaves it to the engine to find what changes, so that it names the properties", async () => {
      for (const { kind, olds, news } of REPLACEMENTS) {
        for (const inputs of [olds, news]) {
          const { changes } = await cloud.engine.provider.diff(kind, "some id", olds, inputs);
          assert.equal(changes, DiffResponse.DiffChanges.DIFF_UNKNOWN);
        }
      }
    });
  } else {
    it("names the properties that change", async () => {
      for (const { kind, olds, news } of REPLACEMENTS) {
        const same = await cloud.engine.provider.diff(kind, "some id", olds, olds);
        assert.deepEqual([same.changes, same.diffsList], [DiffResponse.DiffChanges.DIFF_NONE, []]);
        const other = await cloud.engine.provider.diff(kind, "some id", olds, news);
        const names = Object.keys({ ...olds, ...news }).filter((name) => olds[name] !== news[name]);
        assert.deepEqual([...other.diffsList].sort(), names.sort());
        assert.equal(other.changes === DiffResponse.DiffChanges.DIFF_SOME, names.length > 0);
      }
    });
  }

  it("takes an integer's digits for a group's id, and a refresh finds no change", async () => {
    const inputs = await cloud.engine.checked("AxgGroupNumbers", { ...axgArgs([]), groupId: 1234 });
    assert.deepEqual(inputs, axgArgs([]));
  });
});
