import assert from "node:assert/strict";

import type { AccountSeed } from "../../emulator";
import { encodeNumbers } from "../../provider/domain/compactNumbers";
import { membersOf } from "../../provider/domain/memberText";
import { newPlaceOf, placeOf, targetText } from "../../provider/resources/axg/target";
import type { Values } from "../support/dynamicProvider";
import { someNumbers } from "../support/numbers";
import {
  linesEnded,
  planted,
  releasedState,
  type ReleasedState,
  type StateName,
  UNFINISHED,
  WHOLE,
} from "../support/releasedStates";
import { revealed } from "../support/stack";
import { useCloud } from "./support/cloud";
import type { Deployed } from "./support/engine";
import { lines } from "./support/kinds";

const JOURNAL = "AxgGroupJournal";

/** The property that a test changes of each kind, and to what. */
const CHANGES: Readonly<Record<string, Values>> = {
  ApigGroup: { remark: "changed" },
  AxgGroup: { numbers: lines(someNumbers(3, 50)) },
  AxgGroupNumbers: { numbers: lines(someNumbers(3, 50)) },
  DeviceVirtualGroup: { description: "changed" },
  RamGroup: { groupName: "renamed-by-a-test", comments: "changed" },
};

/**
 * What stood in the place of `numbers`, and later of `unconfirmed` too, where they were over 4 MB of text: here what the states
 * have, as ffe29a4 and 3d3936e write it.
 */
const COMPACT = {
  unfinishedWithoutJournal: { compactNumbers: "11:gKL0qSUBAQ==" },
  unfinishedWithJournal: { compactNumbers: "11:gKL0qSUBAQ==", compactUnconfirmed: "11:g6L0qSU=" },
} as const;

function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** A resource with the text that the state has as its code, among inputs and outputs. */
interface Released extends Deployed {
  readonly name: string;
}

function resourcesOf({ deployment }: ReleasedState): Released[] {
  return deployment.resources
    .filter(({ type }) => type.includes("/cloud-groups:"))
    .map((resource) => ({
      name: resource.urn.split("::").at(-1)!,
      kind: resource.type.split(":").at(-1)!,
      id: resource.id,
      inputs: revealed(resource.inputs),
      outs: revealed(resource.outputs),
    }));
}

/** Properties without the code, which the provider process keeps to itself. */
function withoutCode({ __provider: code, ...others }: Values): Values {
  assert.equal(typeof code, "string");
  return others;
}

/** The arguments of the program that was not finished, as it hands them over. */
function declaredArgs({ declared }: ReleasedState, { name }: Released): Values {
  const args = declared[name]![1];
  const { numbers } = args;
  return Array.isArray(numbers) ? { ...args, numbers: lines(numbers as string[]) } : args;
}

/** What the account held where the calls whose answers were lost never arrived. */
function notCarriedOut(state: ReleasedState): AccountSeed {
  const all = resourcesOf(state);
  const lost = new Set(all.flatMap(({ outs }) => membersOf((outs["unconfirmed"] ?? "") as string).members));
  const renamed = new Map(all.map(({ outs }) => [outs["renaming"], outs["groupName"]]));
  const { dypls, ram } = state.seed;
  const poolsOf = dypls!.pools!.map((pool) => ({
    ...pool,
    groups: pool.groups!.map((group) => ({
      ...group,
      numbers: group.numbers!.filter((number) => !lost.has(number)),
    })),
  }));
  const groups = (ram?.groups ?? []).map((group) => ({ ...group, name: String(renamed.get(group.name)) }));
  return { dypls: { pools: poolsOf }, ram: { groups } };
}

describe("What earlier versions wrote into states", () => {
  const cloud = useCloud();

  /** What the cloud has of the property that tests change; undefined where the group, or its last number, is gone. */
  function held({ kind, id, outs }: Released): string | undefined {
    const { ram, apig, ioa, dypls } = cloud.account;
    if (kind === "RamGroup")
      return Object.values(ram.groups).find((group) => group.id === outs["groupId"])?.comments;
    if (kind === "ApigGroup") return apig.groups[id]?.remark;
    if (kind === "DeviceVirtualGroup") return ioa.groups[id]?.description;
    if (kind === JOURNAL) return undefined;
    const numbers = dypls.pools["FC123456"]!.groups[String(outs["groupId"])]?.numbers ?? [];
    return numbers.length === 0 ? undefined : lines(numbers);
  }

  const load = (name: StateName, seed = releasedState(name).seed) =>
    resourcesOf(planted(cloud.emulator, releasedState(name), seed));

  /** The journal's part of an update: it goes before its group, and is made where the state has none. */
  async function journalled(group: Released, all: readonly Released[], numbers: string): Promise<string> {
    const { provider } = cloud.engine;
    const journal = all.find(({ kind, id }) => kind === JOURNAL && id === group.inputs["__journal"]);
    const { poolKey, groupId, groupName, remark } = group.inputs as Record<string, string>;
    const isMade = group.kind === "AxgGroup";
    const place = isMade
      ? newPlaceOf({ poolKey: poolKey!, groupName, remark })
      : placeOf({ poolKey: poolKey!, groupId: groupId! });
    const declared = {
      place,
      target: targetText(numbers),
      numbers: encodeNumbers(membersOf(numbers).members),
    };
    if (journal === undefined) return (await cloud.engine.create(JOURNAL, declared)).id;
    const args = { ...declared, __provider: journal.inputs["__provider"] };
    const { inputs } = await provider.check(JOURNAL, args, journal.inputs);
    await provider.diff(JOURNAL, journal.id, journal.outs, inputs);
    await provider.update(JOURNAL, journal.id, journal.outs, inputs);
    return journal.id;
  }

  /** Deploys arguments with the state's own code, and gives the resource as the state has it afterwards. */
  async function update(resource: Released, all: readonly Released[], args: Values): Promise<Released> {
    const { kind, id, inputs: olds, outs: before } = resource;
    const { numbers } = args;
    const ties = typeof numbers === "string" ? { __journal: await journalled(resource, all, numbers) } : {};
    const code = { __provider: olds["__provider"] };
    const { provider } = cloud.engine;
    const { inputs, failures } = await provider.check(kind, { ...args, ...ties, ...code }, olds);
    assert.deepEqual(failures, []);
    const news = { ...inputs, ...code };
    const { replacesList } = await provider.diff(kind, id, before, news);
    assert.deepEqual(replacesList, []);
    const outs = await provider.update(kind, id, before, news);
    return { ...resource, inputs: news, outs: { ...outs, ...code } };
  }

  async function refreshed(resource: Released): Promise<Released> {
    const { kind, id, outs } = resource;
    const found = await cloud.engine.provider.read(kind, id, outs);
    const code = { __provider: outs["__provider"] };
    return { ...resource, inputs: { ...found.inputs, ...code }, outs: { ...found.props, ...code } };
  }

  async function deleteAll(all: readonly Released[]): Promise<void> {
    for (const { kind, id, outs } of [...all].reverse()) await cloud.engine.provider.delete(kind, id, outs);
    for (const resource of all) assert.equal(held(resource), undefined, resource.name);
  }

  for (const name of WHOLE) {
    describe(`${name}, by ${releasedState(name).writtenBy}`, () => {
      it("plans nothing for the same inputs, and calls nothing", async () => {
        const calls = await cloud.callsOf(async () => {
          for (const { name: resource, kind, id, inputs, outs } of load(name)) {
            const checked = await cloud.engine.provider.check(kind, inputs, inputs);
            assert.deepEqual(checked, { inputs: withoutCode(inputs), failures: [] }, resource);
            const { changes, replacesList } = await cloud.engine.provider.diff(kind, id, outs, inputs);
            assert.deepEqual([changes, replacesList], [0, []], resource);
          }
        });
        assert.deepEqual(calls, []);
      });

      for (const ioaDescribeRule of ["available", "unavailable"] as const) {
        it(`is read as it is, with DescribeAutoVirtualGroupRule ${ioaDescribeRule}`, async () => {
          const all = load(name);
          cloud.emulator.configure({ ioaDescribeRule });
          for (const resource of all) {
            const found = await cloud.engine.provider.read(resource.kind, resource.id, resource.outs);
            assert.equal(found.id, resource.id);
            assert.deepEqual(linesEnded(found.inputs), withoutCode(linesEnded(resource.inputs)));
            // Only a read tells when a RAM group was changed.
            const { updateDate, ...outs } = found.props;
            assert.equal(updateDate !== undefined, resource.kind === "RamGroup");
            assert.deepEqual(Object.keys(outs).sort(), Object.keys(withoutCode(resource.outs)).sort());
          }
        });
      }

      it("is changed and read again", async () => {
        for (const [at, { kind }] of load(name).entries()) {
          if (kind === JOURNAL) continue;
          const all = load(name);
          const { inputs } = all[at]!;
          const now = await update(all[at]!, all, { ...inputs, ...CHANGES[kind] });
          assert.equal(held(now), Object.values(CHANGES[kind]!).at(-1), now.name);
          const found = await cloud.engine.refresh(now);
          assert.deepEqual(linesEnded(found!.inputs), withoutCode(linesEnded(now.inputs)));
        }
      });

      it("is deleted", async () => {
        await deleteAll(load(name));
      });
    });
  }

  for (const name of UNFINISHED) {
    const state = releasedState(name);
    for (const [world, seed] of [
      ["was carried out", state.seed],
      ["was not carried out", notCarriedOut(state)],
    ] as const) {
      describe(`${name}, by ${state.writtenBy}, where the call whose answer was lost ${world}`, () => {
        it("is read without losing sight of it", async () => {
          for (const { kind, id, outs } of load(name, seed)) {
            const { id: found, inputs } = await cloud.engine.provider.read(kind, id, outs);
            assert.equal(found, id);
            assert.deepEqual(inputs["unconfirmed"], outs["unconfirmed"]);
          }
        });

        for (const repeated of ["accept", "refuse"] as const) {
          const strictness = { axgRepeatedAdd: repeated, axgAbsentDelete: repeated };

          it(`is finished by the next update, refreshed before it or not, where repeats are: ${repeated}`, async () => {
            for (const isRefreshed of [false, true]) {
              const all = load(name, seed);
              cloud.emulator.configure(strictness);
              for (const resource of all.filter(({ kind }) => kind !== JOURNAL)) {
                const args = declaredArgs(state, resource);
                const now = await update(isRefreshed ? await refreshed(resource) : resource, all, args);
                assert.equal(held(now), args["numbers"] ?? args["comments"], now.name);
                assert.deepEqual([now.outs["unconfirmed"], now.outs["renaming"]], [undefined, undefined]);
              }
            }
          });

          it(`is deleted with what the call may have made, where repeats are: ${repeated}`, async () => {
            const all = load(name, seed);
            cloud.emulator.configure(strictness);
            await deleteAll(all);
          });
        }
      });
    }
  }

  for (const [name, compact] of Object.entries(COMPACT)) {
    it(`is read, finished and deleted where many numbers were kept in a compact form: ${name}`, async () => {
      const state = releasedState(name as StateName);
      const shortened = () => {
        const all = load(name as StateName);
        const group = all.find((resource) => resource.name === "numbers")!;
        const left = Object.entries(group.outs).filter(
          ([property]) => !(`compact${capitalized(property)}` in compact),
        );
        return { all, group, kept: { ...group, outs: { ...Object.fromEntries(left), ...compact } } };
      };
      const { group, kept } = shortened();
      assert.deepEqual((await refreshed(kept)).outs, group.outs);
      const { all, kept: again } = shortened();
      const args = declaredArgs(state, group);
      assert.equal(held(await update(again, all, args)), args["numbers"]);
      await deleteAll([shortened().kept]);
    });
  }
});
