import type { Step } from "../../../provider/core/permissions";
import type { Values } from "../../support/providerProcess";
import { someNumbers } from "../../support/numbers";
import { type Cloud, failureOf } from "./cloud";
import { afterPartial, type Deployed } from "./engine";
import { APIG, axgArgs, IOA, journalArgs, type Kind, lines, RAM } from "./kinds";

/** Stands beside a life and sees what each step does. `steps` are the step itself and the argument that makes it call more. */
export interface Witness {
  readonly goes: <T>(steps: readonly Step[], action: () => Promise<T>) => Promise<T>;
  /** The same for what ends in an error. */
  readonly fails: (steps: readonly Step[], action: () => Promise<unknown>) => Promise<void>;
}

/** Takes resources of one kind through everything that can happen to them. */
export interface Life {
  readonly kind: string;
  readonly name: string;
  /** What its kind may call and groups of this sort never do. */
  readonly never?: readonly string[];
  run(cloud: Cloud, witness: Witness): Promise<void>;
}

function lost(cloud: Cloud, operation: string, applied = true): void {
  cloud.emulator.inject({ kind: "disconnect", applied, operation });
}

/** What the state has of a group whose creation lost its answer and could not be looked up either. */
async function unsettled(cloud: Cloud, kind: Kind, name: string, applied = true): Promise<Deployed> {
  const inputs = await cloud.engine.checked(kind.kind, kind.args(name));
  lost(cloud, kind.create, applied);
  cloud.emulator.inject({ kind: "error", operation: kind.find, code: "Refused", status: 400 });
  return afterPartial(kind.kind, inputs, await failureOf(cloud.engine.create(kind.kind, kind.args(name))));
}

/** The same of one that Pulumi protects and that was not made: an update makes it. */
async function madeLate(cloud: Cloud, kind: Kind, goes: Witness["goes"]): Promise<void> {
  const open = await unsettled(cloud, kind, "late", false);
  await goes(["update"], () => cloud.engine.update(open, { ...kind.args("late"), __protected: true }));
}

const AXG_NUMBERS: Life = {
  kind: "AxgGroupNumbers",
  name: "AxgGroupNumbers",
  async run({ engine }, { goes }) {
    const numbers = someNumbers(3);
    const make = () => engine.create(this.kind, axgArgs(numbers.slice(0, 2)));
    const made = await goes(["create"], make);
    const found = await goes(["read"], () => engine.refresh(made));
    await goes(["update"], () => engine.update(found!, axgArgs(numbers.slice(1))));
    await goes(["delete"], () => engine.destroy(made));
  },
};

const AXG_GROUP: Life = {
  kind: "AxgGroup",
  name: "AxgGroup",
  async run({ engine }, { goes }) {
    const args = (count: number) => ({ poolKey: "FC123456", numbers: lines(someNumbers(count)) });
    const made = await goes(["create"], () => engine.create(this.kind, args(201)));
    await goes(["read"], () => engine.refresh(made));
    const updated = await goes(["update"], () => engine.update(made, args(150)));
    await goes(["delete"], () => engine.destroy(updated));
    const shared = await engine.create(this.kind, args(3));
    const place = { poolKey: "FC123456", groupId: shared.outs["groupId"] };
    const journal = await engine.create("AxgGroupNumbersJournal", journalArgs(someNumbers(1), place));
    const theirs = { ...place, numbers: lines(someNumbers(1)), __journal: journal.id };
    await engine.create("AxgGroupNumbers", theirs);
    await goes(["delete"], () => engine.provider.delete(this.kind, shared.id, shared.outs));
  },
};

/** A journal calls the API only for what an update left that was killed: one after the journal's own part. */
const AXG_JOURNALS = (["AxgGroupJournal", "AxgGroupNumbersJournal"] as const).map((kind): Life => ({
  kind,
  name: kind,
  async run(cloud, { goes }) {
    const { engine } = cloud;
    const [first, second] = [someNumbers(2), someNumbers(2, 100)];
    const made = await goes(["create"], () => engine.create(this.kind, journalArgs(first)));
    const group = await engine.create("AxgGroupNumbers", axgArgs(first, { __journal: made.id }));
    await goes(["read"], () => engine.refresh(made));
    const updated = await goes(["update"], () => engine.update(made, journalArgs(second)));
    // In a process of its own, which has not seen the journal when the group goes.
    const restarted = await cloud.restarted();
    try {
      await restarted.delete(group.kind, group.id, group.outs);
      await goes(["delete"], () => restarted.delete(this.kind, updated.id, updated.outs));
    } finally {
      await restarted.stop();
    }
  },
}));

const DEVICE_GROUP: Life = {
  kind: "DeviceVirtualGroup",
  name: "DeviceVirtualGroup",
  async run(cloud, { goes }) {
    const { engine } = cloud;
    const named = (deviceVirtualGroupName: string, others: Values): Values => ({
      deviceVirtualGroupName,
      ...others,
    });
    cloud.emulator.configure({ ioaDescribeRule: "available" });
    const manual = (devices: string) => named("office", { devices });
    const made = await goes(["create"], () => engine.create(this.kind, manual("mid-windows-1\n")));
    const other = named("lists", { timeType: 1, deviceBlacklist: "1001\n" });
    const automatic = await goes(["create"], () => engine.create(this.kind, other));
    await goes(["create"], () => {
      lost(cloud, "CreateDeviceVirtualGroup");
      return engine.create(this.kind, named("lost", {}));
    });
    cloud.emulator.seed({ first: { ioa: { groups: [{ name: "theirs", devices: ["mid-windows-2"] }] } } });
    const adopted = named("theirs", { devices: "mid-windows-1\n", adopt: true });
    await goes(["create", "adopt"], () => engine.create(this.kind, adopted));
    cloud.emulator.seed({ first: { ioa: { groups: [{ name: "their lists", timeType: 1 }] } } });
    const adoptedLists = named("their lists", { timeType: 1, adopt: true });
    await goes(["create", "adopt"], () => engine.create(this.kind, adoptedLists));
    const open = await unsettled(cloud, IOA, "open");
    await goes(["read"], () => engine.refresh(open));
    await goes(["delete"], () => engine.destroy(open));
    for (const group of [made, automatic]) await goes(["read"], () => engine.refresh(group));
    const renamed = named("new office", { devices: "mid-windows-2\n" });
    const doubted = { ...made, outs: { ...made.outs, isUncertain: true } };
    await goes(["update"], () => engine.update(doubted, renamed));
    await goes(["update"], () => engine.update(automatic, named("lists", { timeType: 1 })));
    await goes(["delete"], () => engine.destroy(made));
    await goes(["delete"], () => engine.destroy(automatic));
    await goes(["read"], () => engine.refresh(automatic));
    await goes(["delete"], () => engine.destroy(automatic));
    await madeLate(cloud, IOA, goes);
  },
};

function apigLife(name: string, place: Values): Life {
  return {
    kind: "ApigGroup",
    name,
    never: "instanceId" in place ? [] : ["listInstances"],
    async run(cloud, { goes, fails }) {
      const { engine } = cloud;
      const create = (args: Values) => () => engine.create(this.kind, { ...args, ...place });
      const made = await goes(["create"], create({ name: "payments", remark: "all" }));
      await goes(["create"], () => {
        lost(cloud, "createApiGroup");
        return create({ name: "refunds" })();
      });
      const apis = [{ name: "pay", published: true }, { name: "draft" }];
      cloud.emulator.seed({ first: { apig: { groups: [{ name: "theirs", apis, ...place }] } } });
      const adopting = { name: "theirs", remark: "ours", adopt: true };
      const theirs = await goes(["create", "adopt"], create(adopting));
      await goes(["read"], () => engine.refresh(made));
      const placed: Kind = { ...APIG, args: (of) => ({ ...APIG.args(of), ...place }) };
      const open = await unsettled(cloud, placed, "open");
      await goes(["read"], () => engine.refresh(open));
      await goes(["delete"], () => engine.destroy(open));
      const renamed = await goes(["update"], () => engine.update(made, { name: "billing", ...place }));
      await fails(["delete"], () => engine.destroy(theirs));
      const forced = await goes(["update"], () =>
        engine.update(theirs, { ...adopting, ...place, forceDestroy: true }),
      );
      await goes(["delete", "forceDestroy"], () => engine.destroy(forced));
      if ("instanceId" in place) await elsewhere(cloud, renamed, goes);
      await goes(["delete"], () => engine.destroy(renamed));
      await goes(["read"], () => engine.refresh(renamed));
      await madeLate(cloud, placed, goes);
    },
  };
}

/** The group as if it were on a gateway that is gone, beside others that are not. */
async function elsewhere(cloud: Cloud, made: Deployed, goes: Witness["goes"]): Promise<void> {
  const gone = { ...made, outs: { ...made.outs, instanceId: "instance-9" } };
  await goes(["read"], () => cloud.engine.refresh(gone));
  await goes(["delete"], () => cloud.engine.destroy(gone));
}

const RAM_GROUP: Life = {
  kind: "RamGroup",
  name: "RamGroup",
  async run(cloud, { goes, fails }) {
    const { engine } = cloud;
    const made = await goes(["create"], () => engine.create(this.kind, { groupName: "finance" }));
    await goes(["create"], () => {
      lost(cloud, "CreateGroup");
      return engine.create(this.kind, { groupName: "billing" });
    });
    const policies = [{ type: "System", name: "ReadOnlyAccess" }] as const;
    cloud.emulator.seed({ first: { ram: { groups: [{ name: "theirs", members: ["alice"], policies }] } } });
    const adopting = { groupName: "theirs", comments: "ours", adopt: true };
    const theirs = await goes(["create", "adopt"], () => engine.create(this.kind, adopting));
    await goes(["read"], () => engine.refresh(made));
    const open = await unsettled(cloud, RAM, "open");
    await goes(["read"], () => engine.refresh(open));
    await goes(["delete"], () => engine.destroy(open));
    const args = { groupName: "accounting", comments: "counts" };
    const renamed = await goes(["update"], () => engine.update(made, args));
    await goes(["update"], () => engine.update(renamed, { groupName: "accounting" }));
    await fails(["delete"], () => engine.destroy(theirs));
    const forced = await goes(["update"], () => engine.update(theirs, { ...adopting, forceDestroy: true }));
    await goes(["delete", "forceDestroy"], () => engine.destroy(forced));
    // The state of before the rename stands for a rename by somebody else.
    await goes(["read"], () => engine.refresh(made));
    await goes(["update"], () => engine.update(made, { groupName: "finance", comments: "counts" }));
    await goes(["delete"], () => engine.destroy(renamed));
    await madeLate(cloud, RAM, goes);
  },
};

/** A life of every kind. */
export const LIVES: readonly Life[] = [
  AXG_NUMBERS,
  AXG_GROUP,
  ...AXG_JOURNALS,
  DEVICE_GROUP,
  apigLife("ApigGroup of the shared gateway", {}),
  apigLife("ApigGroup of a dedicated gateway", { instanceId: "instance-1" }),
  RAM_GROUP,
];
