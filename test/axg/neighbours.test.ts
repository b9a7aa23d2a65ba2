import assert from "node:assert/strict";

import fc from "fast-check";

import { contentsOf } from "../../provider/axg/contents";
import {
  possibleSets,
  type JournalRecord,
  unfinishedTargets,
  withUncertain,
} from "../../provider/axg/journal";
import type { NumberSet } from "../../provider/axg/numberSet";
import { ascending } from "../../provider/sets/memberText";
import { answer } from "../support/axgArbitraries";
import { axgNumbers, RpcCloud, type RpcMishap, sendingTo } from "../support/axgStack";
import { drawn } from "../support/drawn";
import { type Declared, type End, EngineModel, type Kept } from "../support/engineModel";
import {
  accountOf,
  edited,
  type Neighbours,
  PLACES,
  type ProviderName,
  type Step,
  steps,
} from "../support/neighbours";

const KEYS = (accessKey: string, accountId: string) => ({
  "alicloud:accessKey": accessKey,
  "alicloud:secretKey": "test",
  "alicloud:accountId": accountId,
});
const CONFIGURATIONS = {
  "": KEYS("LTAIone", "1"),
  same: KEYS("LTAItwo", "1"),
  other: KEYS("LTAIthree", "2"),
};
const ACCOUNTS: Readonly<Record<string, "1" | "2">> = { LTAIone: "1", LTAItwo: "1", LTAIthree: "2" };

const FAULTS: readonly RpcMishap[] = ["throttled", "serverErrorAfter", "lost", "lostAfter", "refused"];
const KILLS: readonly RpcMishap[] = ["killed", "killedAfter"];

interface Sequence {
  readonly steps: readonly Step[];
  readonly mishaps: readonly RpcMishap[];
  readonly rules: { readonly repeatedAdd: "accept" | "refuse"; readonly absentDelete: "accept" | "refuse" };
}

function sequences(mishaps: readonly RpcMishap[], providers: boolean): fc.Arbitrary<Sequence> {
  return fc.record({
    steps: steps(providers),
    mishaps: fc.array(fc.constantFrom<RpcMishap>("none", "none", "none", ...mishaps), { maxLength: 20 }),
    rules: fc.record({ repeatedAdd: answer, absentDelete: answer }),
  });
}

/** Journals wait for nothing, so that Pulumi has them all before the first group. */
function declaredBy(program: Neighbours, deleteBeforeReplace: boolean): Declared[] {
  const pairs = [...program].map(([name, { place, numbers, provider }]) =>
    axgNumbers(name, PLACES[place]!, numbers, provider === "" ? {} : { provider }),
  );
  const groups = pairs.map(([, group]) => ({ ...group!, deleteBeforeReplace }));
  return [...pairs.map(([journal]) => journal!), ...groups];
}

/** A stack, its cloud, and what is said of both. */
class Neighbourhood {
  private program: Neighbours = new Map();
  private isQuiet = false;
  readonly cloud: RpcCloud;
  private readonly engine: EngineModel;
  /** Places of which a user was told that numbers may be left there. */
  private readonly toldOf = new Set<string>();

  constructor(private readonly sequence: Sequence) {
    const { rules, mishaps } = sequence;
    const mishap = (call: number) => (this.isQuiet ? "none" : (mishaps[call] ?? "none"));
    this.cloud = new RpcCloud(rules, mishap, (accessKey) => ACCOUNTS[accessKey]!);
    this.engine = new EngineModel(CONFIGURATIONS, () => this.cloud.isKilled);
  }

  async step({ edits, replaced, isDeletedFirst }: Step): Promise<void> {
    const outstanding = new Set([...this.engine.state.keys()].filter((name) => !this.program.has(name)));
    this.program = edits.reduce((program, edit) => edited(program, edit, outstanding), this.program);
    const names = [...this.program.keys()];
    // A cloud that refuses repeated additions shows what is there by a single number that is deleted and added: killed in between, that
    // one is lost where a replacement was asked for.
    const isReplaceable = this.sequence.rules.repeatedAdd === "accept";
    const targets = isReplaceable ? replaced.flatMap((index) => names[index] ?? []) : [];
    let end = await this.up(targets, isDeletedFirst);
    // As the error says: a deletion that did not end is finished before anything else is declared.
    for (let times = 0; this.engine.isDeleting && (end === "failed" || end === "killed"); times++) {
      assert.ok(times < 50, "the deletion never ends");
      end = await this.up();
    }
    if (end !== "killed") this.assertHeld();
    if (end === "done" || end === "unchanged") this.assertDeclared();
  }

  private async up(replaced: readonly string[] = [], isDeletedFirst = false): Promise<End> {
    this.cloud.isKilled = false;
    const end = await this.engine.up(declaredBy(this.program, isDeletedFirst), replaced);
    this.notice();
    return end;
  }

  private notice(): void {
    for (const message of this.engine.told) {
      const [place] = /FC123456\/\d+/.exec(message) ?? [];
      if (place !== undefined && /may still hold numbers of that update/.test(message))
        this.toldOf.add(place);
    }
  }

  /** Once nothing fails, one update ends as declared, a further one does nothing, and a destroy leaves nothing. */
  async end(): Promise<void> {
    this.isQuiet = true;
    await this.up();
    if (this.engine.failure !== undefined && this.sequence.rules.repeatedAdd === "refuse") {
      await this.endRefused();
      return;
    }
    assert.equal(this.engine.failure, undefined);
    this.assertDeclared();
    this.assertNothingElse();
    const { calls } = this.cloud;
    assert.equal(await this.up(), "unchanged");
    assert.equal(this.cloud.calls, calls, "a call where nothing changed");
    await this.engine.destroy();
    this.notice();
    assert.equal(this.engine.failure, undefined);
    this.program = new Map();
    this.assertNothingElse();
  }

  /**
   * A cloud that refuses repeated additions refuses a new resource whose numbers are there already: those of one that had another name, say.
   * Nothing is deleted to find that out, so that the user is told, and nothing is lost however often the update is run.
   */
  private async endRefused(): Promise<void> {
    const before = new Map([...this.cloud.contents()].map(([key, numbers]) => [key, new Set(numbers)]));
    for (let times = 0; times < 2 && this.engine.failure !== undefined; times++) {
      assert.ok(this.engine.failure instanceof Error);
      assert.match(this.engine.failure.message, /isv\.NUMBER_IS_HERE_ALREADY/);
      await this.up();
    }
    if (this.engine.failure === undefined) {
      this.assertDeclared();
      return;
    }
    for (const [name, { place, numbers, provider }] of this.program) {
      const { poolKey, groupId } = PLACES[place]!;
      const was = before.get(`${accountOf(provider)} ${poolKey}/${groupId}`) ?? new Set();
      this.assertThere(
        name,
        provider,
        place,
        numbers.filter((number) => was.has(number)),
      );
    }
  }

  /** The cloud has what the states of live resources have for certain, as far as it is declared. */
  private assertHeld(): void {
    for (const [name, { place, numbers, provider }] of this.program) {
      const kept = this.engine.state.get(name);
      if (kept === undefined || kept.outs["groupId"] !== PLACES[place]!.groupId) continue;
      if ((kept.provider ?? "") !== provider) continue;
      const { held } = withUncertain(contentsOf(kept.outs), this.unfinished(name, kept), []);
      this.assertThere(
        name,
        provider,
        place,
        held.filter((number) => numbers.includes(number)),
      );
    }
  }

  /** What the journal says of updates that were killed: until the next one ends, the state cannot know. */
  private unfinished(name: string, { outs }: Kept): NumberSet[] {
    const record = this.engine.state.get(`${name}-journal`)?.outs["record"] as JournalRecord | undefined;
    const place = `${String(outs["poolKey"])}/${String(outs["groupId"])}`;
    return possibleSets(place, unfinishedTargets(record, outs, undefined).targets);
  }

  private assertDeclared(): void {
    for (const [name, { place, numbers, provider }] of this.program)
      this.assertThere(name, provider, place, numbers);
  }

  private assertThere(name: string, provider: ProviderName, place: number, numbers: NumberSet): void {
    const { poolKey, groupId } = PLACES[place]!;
    const there = this.cloud.numbersAt(accountOf(provider), poolKey, groupId);
    const missing = numbers.filter((number) => !there.has(number));
    assert.deepEqual(missing, [], `${name} declares what ${groupId} lacks`);
  }

  /** Nothing is there that nobody declares, but where the user was told. */
  private assertNothingElse(): void {
    for (const [key, numbers] of this.cloud.contents()) {
      const [account, place = ""] = key.split(" ");
      const declared = new Set(
        [...this.program.values()]
          .filter(
            (one) => accountOf(one.provider) === account && place.endsWith(`/${PLACES[one.place]!.groupId}`),
          )
          .flatMap((one) => one.numbers),
      );
      const stray = [...numbers].filter((number) => !declared.has(number)).sort(ascending);
      if (!this.toldOf.has(place)) assert.deepEqual(stray, [], `strays in ${key}`);
    }
  }
}

async function assertNoneLost(sequence: Sequence): Promise<void> {
  const stack = new Neighbourhood(sequence);
  await sendingTo(
    () => stack.cloud,
    async () => {
      for (const step of sequence.steps) await stack.step(step);
      await stack.end();
    },
  );
}

describe(`AXG groups with several resources (${PLACES.length} groups)`, () => {
  it("have what live resources declare and nothing else, whatever is renamed, swapped, moved or replaced", async () => {
    await fc.assert(fc.asyncProperty(sequences([], false), assertNoneLost), drawn(1000));
  });

  it("so they do where calls fail and answers are lost", async () => {
    await fc.assert(fc.asyncProperty(sequences(FAULTS, false), assertNoneLost), drawn(3000));
  });

  it("so they do where updates are killed", async () => {
    await fc.assert(
      fc.asyncProperty(sequences([...FAULTS, ...KILLS, ...KILLS], false), assertNoneLost),
      drawn(3000),
    );
  });

  it("so they do with providers of one account and of another", async () => {
    await fc.assert(
      fc.asyncProperty(sequences([...FAULTS, ...KILLS, ...KILLS], true), assertNoneLost),
      drawn(3000),
    );
  });
});
