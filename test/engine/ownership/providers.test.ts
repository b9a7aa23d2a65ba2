import assert from "node:assert/strict";

import type { Credentials } from "../../../emulator";
import { someNumbers } from "../../support/numbers";
import { log, useOwnershipStack } from "../../support/ownership";

const FIRST = "1000000000000001";
const SECOND = "1000000000000002";
const LIST = someNumbers(31);

/** A Provider with the keys of these credentials. @param ids what else is configured of each cloud, such as the account's id */
function provider(
  name: string,
  { alicloud, tencentcloud, huaweicloud }: Credentials,
  ids: Readonly<Record<string, object>> = {},
): string {
  const clouds = { alicloud, tencentcloud, huaweicloud };
  const args = Object.entries(clouds).map(([cloud, keys]) => [cloud, { ...keys, ...ids[cloud] }]);
  return `const ${name} = new Provider("${name}", ${JSON.stringify(Object.fromEntries(args))});\n`;
}

/** An account's id for all clouds. */
function withIds(id: string): Readonly<Record<string, object>> {
  return { alicloud: { accountId: id }, tencentcloud: { accountId: id }, huaweicloud: { domainId: id } };
}

/** One AxgGroupNumbers and a group of each other kind, with these options. */
function groups(options = "{}", ending = ""): string {
  return `
    ${numbers(`callers${ending}`, options)}
    new RamGroup("ram${ending}", { groupName: "releasers" }, ${options});
    new ApigGroup("apig${ending}", { name: "payments" }, ${options});
    new DeviceVirtualGroup("device${ending}", { deviceVirtualGroupName: "office" }, ${options});
  `;
}

const numbers = (name: string, options = "{}") =>
  `new AxgGroupNumbers("${name}", { poolKey: "FC123456", groupId: "1234", numbers: ${JSON.stringify(LIST)} }, ${options});\n`;

describe("groups whose Provider is changed", () => {
  const running = useOwnershipStack();

  const keys = (account: number, set = 0) => running.it.emulator.accounts[account]!.keys[set]!;
  const cloud = () =>
    `first ${running.it.numbers()?.length ?? 0} numbers, second ${running.it.numbers("1234", "second")?.length ?? 0}`;
  const NOTHING = { preview: [], result: [] };

  it("keep their numbers where they get another resource name and an explicit Provider of the same keys", async () => {
    await running.it.begin(numbers("callers"));
    const program = provider("explicit", keys(0)) + numbers("renamed", "{ provider: explicit }");
    const outcome = await running.it.succeed({ program });
    await log("6", "another resource name and an explicit Provider with the same keys", outcome, cloud());
    assert.deepEqual(running.it.numbers(), LIST);
    await running.it.isSettled();
  });

  it("are unchanged under another Provider of the same keys", async () => {
    await running.it.begin(provider("explicit", keys(0)) + groups("{ provider: explicit }"));
    const program = provider("another", keys(0)) + groups("{ provider: another }");
    const outcome = await running.it.previewAndSucceed({ program });
    await log("6", "another Provider with the same keys", outcome, cloud());
    assert.deepEqual(outcome.asked, NOTHING);
    assert.deepEqual(running.it.numbers(), LIST);
    await running.it.isSettled();
  });

  const OTHERS = {
    "of another account, without ids": { before: {}, after: {} },
    "of another account, with their ids": { before: withIds(FIRST), after: withIds(SECOND) },
  };

  for (const [what, { before, after }] of Object.entries(OTHERS)) {
    it(`are refused in the preview with a Provider ${what}`, async () => {
      const old = provider("old", keys(0), before);
      await running.it.begin("");
      await running.it.begin(old + groups("{ provider: old }"));
      const state = running.it.emulator.state();
      const program = provider("other", keys(1), after) + groups("{ provider: other }");
      const outcome = await running.it.previewAndTake({ program });
      await log("7", `a Provider ${what}`, outcome, cloud());
      for (const { status, output } of [outcome.preview, outcome.result]) {
        assert.notEqual(status, 0);
        assert.match(
          output,
          /declare it under another resource name: the old one then goes with its old provider/,
        );
      }
      assert.deepEqual(outcome.asked, NOTHING);
      assert.deepEqual(running.it.emulator.state(), state);
      await running.it.begin(old + groups("{ provider: old }"));
      assert.deepEqual(running.it.emulator.state(), state);
      await running.it.isSettled();
    });
  }

  it("are unchanged with another key of the account of the same id, and with a rotated key of the same Provider", async () => {
    await running.it.begin("");
    await running.it.begin(provider("old", keys(0), withIds(FIRST)) + groups("{ provider: old }"));
    const other = provider("other", keys(0, 1), withIds(FIRST)) + groups("{ provider: other }");
    const moved = await running.it.succeed({ program: other });
    await log("7", "another Provider with another key and the same accountId", moved, cloud());
    assert.deepEqual(moved.asked.result, []);
    await running.it.isSettled();
    await running.it.begin("");
    await running.it.begin(provider("other", keys(0)) + groups("{ provider: other }"));
    const rotated = provider("other", keys(0, 1)) + groups("{ provider: other }");
    const outcome = await running.it.succeed({ program: rotated });
    await log("7", "a rotated key of the same Provider", outcome, cloud());
    assert.deepEqual(outcome.asked.result, []);
    assert.deepEqual(running.it.numbers(), LIST);
    await running.it.isSettled();
  });

  it("move to an account of another id under another resource name", async () => {
    await running.it.begin("");
    const old = provider("old", keys(0), withIds(FIRST));
    await running.it.begin(old + groups("{ provider: old }"));
    const program =
      old + provider("other", keys(1), withIds(SECOND)) + groups("{ provider: other }", "-moved");
    const outcome = await running.it.succeed({ program });
    await log("7", "other resource names with a Provider of another account", outcome, cloud());
    assert.deepEqual(running.it.numbers("1234", "second"), LIST);
    assert.deepEqual(running.it.numbers(), []);
    const { first, second } = running.it.emulator.state().accounts;
    assert.deepEqual([Object.keys(first.ram.groups), Object.keys(second.ram.groups)], [[], ["releasers"]]);
    await running.it.isSettled();
  });
});
