import assert from "node:assert/strict";

import type { Values } from "../support/providerProcess";
import { failureOf, useCloud } from "./support/cloud";
import { afterPartial, type Deployed } from "./support/engine";
import { APIG, IOA, type Kind, RAM } from "./support/kinds";

/** The argument and the property of each kind that is its group's name, and the code that says that it is taken. */
const NAMES = {
  [RAM.kind]: { argument: "groupName", taken: "EntityAlreadyExists.Group" },
  [APIG.kind]: { argument: "name", taken: "APIG.3201" },
  [IOA.kind]: {
    argument: "deviceVirtualGroupName",
    taken: "InvalidParameter.DuplicateDeviceVirtualGroupName",
  },
} as const;

describe("Groups that change names with each other", () => {
  const cloud = useCloud();

  /** The names in the cloud of groups, by their ids. */
  function namesOf(groups: readonly Deployed[]): (string | undefined)[] {
    const { ram, apig, ioa } = cloud.account;
    const names = new Map([
      ...Object.entries(ram.groups).map(([name, { id }]) => [id, name] as const),
      ...[...Object.entries(apig.groups), ...Object.entries(ioa.groups)].map(
        ([id, { name }]) => [id, name] as const,
      ),
    ]);
    return groups.map(({ id }) => names.get(id));
  }

  async function make(kind: Kind, names: readonly string[]): Promise<Deployed[]> {
    const made: Deployed[] = [];
    for (const name of names) made.push(await cloud.engine.create(kind.kind, kind.args(name)));
    cloud.engine.beginRun();
    return made;
  }

  /** An update as the engine makes it: all diffs, one after the other, and updates side by side. */
  function rename(kind: Kind, groups: readonly Deployed[], names: readonly string[]): Promise<Deployed[]> {
    return Promise.all(groups.map((group, at) => cloud.engine.update(group, kind.args(names[at]!))));
  }

  for (const kind of [RAM, APIG, IOA]) {
    for (const [from, to] of [
      [
        ["one", "two"],
        ["two", "one"],
      ],
      [
        ["one", "two", "three"],
        ["two", "three", "one"],
      ],
      [
        ["one", "two", "three"],
        ["two", "three", "four"],
      ],
      [
        ["one", "two", "three", "four"],
        ["two", "one", "four", "three"],
      ],
    ] as const) {
      it(`have them after one update: ${kind.kind} ${from.join()} to ${to.join()}`, async () => {
        const made = await make(
          kind,
          from.map((name) => `${name}_group`),
        );
        const names = to.map((name) => `${name}_group`);
        const renamed = await rename(kind, made, names);
        assert.deepEqual(namesOf(made), names);
        for (const [at, group] of renamed.entries()) {
          const found = await cloud.engine.refresh(group);
          assert.deepEqual(found?.inputs, kind.args(names[at]!));
          assert.equal(found.id, made[at]!.id);
        }
      });
    }

    it(`wait for the one whose turn comes later: ${kind.kind}`, async () => {
      const [one, two] = (await make(kind, ["one_group", "two_group"])) as [Deployed, Deployed];
      const since = cloud.emulator.calls().at(-1)!.sequence;
      const ended = new AbortController();
      const first = cloud.engine.update(one, kind.args("two_group")).finally(() => {
        ended.abort();
      });
      const isCalled = () => cloud.emulator.calls(since).some(({ operation }) => operation === kind.update);
      while (!ended.signal.aborted && !isCalled()) await new Promise(setImmediate);
      await Promise.all([first, cloud.engine.update(two, kind.args("one_group"))]);
      assert.deepEqual(namesOf([one, two]), ["two_group", "one_group"]);
    });

    it(`leave their names to groups that are made with them: ${kind.kind}`, async () => {
      const [one] = (await make(kind, ["one_group"])) as [Deployed];
      const [, made] = await Promise.all([
        cloud.engine.update(one, kind.args("two_group")),
        cloud.engine.create(kind.kind, kind.args("one_group")),
      ]);
      assert.deepEqual(namesOf([one, made]), ["two_group", "one_group"]);
    });

    it(`do not take a name that is another's to stay: ${kind.kind}`, async () => {
      const [one, two] = (await make(kind, ["one_group", "two_group"])) as [Deployed, Deployed];
      const calls = await cloud.callsOf(async () => {
        const { message, partial } = await failureOf(cloud.engine.update(one, kind.args("two_group")));
        assert.match(
          message,
          /Another group has that name\. To swap two names, rename one of the groups to a third name first/,
        );
        assert.equal(partial, undefined);
      });
      assert.equal(calls.filter((operation) => operation === kind.update).length, 1);
      assert.deepEqual(namesOf([one, two]), ["one_group", "two_group"]);
    });

    it(`go on from a name between the two where the update fails there: ${kind.kind}`, async () => {
      const { argument } = NAMES[kind.kind]!;
      const made = await make(kind, ["one_group", "two_group"]);
      const names = ["two_group", "one_group"];
      // The second one is told of last, so that it steps aside; its next call fails.
      cloud.emulator.inject({
        kind: "error",
        operation: kind.update,
        status: 400,
        code: "Refused",
        skip: 1,
        match: last(kind),
      });
      const results = await Promise.allSettled(
        made.map((group, at) => cloud.engine.update(group, kind.args(names[at]!))),
      );
      const [first, second] = results;
      assert.ok(first?.status === "fulfilled" && second?.status === "rejected");
      const error = await failureOf(Promise.reject(second.reason as Error));
      const kept = afterPartial(kind.kind, made[1]!.inputs, error);
      assert.match(String(kept.outs[argument]), /^renaming[0-9a-f]{16}$/);
      assert.deepEqual(namesOf(made), ["two_group", kept.outs[argument]]);
      cloud.engine.beginRun();
      await cloud.engine.update(kept, kind.args("one_group"));
      assert.deepEqual(namesOf(made), names);
    });

    it(`are found under a name between the two where the engine was killed there: ${kind.kind}`, async () => {
      const [one, two] = (await make(kind, ["one_group", "two_group"])) as [Deployed, Deployed];
      await cloud.engine.update(two, kind.args("renaming0000000000000000"));
      cloud.engine.beginRun();
      // Neither state knows of it.
      await rename(kind, [one, two], ["two_group", "one_group"]);
      assert.deepEqual(namesOf([one, two]), ["two_group", "one_group"]);
    });
  }

  /** Singles out the calls that give a group its last name, or its last remark. */
  function last(kind: Kind): Values {
    const text = Object.entries(kind.args("one_group"))[1]!;
    return kind === APIG
      ? { remark: text[1] }
      : kind === IOA
        ? { Description: text[1] }
        : { NewGroupName: "one_group" };
  }
});

describe("A name whose case alone changes", () => {
  const cloud = useCloud();

  for (const kind of [RAM, APIG, IOA]) {
    const { argument, taken } = NAMES[kind.kind]!;
    for (const names of ["sensitive", "insensitive"] as const) {
      it(`is changed: ${kind.kind}, names ${names}`, async () => {
        cloud.emulator.configure({ ramNames: names, apigNames: names, ioaNames: names });
        const made = await cloud.engine.create(kind.kind, kind.args("Office"));
        const updated = await cloud.engine.update(made, kind.args("office"));
        assert.ok(kind.names(cloud).includes("office"));
        assert.equal((await cloud.engine.refresh(updated))?.inputs[argument], "office");
      });
    }

    it(`is changed where the cloud takes the group for another one that has it: ${kind.kind}`, async () => {
      const made = await cloud.engine.create(kind.kind, kind.args("Office"));
      const status = kind === IOA ? {} : { status: 409 };
      cloud.emulator.inject({ kind: "error", operation: kind.update, code: taken, ...status });
      await cloud.engine.update(made, kind.args("office"));
      assert.ok(kind.names(cloud).includes("office"));
      assert.ok(!kind.names(cloud).some((name) => name.startsWith("renaming")));
    });
  }

  it("is said to be kept where RAM keeps it", async () => {
    cloud.emulator.configure({ ramNames: "insensitive", ramRenameToSelf: "ignore" });
    const made = await cloud.engine.create(RAM.kind, RAM.args("Office"));
    const { message } = await failureOf(cloud.engine.update(made, RAM.args("office")));
    assert.match(
      message,
      /RAM kept the name Office\. RAM ignores the case of letters in names here: declare the name as RAM has it/,
    );
  });
});
