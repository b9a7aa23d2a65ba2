import assert from "node:assert/strict";

import fc from "fast-check";

import { NOBODY, type RpcMishap, sendingTo } from "../../support/axgStack";
import { type Declared, type End, EngineModel } from "../../support/engineModel";
import { RamCloud } from "../../support/ramCloud";
import { drawn } from "../../support/drawn";

/** What a user does to a program of RAM groups. */
type Edit =
  | { readonly edit: "add" | "renameGroup"; readonly at: number; readonly group: number }
  | { readonly edit: "comment"; readonly at: number; readonly comments: string }
  | { readonly edit: "renameResource" | "remove" | "protect"; readonly at: number };

interface Step {
  readonly edits: readonly Edit[];
  readonly replaced: readonly number[];
}

interface RamGroupOf {
  readonly groupName: string;
  readonly comments: string;
  readonly isProtected: boolean;
}
type Program = ReadonlyMap<string, RamGroupOf>;

const RESOURCES = ["a", "b", "c", "d", "e", "f"];
const GROUPS = ["readers", "writers", "admins", "auditors"];
const MOST = 4;

const at = fc.nat(5);
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ edit: fc.constantFrom("add" as const, "renameGroup" as const), at, group: fc.nat(3) }),
  fc.record({ edit: fc.constant("comment" as const), at, comments: fc.constantFrom("one", "two") }),
  fc.record({ edit: fc.constantFrom("renameResource" as const, "remove" as const, "protect" as const), at }),
);
const steps = fc.array(
  fc.record({
    edits: fc.array(edit, { minLength: 1, maxLength: 3 }),
    replaced: fc.array(at, { maxLength: 1 }),
  }),
  { minLength: 1, maxLength: 6 },
);
const FAULTS: readonly RpcMishap[] = ["throttled", "serverErrorAfter", "lost", "lostAfter", "refused"];
const KILLS: readonly RpcMishap[] = ["killed", "killedAfter"];
const sequence = (mishaps: readonly RpcMishap[]) =>
  fc.record({
    steps,
    mishaps: fc.array(fc.constantFrom<RpcMishap>("none", "none", "none", ...mishaps), { maxLength: 20 }),
  });

/** Each group has one resource. A name that is taken by another one's group is nobody's to have. */
function edited(program: Program, change: Edit, outstanding: ReadonlySet<string>): Program {
  const entries = [...program];
  const unused = RESOURCES.find((name) => !program.has(name) && !outstanding.has(name));
  const isFree = (groupName: string) => !entries.some(([, group]) => group.groupName === groupName);
  if (change.edit === "add") {
    const groupName = GROUPS[change.group]!;
    if (unused === undefined || !isFree(groupName) || entries.length >= MOST) return program;
    return new Map([...entries, [unused, { groupName, comments: "one", isProtected: false }]]);
  }
  const [name, group] = entries[change.at % Math.max(1, entries.length)] ?? [];
  if (name === undefined || group === undefined) return program;
  const replace = (key: string, now: RamGroupOf) =>
    new Map(entries.map(([other, value]) => (other === name ? [key, now] : [other, value])));
  switch (change.edit) {
    case "renameGroup":
      return isFree(GROUPS[change.group]!)
        ? replace(name, { ...group, groupName: GROUPS[change.group]! })
        : program;
    case "comment":
      return replace(name, { ...group, comments: change.comments });
    case "protect":
      return replace(name, { ...group, isProtected: !group.isProtected });
    case "renameResource":
      return unused === undefined ? program : replace(unused, group);
    case "remove":
      return new Map(entries.filter(([other]) => other !== name));
  }
}

function declaredBy(program: Program): Declared[] {
  return [...program].map(([name, { groupName, comments, isProtected }]) => ({
    name,
    kind: "RamGroup",
    args: {
      groupName,
      comments,
      adopt: true,
      forceDestroy: true,
      ...(isProtected ? { __protect: true } : {}),
    },
  }));
}

class Groups {
  private program: Program = new Map();
  private isQuiet = false;
  readonly cloud: RamCloud;
  private readonly engine: EngineModel;
  /** Groups whose creation was killed: no state knows them, so that they stay unless they are adopted. */
  private readonly orphans = new Set<string>();

  constructor(mishaps: readonly RpcMishap[]) {
    this.cloud = new RamCloud((call) => (this.isQuiet ? "none" : (mishaps[call] ?? "none")));
    this.engine = new EngineModel({ "": NOBODY }, () => this.cloud.isKilled);
  }

  async step({ edits, replaced }: Step): Promise<void> {
    const outstanding = new Set([...this.engine.state.keys()].filter((name) => !this.program.has(name)));
    for (const change of edits) {
      const next = edited(this.program, change, outstanding);
      if (this.isPossible(next)) this.program = next;
    }
    const names = [...this.program.keys()];
    const targets = replaced.flatMap((index) => names[index] ?? []);
    let end = await this.up(targets);
    // A command that did not end is given again, until it does: a creation that was killed is known to no state.
    while (end === "killed" || end === "failed") end = await this.up(targets);
    this.assertDeclared();
  }

  /** No cloud gives a group a name that another one has: whoever wants to swap two names needs a third one. */
  private isPossible(program: Program): boolean {
    const names = new Map(this.engine.resources.map(({ name, outs }) => [name, outs["groupName"]]));
    return [...program].every(([name, { groupName }]) => {
      const isRenamed = names.has(name) && names.get(name) !== groupName;
      return !isRenamed || ![...names].some(([other, taken]) => other !== name && taken === groupName);
    });
  }

  private async up(replaced: readonly string[] = []): Promise<End> {
    this.cloud.isKilled = false;
    const end = await this.engine.up(declaredBy(this.program), replaced);
    const known = new Set(this.engine.resources.map(({ outs }) => outs["groupId"]));
    for (const { GroupId } of this.cloud.groups.values())
      if (end === "killed" && !known.has(GroupId)) this.orphans.add(GroupId);
    return end;
  }

  /** The names of groups that the cloud has and that are no orphans. */
  private names(): string[] {
    const declared = new Set([...this.program.values()].map(({ groupName }) => groupName));
    const groups = [...this.cloud.groups.values()];
    return groups
      .filter(({ GroupId, GroupName }) => declared.has(GroupName) || !this.orphans.has(GroupId))
      .map(({ GroupName }) => GroupName)
      .sort();
  }

  /** Once nothing fails, one update ends as declared, a further one does nothing, and a destroy leaves nothing. */
  async end(): Promise<void> {
    this.isQuiet = true;
    await this.up();
    assert.equal(this.engine.failure, undefined);
    this.assertDeclared();
    assert.deepEqual(this.names(), [...this.program.values()].map(({ groupName }) => groupName).sort());
    const { calls } = this.cloud;
    assert.equal(await this.up(), "unchanged");
    assert.equal(this.cloud.calls, calls);
    await this.engine.destroy();
    assert.equal(this.engine.failure, undefined);
    this.program = new Map();
    assert.deepEqual(this.names(), []);
  }

  /** Each resource's group is there, and is what is declared. */
  private assertDeclared(): void {
    for (const [name, { groupName, comments }] of this.program) {
      const { groupId } = this.engine.state.get(name)!.outs;
      const group = this.cloud.groups.get(groupName);
      assert.deepEqual([group?.GroupId, group?.Comments], [groupId, comments], `${name}: ${groupName}`);
    }
  }
}

async function assertNoneLost({ steps: all, mishaps }: { steps: Step[]; mishaps: RpcMishap[] }) {
  const groups = new Groups(mishaps);
  await sendingTo(
    () => groups.cloud,
    async () => {
      for (const step of all) await groups.step(step);
      await groups.end();
    },
  );
}

describe("RAM groups with several resources that adopt", () => {
  it("are what live resources declare and nothing else, whatever is renamed, replaced or removed", async () => {
    await fc.assert(fc.asyncProperty(sequence([]), assertNoneLost), drawn(1000));
  });

  it("so they are where calls fail, answers are lost and updates are killed", async () => {
    await fc.assert(fc.asyncProperty(sequence([...FAULTS, ...KILLS]), assertNoneLost), drawn(3000));
  });
});
