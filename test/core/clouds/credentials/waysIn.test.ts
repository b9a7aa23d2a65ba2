import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Credentials, type Emulator, startEmulator } from "../../../../emulator";
import { apigClient } from "../../../../provider/apig/client";
import { Operation } from "../../../../provider/core/calls/operation";
import { Settings } from "../../../../provider/core/calls/settings";
import { ioaClient } from "../../../../provider/ioa/client";
import { ramClient } from "../../../../provider/ram/client";
import {
  alicloudWays,
  huaweicloudWays,
  json,
  tencentcloudWays,
  type Texts,
  TOKEN,
  type Way,
} from "./support/ways";

const CLOUDS = {
  alicloud: {
    ways: alicloudWays,
    create: (operation: Operation) => ramClient(operation).createGroup("ops", ""),
  },
  tencentcloud: {
    ways: tencentcloudWays,
    create: (operation: Operation) => ioaClient(operation).createGroup({ DeviceVirtualGroupName: "ops" }),
  },
  huaweicloud: {
    ways: huaweicloudWays,
    create: (operation: Operation) => apigClient(operation, undefined).createGroup("ops", ""),
  },
};

/** What a key's id shows of its kind. */
function kindOf(accessKey: string | null, keys: Credentials, authentication: string | null): string {
  if (accessKey === null) return "nobody";
  if (authentication === "token") return "token";
  const [prefix] = /^(LTAI|STS\.|AKID)/.exec(accessKey) ?? [];
  return prefix ?? (accessKey === keys.huaweicloud.accessKey ? "own" : "issued");
}

describe("A way in", () => {
  let emulator: Emulator;
  let folder: string;
  const home = process.env["HOME"];
  before(async () => {
    emulator = await startEmulator();
    folder = mkdtempSync(join(tmpdir(), "cloud-groups-test-"));
    process.env["HOME"] = folder;
    writeFileSync(join(folder, "token"), `${TOKEN}\n`);
  });
  after(async () => {
    process.env["HOME"] = home;
    await emulator.stop();
    rmSync(folder, { recursive: true });
  });

  /** An operation that has these settings, and waits for nothing. */
  function operationBy({ config = {}, environment = {} }: Way[1]): Operation {
    const { projectId } = emulator.credentials.huaweicloud;
    const all: Texts = {
      "cloud-groups:emulator": emulator.url,
      "huaweicloud:projectId": projectId,
      ...config,
    };
    return new Operation(new Settings((key) => all[key], environment), { random: () => 0 });
  }

  for (const [cloud, { ways, create }] of Object.entries(CLOUDS)) {
    it(`asks for what it needs, and its keys make a group: ${cloud}`, async () => {
      const keys = emulator.credentials;
      for (const [name, settings, asked] of ways({ emulator, keys, folder })) {
        emulator.reset();
        await create(operationBy(settings));
        const calls = emulator
          .calls()
          .map((call) => `${kindOf(call.accessKey, keys, call.authentication)} ${call.operation}`);
        assert.deepEqual(calls, asked, name);
        if (process.env["SHOW_WAYS"] === "true") console.log(`| ${cloud} | ${name} | ${calls.join(", ")} |`);
      }
    });
  }

  it("gives others where the cloud says that its keys, or its token, have expired, and the call is made again", async () => {
    const keys = emulator.credentials;
    const names = [
      "alicloud:assumeRole",
      "tencentcloud:assumeRole",
      "huaweicloud:assumeRole",
      "huaweicloud:assumeRoleWithOidc",
    ];
    for (const [cloud, { ways, create }] of Object.entries(CLOUDS)) {
      const roles = ways({ emulator, keys, folder }).filter(([name]) => names.includes(name));
      for (const [name, settings, asked] of roles) {
        emulator.reset();
        await create(operationBy(settings));
        emulator.reset();
        emulator.expireKeys();
        await create(operationBy(settings));
        const calls = emulator.calls().map((call) => [call.operation, call.applied]);
        const [exchange = "", creation = ""] = asked.map((each) => each.replace(/^\S+ /, ""));
        assert.deepEqual(
          calls,
          [
            [creation, false],
            [exchange, true],
            [creation, true],
          ],
          name,
        );
      }
      assert.ok(roles.length > 0, cloud);
    }
  });

  it("that a cloud refuses is named with what the cloud says", async () => {
    const { alicloud, huaweicloud } = emulator.credentials;
    const id = emulator.accounts[0].id;
    const refused: readonly (readonly [keyof typeof CLOUDS, Texts, RegExp])[] = [
      [
        "alicloud",
        {
          "alicloud:accessKey": alicloud.accessKey,
          "alicloud:secretKey": alicloud.secretKey,
          "alicloud:assumeRole": json({ roleArn: `acs:ram::${id}:role/absent` }),
        },
        /^No credentials from alicloud:assumeRole \(.*:role\/absent, by alicloud:accessKey\): AssumeRole was refused: EntityNotExist\.Role: /,
      ],
      [
        "tencentcloud",
        {
          "tencentcloud:assumeRoleWithWebIdentity": json({
            roleArn: `qcs::cam::uin/${id}:roleName/deployer`,
            webIdentityToken: "emulator-oidc-expired",
          }),
        },
        /^No credentials from tencentcloud:assumeRoleWithWebIdentity \(.*, by its token\): AssumeRoleWithWebIdentity was refused: InvalidParameter\.WebIdentityTokenError: /,
      ],
      [
        "huaweicloud",
        {
          "huaweicloud:accessKey": huaweicloud.accessKey,
          "huaweicloud:secretKey": huaweicloud.secretKey,
          "huaweicloud:assumeRole": json({ agencyName: "denied", domainId: id }),
        },
        /^No credentials from huaweicloud:assumeRole \(denied of \d+, by huaweicloud:accessKey\): createTemporaryAccessKeyByAgency was refused: HTTP 403: You are not authorized/,
      ],
    ];
    for (const [cloud, way, says] of refused) {
      const { message } = await CLOUDS[cloud].create(operationBy({ config: way })).then(
        () => new Error("It was not refused"),
        (error: unknown) => error as Error,
      );
      assert.match(message, says);
      assert.ok(!message.includes("emulator-oidc"), message);
    }
  });

  it("sends nothing in plain HTTP to another machine but an emulator's own keys", async () => {
    const elsewhere = { "cloud-groups:emulator": "http://emulator.example:8080" };
    const profile = { name: "real", mode: "AK", access_key_id: "LTAIreal", access_key_secret: "real" };
    writeFileSync(join(folder, "real.json"), json({ current: "real", profiles: [profile] }));
    const ways: readonly (readonly [keyof typeof CLOUDS, Texts])[] = [
      ["alicloud", { "alicloud:sharedCredentialsFile": join(folder, "real.json") }],
      [
        "alicloud",
        { "alicloud:assumeRoleWithOidc": json({ roleArn: "a", oidcProviderArn: "p", oidcToken: "real" }) },
      ],
      [
        "tencentcloud",
        { "tencentcloud:assumeRoleWithWebIdentity": json({ roleArn: "a", webIdentityToken: "real" }) },
      ],
      ["huaweicloud", { "huaweicloud:assumeRoleWithOidc": json({ idpId: "real", idToken: "real" }) }],
    ];
    for (const [cloud, way] of ways) {
      const operation = operationBy({ config: { ...elsewhere, ...way } });
      await assert.rejects(CLOUDS[cloud].create(operation), /would send credentials unencrypted/, cloud);
    }
  });
});
