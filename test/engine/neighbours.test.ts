import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import fc from "fast-check";

import { type Emulator, type Fault, startEmulator } from "../../emulator";
import { ascending } from "../../provider/sets/memberText";
import type { OpenRules } from "../support/axgStack";
import { drawnWithSeed } from "../support/drawn";
import { killedUpdate } from "../support/killing";
import { accountOf, edited, type Neighbours, PLACES, type Step, steps } from "../support/neighbours";
import { Stack } from "../support/stack";

const ACCOUNTS = { "1": "first", "2": "second" } as const;

/** Groups with explicit providers: one of the same account under another key, one of another account. */
const PROGRAM = `
  const { readFileSync } = require("node:fs");
  const { AxgGroupNumbers, Provider } = require("pulumi-cloud-groups");
  const providers = JSON.parse(process.env.PROVIDERS);
  const by = Object.fromEntries(Object.entries(providers).map(([name, args]) => [name, new Provider(name, args)]));
  for (const { name, provider, ...args } of JSON.parse(readFileSync("declared.json", "utf8")))
    new AxgGroupNumbers(name, { allowEmpty: true, ...args }, provider === "" ? {} : { provider: by[provider] });
`;

/** What befalls a step: a call fails or loses its answer, or the provider's processes are killed after so many calls. */
type Fate =
  | { readonly fate: "quiet" }
  | { readonly fate: "fault"; readonly applied: boolean; readonly skip: number; readonly isLost: boolean }
  | { readonly fate: "kill"; readonly calls: number };

const fate: fc.Arbitrary<Fate> = fc.oneof(
  fc.constant({ fate: "quiet" as const }),
  fc.record({
    fate: fc.constant("fault" as const),
    applied: fc.boolean(),
    skip: fc.nat(3),
    isLost: fc.boolean(),
  }),
  fc.record({ fate: fc.constant("kill" as const), calls: fc.integer({ min: 1, max: 4 }) }),
);
const answer = fc.constantFrom<"accept" | "refuse">("accept", "refuse");
const sequence = fc.record({
  steps: steps(true),
  fates: fc.array(fate, { minLength: 6, maxLength: 6 }),
  rules: fc.record({ repeatedAdd: answer, absentDelete: answer }),
});

class Neighbourhood {
  private program: Neighbours = new Map();
  /** Groups of which a user was told that numbers may be left there. */
  private readonly toldOf = new Set<string>();

  private constructor(
    readonly emulator: Emulator,
    readonly stack: Stack,
    private readonly rules: OpenRules,
  ) {}

  static async create(rules: OpenRules): Promise<Neighbourhood> {
    const pools = [{ key: "FC123456", groups: PLACES.map(({ groupId }) => ({ id: groupId })) }];
    const emulator = await startEmulator({
      settings: { axgRepeatedAdd: rules.repeatedAdd, axgAbsentDelete: rules.absentDelete, latencyMs: 10 },
      seed: { first: { dypls: { pools } }, second: { dypls: { pools } } },
    });
    const [first, second] = emulator.accounts;
    const providers = {
      same: { alicloud: { ...first.keys[1].alicloud, accountId: first.id } },
      other: { alicloud: { ...second.keys[0].alicloud, accountId: second.id } },
    };
    const environment = {
      ...emulator.environment,
      ALIBABA_CLOUD_ACCOUNT_ID: first.id,
      PROVIDERS: JSON.stringify(providers),
      CLOUD_GROUPS_DEADLINE_SECONDS: "30",
    };
    return new Neighbourhood(emulator, await Stack.create(PROGRAM, environment), rules);
  }

  async remove(): Promise<void> {
    await this.stack.remove();
    await this.emulator.stop();
  }

  async step({ edits, replaced }: Step, chosen: Fate): Promise<void> {
    const outstanding = new Set((await this.names()).filter((name) => !this.program.has(name)));
    this.program = edits.reduce((program, edit) => edited(program, edit, outstanding), this.program);
    const declared = [...this.program].map(([name, { place, numbers, provider }]) => ({
      name,
      provider,
      numbers,
      ...PLACES[place],
    }));
    await writeFile(join(this.stack.folder, "declared.json"), JSON.stringify(declared));
    const names = [...this.program.keys()].filter((name) => !outstanding.has(name));
    const isReplaceable = this.rules.repeatedAdd === "accept";
    const urns = await this.urnsOf(isReplaceable ? replaced.flatMap((index) => names[index] ?? []) : []);
    const isDone = await this.under(
      chosen,
      urns.map((urn) => `--replace=${urn}`),
    );
    // What could not be deleted is finished before anything else is declared.
    const isOutstanding = (await this.names()).some((name) => !this.program.has(name));
    if (!isDone && isOutstanding) await this.succeed();
    if (isDone || isOutstanding) this.assertDeclared();
  }

  private async under(chosen: Fate, flags: readonly string[]): Promise<boolean> {
    if (chosen.fate === "kill") return !(await killedUpdate(this, chosen.calls, "provider", flags));
    if (chosen.fate === "fault") {
      const { applied, skip, isLost } = chosen;
      const fault: Fault = isLost
        ? { kind: "disconnect", applied, skip, operation: "OperateAxgGroup" }
        : { kind: "error", code: "isv.OUT_OF_SERVICE", status: 200, skip, operation: "OperateAxgGroup" };
      this.emulator.inject(fault);
    }
    return this.up(flags);
  }

  private async up(flags: readonly string[] = []): Promise<boolean> {
    const { status, output } = await this.stack.run(["up", "--yes", "--skip-preview", ...flags]);
    this.emulator.clearFaults();
    this.notice(output);
    return status === 0;
  }

  private notice(output: string): void {
    for (const line of output.split("\n")) {
      const [place] = /FC123456\/\d+/.exec(line) ?? [];
      if (place !== undefined && /may still hold numbers of that update/.test(line)) this.toldOf.add(place);
    }
  }

  private async succeed(...flags: string[]): Promise<void> {
    const { status, output } = await this.stack.run(["up", "--yes", "--skip-preview", ...flags]);
    assert.equal(status, 0, output);
    this.notice(output);
  }

  /** Once nothing fails, one update ends as declared, a further one does nothing, and a destroy leaves nothing. */
  async end(): Promise<void> {
    await this.succeed();
    this.assertDeclared();
    this.assertNothingElse();
    const calls = this.emulator.calls().length;
    await this.succeed("--expect-no-changes");
    assert.equal(this.emulator.calls().length, calls);
    this.notice(await this.stack.succeed("destroy", "--yes", "--skip-preview"));
    this.program = new Map();
    this.assertNothingElse();
  }

  private async names(): Promise<string[]> {
    const resources = await this.stack.resources("AxgGroupNumbers");
    return resources.map(({ urn }) => urn.split("::").at(-1)!);
  }

  private async urnsOf(names: readonly string[]): Promise<string[]> {
    const resources = await this.stack.resources("AxgGroupNumbers");
    return resources.map(({ urn }) => urn).filter((urn) => names.includes(urn.split("::").at(-1)!));
  }

  private numbersAt(account: "1" | "2", groupId: string): readonly string[] {
    return this.emulator.state().accounts[ACCOUNTS[account]].dypls.pools["FC123456"]!.groups[groupId]!
      .numbers;
  }

  private assertDeclared(): void {
    for (const [name, { place, numbers, provider }] of this.program) {
      const { groupId } = PLACES[place]!;
      const there = new Set(this.numbersAt(accountOf(provider), groupId));
      const missing = numbers.filter((number) => !there.has(number));
      assert.deepEqual(missing, [], `${name} declares what ${groupId} lacks`);
    }
  }

  private assertNothingElse(): void {
    for (const account of ["1", "2"] as const) {
      for (const [place, { poolKey, groupId }] of PLACES.entries()) {
        if (this.toldOf.has(`${poolKey}/${groupId}`)) continue;
        const declared = new Set(
          [...this.program.values()]
            .filter((one) => one.place === place && accountOf(one.provider) === account)
            .flatMap((one) => one.numbers),
        );
        const strays = this.numbersAt(account, groupId).filter((number) => !declared.has(number));
        assert.deepEqual(strays.sort(ascending), [], `strays in ${groupId} of account ${account}`);
      }
    }
  }
}

const { numRuns, seed, title } = drawnWithSeed(10);

describe(`AXG groups with several resources, with the real engine (${title})`, () => {
  for (const [at, { steps: all, fates, rules }] of fc.sample(sequence, { numRuns, seed }).entries()) {
    it(`have what live resources declare and nothing else: sequence ${at + 1}`, async () => {
      const neighbourhood = await Neighbourhood.create(rules);
      try {
        for (const [index, step] of all.entries()) await neighbourhood.step(step, fates[index]!);
        await neighbourhood.end();
      } finally {
        await neighbourhood.remove();
      }
    });
  }
});
