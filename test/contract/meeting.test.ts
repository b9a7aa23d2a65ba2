import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { ProviderProcess, Values } from "../support/providerProcess";
import { someNumbers } from "../support/numbers";
import { useCloud } from "./support/cloud";
import { axgArgs, journalArgs } from "./support/kinds";

describe("Provider processes of one run", () => {
  const cloud = useCloud();
  const held = () => cloud.account.dypls.pools["FC123456"]!.groups["1234"]!.numbers;
  const started: ProviderProcess[] = [];

  afterEach(() => Promise.all(started.splice(0).map((provider) => provider.stop())));

  /** Two processes, as an engine starts one for each explicit Provider. */
  async function pair(environment: Readonly<Record<string, string>> = {}): Promise<ProviderProcess[]> {
    const engine = `127.0.0.1:1/${randomUUID()}`;
    const both = await Promise.all([1, 2].map(() => cloud.restarted(environment, engine)));
    started.push(...both);
    return both;
  }

  /** What an update does with a group's numbers and their journal. */
  async function declare(provider: ProviderProcess, numbers: readonly string[]) {
    const kind = "AxgGroupNumbersJournal";
    const journal = await provider.create(kind, (await provider.check(kind, journalArgs(numbers))).inputs);
    const args: Values = axgArgs(numbers, { __journal: journal.id });
    const { inputs } = await provider.check("AxgGroupNumbers", args);
    return provider.create("AxgGroupNumbers", inputs);
  }

  it("leave what another one of them declares in a group", async () => {
    const old = await cloud.engine.create("AxgGroupNumbers", axgArgs(someNumbers(5)));
    const [one, another] = (await pair()) as [ProviderProcess, ProviderProcess];
    await declare(one, someNumbers(3, 3));
    await another.delete("AxgGroupNumbers", old.id, old.outs);
    assert.deepEqual(held(), someNumbers(3, 3));
  });

  it("leave a group that another one of them has adopted or looks up", async () => {
    for (const take of ["adopt", "look up"]) {
      cloud.emulator.reset();
      const old = await cloud.engine.create("RamGroup", { groupName: "finance" });
      const [one, another] = (await pair()) as [ProviderProcess, ProviderProcess];
      if (take === "adopt") await one.create("RamGroup", { groupName: "finance", adopt: true });
      else await one.read("RamGroup", old.id, {});
      await another.delete("RamGroup", old.id, old.outs);
      assert.deepEqual(Object.keys(cloud.account.ram.groups), ["finance"], take);
    }
  });

  it("know nothing of what one of them declared that has ended, or one of another run", async () => {
    const old = await cloud.engine.create("AxgGroupNumbers", axgArgs(someNumbers(5)));
    const [ended, another] = (await pair()) as [ProviderProcess, ProviderProcess];
    const [other] = (await pair()) as [ProviderProcess];
    await declare(ended, someNumbers(5));
    await declare(other, someNumbers(5));
    await ended.stop();
    await another.delete("AxgGroupNumbers", old.id, old.outs);
    assert.deepEqual(held(), []);
  });

  it("meet wherever the folder of temporary files is", async () => {
    const folder = await mkdtemp(join(tmpdir(), "meeting-"));
    const deep = join(folder, ...Array.from({ length: 6 }, () => "a-folder-of-a-long-name"));
    await mkdir(deep, { recursive: true });
    try {
      const old = await cloud.engine.create("AxgGroupNumbers", axgArgs(someNumbers(5)));
      const [one, another] = (await pair({ TMPDIR: deep })) as [ProviderProcess, ProviderProcess];
      await declare(one, someNumbers(3, 3));
      await another.delete("AxgGroupNumbers", old.id, old.outs);
      assert.deepEqual(held(), someNumbers(3, 3));
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
