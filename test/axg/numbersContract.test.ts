import assert from "node:assert/strict";

import type { Values } from "../support/providerProcess";
import { someNumbers } from "../support/numbers";
import { failureOf, useCloud } from "../contract/support/cloud";
import { type Deployed, visible } from "../contract/support/engine";
import { AXG_PLACE, axgArgs, axgCallsOf, lines } from "../contract/support/kinds";

describe("AxgGroupNumbers", () => {
  const cloud = useCloud();
  const held = () => cloud.account.dypls.pools["FC123456"]!.groups["1234"]!.numbers;
  const holds = (numbers: readonly string[]) => {
    cloud.emulator.seed({
      first: { dypls: { pools: [{ key: "FC123456", groups: [{ id: 1234, numbers }] }] } },
    });
  };
  const make = (numbers: readonly string[], others: Values = {}) =>
    cloud.engine.create("AxgGroupNumbers", axgArgs(numbers, others));

  it("are added 200 a call: 450 numbers in 3 calls", async () => {
    const numbers = someNumbers(450);
    const sent = await axgCallsOf(cloud, async () => {
      const made = await make(numbers);
      assert.equal(made.id, "FC123456/1234");
      assert.deepEqual(visible(made.outs), axgArgs(numbers));
    });
    assert.deepEqual(sent, ["addNumbers 200", "addNumbers 200", "addNumbers 50"]);
    assert.deepEqual(held(), numbers);
  });

  it("need no call where none are declared", async () => {
    assert.deepEqual(await axgCallsOf(cloud, () => make([])), []);
  });

  it("leave what else the group holds alone", async () => {
    holds(["13800000000"]);
    const made = await make(someNumbers(2));
    assert.deepEqual(held(), [...someNumbers(2), "13800000000"]);
    await cloud.engine.destroy(made);
    assert.deepEqual(held(), ["13800000000"]);
  });

  it("replace what the group holds with takeOver, by one call", async () => {
    holds(["13800000000"]);
    assert.deepEqual(await axgCallsOf(cloud, () => make(someNumbers(200), { takeOver: true })), [
      "overwriteNumbers 200",
    ]);
    assert.deepEqual(held(), someNumbers(200));
  });

  it("cannot take over a group of more than 200 numbers, which stays as it is", async () => {
    holds(someNumbers(201, 1000));
    const error = await failureOf(make(someNumbers(2), { takeOver: true }));
    assert.match(error.message, /^OperateAxgGroup was refused: isv\.ILLEGAL_ARGUMENT: .*\(request id \S+\)/);
    assert.equal(error.partial, undefined);
    assert.deepEqual(held(), someNumbers(201, 1000));
  });

  it("cannot take over with more than 200 numbers, which a preview finds", async () => {
    const { failures } = await cloud.engine.provider.check(
      "AxgGroupNumbers",
      axgArgs(someNumbers(201), { takeOver: true }),
    );
    assert.deepEqual(failures, [
      {
        property: "",
        reason:
          "takeOver true: one call replaces a group's numbers and carries 1 to 200, but numbers has 201",
      },
    ]);
  });

  it("are read without a call, as the state has them", async () => {
    const made = await make(someNumbers(3), { strategy: "incremental", takeOver: true, deletionLimit: 2 });
    const sent = await axgCallsOf(cloud, async () => {
      const found = await cloud.engine.refresh(made);
      assert.deepEqual(found?.inputs, made.inputs);
      assert.deepEqual(found.outs, made.outs);
    });
    assert.deepEqual(sent, []);
  });

  it("are deleted 200 a call, and nothing but them", async () => {
    holds(["13800000000"]);
    const made = await make(someNumbers(450));
    assert.deepEqual(await axgCallsOf(cloud, () => cloud.engine.destroy(made)), [
      "deleteNumbers 200",
      "deleteNumbers 200",
      "deleteNumbers 50",
    ]);
    assert.deepEqual(held(), ["13800000000"]);
  });

  const CHANGES = [
    {
      strategy: "auto",
      from: someNumbers(3),
      to: someNumbers(3, 1),
      sent: ["addNumbers 1", "deleteNumbers 1"],
    },
    {
      strategy: "auto",
      from: someNumbers(3),
      to: someNumbers(3, 100),
      sent: ["addNumbers 3", "deleteNumbers 3"],
    },
    {
      strategy: "auto",
      others: { takeOver: true },
      from: someNumbers(3),
      to: someNumbers(3, 100),
      sent: ["overwriteNumbers 3"],
    },
    {
      strategy: "incremental",
      from: someNumbers(3),
      to: someNumbers(3, 100),
      sent: ["addNumbers 3", "deleteNumbers 3"],
    },
    {
      strategy: "overwrite",
      from: someNumbers(3),
      to: someNumbers(250, 1),
      sent: ["overwriteNumbers 200", "addNumbers 50"],
    },
    {
      strategy: "fewestCalls",
      from: someNumbers(201),
      to: someNumbers(2, 300),
      sent: ["deleteNumbers 1", "overwriteNumbers 2"],
    },
    { strategy: "auto", from: someNumbers(3), to: someNumbers(3), sent: [] },
    {
      strategy: "auto",
      others: { allowEmpty: true },
      from: someNumbers(3),
      to: [],
      sent: ["deleteNumbers 3"],
    },
  ] as const;
  for (const { strategy, from, to, sent, ...rest } of CHANGES) {
    const others: Values = "others" in rest ? rest.others : {};
    const args = (numbers: readonly string[]) => axgArgs(numbers, { strategy, ...others });
    const declared = [`"${strategy}"`, ...Object.keys(others)].join(" and ");
    it(`are changed from ${from.length} to ${to.length} with ${declared} by ${sent.join(" and ") || "no call"}`, async () => {
      const made = await cloud.engine.create("AxgGroupNumbers", args(from));
      const calls = await axgCallsOf(cloud, async () => {
        const { outs } = await cloud.engine.update(made, args(to));
        assert.deepEqual(visible(outs), args(to));
      });
      assert.deepEqual(calls, sent);
      assert.deepEqual(held(), to);
    });
  }

  it("cannot be overwritten in a group of more than 200, and the error names what can", async () => {
    const made = await make(someNumbers(201));
    const calls = await axgCallsOf(cloud, async () => {
      const error = await failureOf(
        cloud.engine.update(made, axgArgs(someNumbers(2), { strategy: "overwrite" })),
      );
      assert.match(
        error.message,
        /^strategy "overwrite": the group holds 201 numbers, .*Use "fewestCalls", which first deletes/,
      );
    });
    assert.deepEqual(calls, []);
  });

  /** A change is refused for this reason in the preview, and in an update before any call. */
  async function assertRefused(made: Deployed, news: Values, reason: string): Promise<void> {
    const { failures } = await cloud.engine.provider.check("AxgGroupNumbers", news, made.inputs);
    assert.deepEqual(failures, [{ property: "", reason }]);
    const calls = await axgCallsOf(cloud, async () => {
      const update = cloud.engine.provider.update("AxgGroupNumbers", made.id, made.outs, news);
      assert.equal((await failureOf(update)).message, reason);
    });
    assert.deepEqual(calls, []);
  }

  it("are not deleted past deletionLimit: an update refuses before any call, with the count", async () => {
    const made = await make(someNumbers(5));
    const news = axgArgs(someNumbers(3, 4), { deletionLimit: 3 });
    const reason =
      "deletionLimit 3: this change would delete 4 of 5 numbers. Raise the limit if this is intended";
    await assertRefused(made, news, reason);
    await cloud.engine.update(made, { ...news, deletionLimit: 4 });
    assert.deepEqual(held(), someNumbers(3, 4));
  });

  it("are not all deleted unless allowEmpty says so: an update refuses before any call", async () => {
    const made = await make(someNumbers(5));
    const reason = "numbers: none are declared, but the group holds 5. Set `allowEmpty: true` to empty it";
    for (const others of [{}, { allowEmpty: false }, { deletionLimit: 5 }]) {
      await assertRefused(made, axgArgs([], others), reason);
    }
    assert.deepEqual(held(), someNumbers(5));
    const emptied = await cloud.engine.update(made, axgArgs([], { allowEmpty: true }));
    assert.deepEqual(held(), []);
    await cloud.engine.update(emptied, axgArgs([]));
  });

  it("are all deleted by a destroy and by a move to another group, whatever allowEmpty says", async () => {
    const made = await make(someNumbers(5));
    const elsewhere = { ...axgArgs([]), groupId: "5678" };
    const { failures } = await cloud.engine.provider.check("AxgGroupNumbers", elsewhere, made.inputs);
    assert.deepEqual(failures, []);
    await cloud.engine.destroy(made);
    assert.deepEqual(held(), []);
  });

  it("are masked in messages, be they the cloud's or ours", async () => {
    const [number = ""] = someNumbers(1);
    cloud.emulator.configure({ axgBlockedNumbers: [number] });
    const error = await failureOf(make([number]));
    assert.match(
      error.message,
      /^OperateAxgGroup was refused: isv\.MOBILE_NUMBER_ILLEGAL: illegal number: 100\*\*\*\*0000 /,
    );
    const { failures } = await cloud.engine.provider.check(
      "AxgGroupNumbers",
      axgArgs([number, number, `${number}x`]),
    );
    assert.deepEqual(
      failures.map(({ reason }) => reason),
      [
        'numbers: "100****0000x" (a letter at character 12) must be digits only, 5 to 20 of them; numbers: 100****0000 appears more than once',
      ],
    );
  });

  for (const count of [3, 200, 450]) {
    it(`are held to be refused for what they have in common where the cloud refuses every one of ${count}`, async () => {
      const args = { ...axgArgs(someNumbers(count)), groupId: "99" };
      const calls = await cloud.callsOf(async () => {
        const error = await failureOf(cloud.engine.create("AxgGroupNumbers", args));
        assert.match(
          error.message,
          /^OperateAxgGroup was refused: isv\.ILLEGAL_ARGUMENT: the group 99 does not exist \(request id \S+\)/,
        );
        assert.doesNotMatch(error.message, /Refused numbers|went through/);
        assert.equal(error.partial, undefined);
      });
      assert.ok(calls.length <= 14, String(calls.length));
    });
  }

  it("are named one by one where the cloud calls all new ones illegal", async () => {
    const made = await make(someNumbers(2));
    const blocked = someNumbers(6, 100);
    cloud.emulator.configure({ axgBlockedNumbers: blocked });
    const error = await failureOf(cloud.engine.create("AxgGroupNumbers", axgArgs(blocked)));
    const named =
      /isv\.MOBILE_NUMBER_ILLEGAL: .*Refused numbers: (100\*{4}010\d, ){4}100\*{4}010\d and 1 more/;
    assert.match(error.message, named);
    assert.equal(error.partial, undefined);
    const update = await failureOf(cloud.engine.update(made, axgArgs([...someNumbers(3), ...blocked])));
    assert.match(update.message, named);
    assert.match(update.message, /\. 1 call went through; the group holds 3 numbers\./);
  });

  it("say how a destroy can end where the cloud refuses all of it", async () => {
    const made = await make(someNumbers(3));
    const gone = { ...made, outs: { ...made.outs, groupId: "99" } };
    const error = await failureOf(cloud.engine.destroy(gone));
    assert.match(
      error.message,
      /^OperateAxgGroup was refused: isv\.ILLEGAL_ARGUMENT: the group 99 does not exist/,
    );
    assert.ok(
      error.message.endsWith(
        ". Nothing was deleted. If the group is gone, remove it from the state: " +
          `\`pulumi state delete '${cloud.engine.provider.urnOf("AxgGroupNumbers")}'\``,
      ),
      error.message,
    );
  });

  const REFUSALS = [
    {
      place: { poolKey: "FC999999" },
      says: /isv\.POOLKEY_NOT_EXISTS: .*\. poolKey must be a number pool of this account/,
    },
    {
      place: { poolKey: "FC000AXB" },
      says: /isv\.FORBIDDEN_ACTION: .*\. The number pool must be of type AXG$/,
    },
    { place: { groupId: "99" }, says: /isv\.ILLEGAL_ARGUMENT: the group 99 does not exist \(request id / },
  ];
  for (const { place, says } of REFUSALS) {
    it(`are refused where ${Object.entries(place).flat().join(" ")} will not do, and nothing is kept`, async () => {
      const args = { ...AXG_PLACE, ...place, numbers: lines(someNumbers(2)) };
      const error = await failureOf(cloud.engine.create("AxgGroupNumbers", args));
      assert.match(error.message, says);
      assert.equal(error.partial, undefined);
    });
  }
});
