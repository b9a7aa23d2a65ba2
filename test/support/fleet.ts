import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { type Emulator, startEmulator } from "../../emulator";
import { contentsOf } from "../../provider/axg/contents";
import { ascending } from "../../provider/sets/memberText";
import type { NumberSet } from "../../provider/axg/numberSet";
import type { OpenRules } from "./axgStack";
import { Stack } from "./stack";

const POOL = "FC123456";

const PROGRAM = `
  const { readFileSync } = require("node:fs");
  const { AxgGroupNumbers } = require("pulumi-cloud-groups");
  for (const [groupId, numbers] of Object.entries(JSON.parse(readFileSync("declared.json", "utf8"))))
    new AxgGroupNumbers("group-" + groupId, { poolKey: "${POOL}", groupId, numbers });
`;

/** The sets that are declared, by group. */
export type Declared = Readonly<Record<string, NumberSet>>;

/** The settings of a user. */
const PATIENT = { CLOUD_GROUPS_TIMEOUT_SECONDS: "10", CLOUD_GROUPS_DEADLINE_SECONDS: "600" };

/** Many groups in one stack and one emulator, so that one run of the engine takes each of them a step further. */
export class Fleet {
  private constructor(
    readonly emulator: Emulator,
    readonly stack: Stack,
  ) {}

  /** @param environment for the engine, on top of the emulator's */
  static async create(
    groupIds: readonly string[],
    { repeatedAdd, absentDelete }: OpenRules,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<Fleet> {
    const emulator = await startEmulator({
      settings: { axgRepeatedAdd: repeatedAdd, axgAbsentDelete: absentDelete },
      seed: { first: { dypls: { pools: [{ key: POOL, groups: groupIds.map((id) => ({ id })) }] } } },
    });
    return new Fleet(emulator, await Stack.create(PROGRAM, { ...emulator.environment, ...environment }));
  }

  async remove(): Promise<void> {
    await this.stack.remove();
    await this.emulator.stop();
  }

  /** Sets what the program declares. */
  async declare(declared: Declared): Promise<void> {
    await writeFile(join(this.stack.folder, "declared.json"), JSON.stringify(declared));
  }

  /** The numbers that a group holds, ascending. */
  held(groupId: string): NumberSet {
    const { groups } = this.emulator.state().accounts.first.dypls.pools[POOL]!;
    return [...groups[groupId]!.numbers].sort(ascending);
  }

  /** What the state says must hold: what each group has for certain, and what it may have besides. */
  async assertTrue(groupIds: readonly string[]): Promise<void> {
    const resources = await this.stack.resourcesWithSecrets("AxgGroupNumbers");
    for (const groupId of groupIds) {
      const outputs = resources.find(({ id }) => id === `${POOL}/${groupId}`)?.outputs;
      const { held, uncertain } = contentsOf(outputs ?? { numbers: "" });
      const there = new Set(this.held(groupId));
      assert.deepEqual(
        held.filter((number) => !there.has(number)),
        [],
        `group ${groupId}: held for certain and not there`,
      );
      const known = new Set([...held, ...uncertain.flat()]);
      assert.deepEqual(
        [...there].filter((number) => !known.has(number)),
        [],
        `group ${groupId}: there and not known`,
      );
    }
  }

  /** Without faults, one update must end as declared, and a further one must change nothing. */
  async assertEndsAs(declared: Declared): Promise<void> {
    this.emulator.clearFaults();
    await this.declare(declared);
    // Nothing hangs by now: what is late is late because of the machine.
    const { status, output } = await this.stack.run(["up", "--yes", "--skip-preview"], PATIENT);
    assert.equal(status, 0, output);
    for (const [groupId, numbers] of Object.entries(declared)) assert.deepEqual(this.held(groupId), numbers);
    await this.assertTrue(Object.keys(declared));
    const calls = this.emulator.calls().length;
    await this.stack.up("--expect-no-changes");
    assert.equal(this.emulator.calls().length, calls);
  }
}
