import assert from "node:assert/strict";

import type { Emulator } from "../../emulator";
import { someNumbers } from "../support/numbers";
import { failureOf, type Launch, useCloud } from "./support/cloud";
import { configOf, prefixed } from "./support/credentials";
import type { Engine } from "./support/engine";
import { APIG, axgArgs, IOA, lines, RAM } from "./support/kinds";

/** A loopback URL that nothing listens at: a port that was free a moment ago may be taken by then. */
const UNUSED_URL = "http://127.0.0.1:1";

/** All that there is, from configuration alone. */
function everything({ url, accounts }: Emulator): Launch {
  return {
    environment: {},
    config: {
      ...configOf(accounts[1].keys[2]),
      "cloud-groups:emulator": url,
      "cloud-groups:ioaDeployment": "private",
      // No whole number of milliseconds in floating point.
      "cloud-groups:timeoutSeconds": "16.1",
    },
  };
}

/** The second account's keys and a token, and an endpoint for each API, against an environment of the first account's. */
function nearerThanEnvironment({ url, environment, accounts }: Emulator): Launch {
  const { alicloud, tencentcloud, huaweicloud } = accounts[1].keys[0];
  const { token, projectId } = huaweicloud;
  const endpoints = ["ramEndpoint", "dyplsEndpoint", "ioaEndpoint", "apigEndpoint"];
  return {
    environment: { ...environment, CLOUD_GROUPS_EMULATOR: UNUSED_URL },
    config: {
      ...prefixed("alicloud", alicloud),
      ...prefixed("tencentcloud", tencentcloud),
      // Half a key pair, which is none.
      ...prefixed("huaweicloud", { accessKey: "half", token, projectId }),
      ...Object.fromEntries(endpoints.map((name) => [`cloud-groups:${name}`, `${url}/`])),
    },
  };
}

function outOfReach({ environment }: Emulator): Launch {
  const config = {
    "cloud-groups:emulator": UNUSED_URL,
    "cloud-groups:ramEndpoint": "http://cloud.example.com",
    "cloud-groups:deadlineSeconds": "1",
  };
  return { environment, config };
}

describe("Configuration", () => {
  const cloud = useCloud(everything);
  const nearer = useCloud(nearerThanEnvironment);
  const unreachable = useCloud(outOfReach);

  /** Makes a group of every kind, all at once and right after the process began. */
  async function makeAll(engine: Engine): Promise<void> {
    const numbers = axgArgs(someNumbers(2));
    await Promise.all([
      engine.create("RamGroup", RAM.args("finance")),
      engine.create("RamGroup", RAM.args("billing")),
      engine.create("ApigGroup", APIG.args("payments")),
      engine.create("ApigGroup", { ...APIG.args("refunds"), instanceId: "instance-1" }),
      engine.create("DeviceVirtualGroup", IOA.args("office")),
      engine.create("AxgGroupNumbers", numbers),
    ]);
  }

  beforeEach(() => {
    cloud.emulator.seed({ second: { dypls: { pools: [{ key: "FC123456", groups: [{ id: 1234 }] }] } } });
  });

  const accounts = () => new Set(cloud.emulator.calls().map(({ account }) => account));

  it("is there for all kinds from the first calls on, however many come at once", async () => {
    await makeAll(cloud.engine);
    assert.deepEqual(accounts(), new Set(["second"]));
    const { ram, dypls } = cloud.emulator.state().accounts.second;
    assert.deepEqual(Object.keys(ram.groups).sort(), ["billing", "finance"]);
    assert.deepEqual(dypls.pools["FC123456"]?.groups["1234"]?.numbers, someNumbers(2));
  });

  it("may be temporary credentials, with a security token", async () => {
    for (const { kind, args } of [RAM, APIG, IOA]) {
      const made = await cloud.engine.create(kind, args("group"));
      assert.deepEqual((await cloud.engine.refresh(made))?.inputs, made.inputs);
    }
    const { keys } = cloud.emulator.accounts[1];
    assert.equal(cloud.emulator.calls()[0]?.accessKey, keys[2].alicloud.accessKey);
  });

  it("may say that iOA is a private deployment, which has every action", async () => {
    cloud.emulator.configure({ ioaModify: "unavailable", ioaDescribeRule: "unavailable" });
    const name = "deviceVirtualGroupName";
    const calls = await cloud.callsOf(async () => {
      const automatic = { [name]: "office", timeType: 1, deviceWhitelist: "1001\n" };
      const office = await cloud.engine.create("DeviceVirtualGroup", automatic);
      assert.deepEqual((await cloud.engine.refresh(office))?.inputs, office.inputs);
      await cloud.engine.destroy(office);
      const home = await cloud.engine.create("DeviceVirtualGroup", {
        [name]: "home",
        devices: "mid-windows-1\n",
      });
      assert.deepEqual((await cloud.engine.refresh(home))?.inputs, home.inputs);
    });
    assert.deepEqual(calls, [
      "CreateDeviceVirtualGroup",
      "ModifyDeviceVirtualGroup",
      "DescribeDeviceVirtualGroups",
      "DescribeAutoVirtualGroupRule",
      "DeleteDeviceVirtualGroup",
      "CreateDeviceVirtualGroup",
      "ModifyVirtualDeviceGroups",
      "DescribeDeviceVirtualGroups",
      "DescribeVirtualDevices",
      // These lists count nothing, so that an empty page ends them.
      "DescribeVirtualDevices",
    ]);
  });

  it("goes before the environment: keys, an API's own endpoint, and a token before a key pair", async () => {
    await makeAll(nearer.engine);
    assert.deepEqual(accounts(), new Set(["second"]));
    const apig = cloud.emulator.calls().filter(({ api }) => api === "apig");
    assert.deepEqual(new Set(apig.map(({ authentication }) => authentication)), new Set(["token"]));
  });

  it("that would send credentials in the clear is an error before any call", async () => {
    const error = await failureOf(unreachable.engine.create("RamGroup", RAM.args("finance")));
    assert.match(
      error.message,
      /^cloud-groups:ramEndpoint "http:\/\/cloud\.example\.com" would send credentials unencrypted: .*Use https$/,
    );
  });

  it("of a cloud that cannot be reached is an error that says so, once the deadline is over", async () => {
    const groups = [
      { kind: APIG.kind, args: APIG.args("group"), create: APIG.create },
      { kind: IOA.kind, args: IOA.args("group"), create: IOA.create },
      { kind: "AxgGroupNumbers", args: axgArgs(someNumbers(2)), create: "OperateAxgGroup" },
      {
        kind: "AxgGroup",
        args: { poolKey: "FC123456", numbers: lines(someNumbers(2)) },
        create: "CreateAxgGroup",
      },
    ];
    const unreached = groups.map(async ({ kind, args, create }) => {
      const error = await failureOf(unreachable.engine.create(kind, args));
      assert.match(
        error.message,
        new RegExp(
          `^${create} was not sent: ECONNREFUSED: 127\\.0\\.0\\.1:\\d+ \\(cloud-groups:emulator\\) `,
        ),
      );
      assert.equal(error.partial, undefined);
      assert.doesNotMatch(error.message, /console|uncertain|may exist/);
    });
    await Promise.all(unreached);
  });
});
