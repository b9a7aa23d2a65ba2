import assert from "node:assert/strict";

import { missingLine } from "../docs/support/output";
import { blocks } from "../gitops/support/guide";
import type { JobRun } from "../gitops/support/runner";
import { Site } from "../gitops/support/site";
import { elsewhere } from "../support/elsewhere";

/** Many enough that a pull request which names them all would have no room. */
const MANY = Array.from({ length: 10_500 }, (_, at) => String(10_040_000_000 + at));
/** As much as GitHub takes in a comment. */
const LONGEST = 65_536;

describe("the pipelines of examples/gitops, with what stands in for GitHub and GitLab", () => {
  let site: Site;

  before(async () => {
    site = await Site.create();
  });

  after(async () => {
    await site.remove();
  });

  const groups = () => site.emulator.state().accounts.first.dypls.pools["FC123456"]!.groups;
  const callers = () => groups()["1234"]!.numbers;
  const ram = () => site.emulator.state().accounts.first.ram.groups;
  const campaign = () => Object.values(groups()).find(({ name }) => name === "autumn-campaign")!;

  function assertSucceeded(job: JobRun | undefined): asserts job is JobRun {
    assert.equal(job?.conclusion, "success", job?.steps.map(({ output }) => output).join("\n"));
  }

  async function comment(pullRequest: number): Promise<string> {
    const { comments } = await site.github.store();
    assert.equal(comments[pullRequest]?.length, 1, "there is one comment, kept up to date");
    return comments[pullRequest][0]!;
  }

  /** Puts other numbers in the place of three of the file's. */
  const exchangeThree = (text: string) =>
    text.replace(/^10020000(037|111|185)/gm, (_, end: string) => `10029999${end}`);

  it("apply what the main branch declares, the first time", async () => {
    const job = await site.apply();
    assertSucceeded(job);
    assert.equal(callers().length, 40);
    assert.equal(campaign().numbers.length, 30);
    assert.deepEqual(Object.keys(ram()).sort(), ["finance-readers", "support-agents"]);
    assert.match(job.summary, /callers/);
  });

  it("tell in a pull request what changes, with no credential of a cloud and no call", async () => {
    const calls = site.emulator.calls().length;
    await site.switchTo("three");
    await site.edit("groups/callers.csv", exchangeThree);
    await site.commit("three", "Three other numbers");
    const { validate, preview } = await site.pullRequest({ number: 1, branch: "three" });
    assertSucceeded(validate);
    assertSucceeded(preview);
    const text = await comment(1);
    for (const excerpt of blocks("text")) assert.equal(missingLine(excerpt, text), undefined);
    assert.equal(site.emulator.calls().length, calls);
  });

  it("apply it after the merge", async () => {
    await site.merge("three");
    assertSucceeded(await site.apply());
    const numbers = callers();
    assert.equal(numbers.length, 40);
    for (const end of ["037", "111", "185"]) {
      assert.ok(numbers.includes(`10029999${end}`));
      assert.ok(!numbers.includes(`10020000${end}`));
    }
  });

  it("validate a pull request from a fork, and give it nothing else", async () => {
    const { validate, preview } = await site.pullRequest({ number: 2, branch: "three", fromFork: true });
    assertSucceeded(validate);
    assert.equal(preview?.conclusion, "skipped");
    assert.equal((await site.github.store()).comments[2], undefined);
  });

  it("name what is wrong in a file, and preview nothing", async () => {
    await site.switchTo("wrong");
    await site.edit("groups/callers.csv", (text) => `${text}1002,sales,2026-10-01\n`);
    await site.commit("wrong", "A number that is none");
    const { validate, preview } = await site.pullRequest({ number: 3, branch: "wrong" });
    assert.equal(validate?.conclusion, "failure");
    assert.match(validate.steps.at(-1)!.output, /groups\/callers\.csv:42: /);
    assert.equal(preview?.conclusion, "skipped");
  });

  it("replace a group only with the label, and say what that means", async () => {
    await site.switchTo("rename");
    await site.edit("groups/campaign.yaml", (text) => text.replace("autumn-campaign", "winter-campaign"));
    await site.commit("rename", "Winter");
    const { preview } = await site.pullRequest({ number: 5, branch: "rename" });
    assert.equal(preview?.conclusion, "failure");
    const text = await comment(5);
    assert.match(
      text,
      /\*\*Replaced\*\*: AxgGroup `campaign` .* because of `groupName`: a new group is created, with a new GID/,
    );
    const labelled = await site.pullRequest({ number: 5, branch: "rename", labels: ["allow-destructive"] });
    assertSucceeded(labelled["preview"]);
    assert.equal(await comment(5), text);
  });

  it("check the same in a merge queue, where neither a comment nor a label is at hand", async () => {
    const { comments } = await site.github.store();
    const { validate, preview } = await site.mergeGroup("rename");
    assertSucceeded(validate);
    assertSucceeded(preview);
    assert.deepEqual((await site.github.store()).comments, comments);
    const wrong = await site.mergeGroup("wrong");
    assert.equal(wrong["validate"]?.conclusion, "failure");
  });

  it("comment that there is no preview where Pulumi cannot make any", async () => {
    const { preview } = await site.pullRequest({ number: 7, branch: "rename", passphrase: "forgotten" });
    assert.equal(preview?.conclusion, "failure");
    assert.match(await comment(7), /\*\*There is no preview\*\*: Pulumi stopped before it printed one\./);
  });

  it("tell of a change that the limit refuses", async () => {
    await site.switchTo("limit");
    await site.edit("groups/callers.yaml", (text) => text.replace("deletionLimit: 100", "deletionLimit: 1"));
    await site.edit("groups/callers.csv", (text) => text.replace(/^.*2026-0[12]-01\n/gm, ""));
    await site.commit("limit", "Fewer numbers");
    const { preview } = await site.pullRequest({ number: 6, branch: "limit" });
    assert.equal(preview?.conclusion, "failure");
    assert.match(await comment(6), /deletionLimit 1: .*\. Raise the limit if this is intended/);
  });

  it("open an issue at night for a group that was changed elsewhere, and change nothing", async () => {
    await site.switchTo("main");
    await elsewhere(site.emulator).ram.updateGroup("support-agents", {
      newComments: "Changed in the console",
    });
    assertSucceeded(await site.drift());
    const { issues } = await site.github.store();
    assert.deepEqual(
      issues.map(({ state, label }) => [state, label]),
      [["open", "drift"]],
    );
    assert.match(issues[0]!.body, /support/);
    assert.equal(ram()["support-agents"]!.comments, "Changed in the console");
  });

  it("close it when an update with a refresh has set the group back and nothing differs", async () => {
    assertSucceeded(await site.apply({ refresh: true }));
    assert.equal(ram()["support-agents"]!.comments, "Looks up calls");
    assertSucceeded(await site.drift());
    assert.equal((await site.github.store()).issues[0]!.state, "closed");
  });

  it("do the same on GitLab: one note on the merge request, then the update", async () => {
    await site.switchTo("gitlab");
    await site.edit("groups/callers.csv", (text) => text.replace(/^10029999037/m, "10028888037"));
    await site.commit("gitlab", "Another number");
    // From an earlier push; the first note is somebody's.
    site.services.notes.push({ id: 2, body: "<!-- cloud-groups -->\nNothing changes" });
    const preview = await site.gitLab("preview", "gitlab");
    assert.equal(preview.status, 0, preview.output);
    assert.equal(site.services.notes.length, 2);
    assert.match(site.services.notes[1]!.body, /callers/);
    await site.merge("gitlab");
    const apply = await site.gitLab("apply", "main");
    assert.equal(apply.status, 0, apply.output);
    assert.ok(callers().includes("10028888037"));
    assert.match(apply.output, /alicloud: account \d+, role cloud-groups/);
    assert.doesNotMatch(apply.output, /emulator-oidc-|STS\.Emulator/);
  });

  it("run nothing with a state that somebody put code into, and ask no cloud for keys", async () => {
    const calls = site.emulator.calls().length;
    const ours = String.raw`provider(\"RamGroup\");`;
    const evil = String.raw`provider(require(\"./evil\"));`;
    const good = await site.tamper((state) => state.replaceAll(ours, evil));
    const found =
      /::finance: outputs\.__provider is not the code of RamGroup[^]*4 problems: Pulumi would run/;
    for (const job of [await site.apply({ refresh: true }), await site.drift()]) {
      assert.equal(job.conclusion, "failure");
      const ran = job.steps.filter(({ outcome }) => outcome !== "skipped");
      assert.equal(ran.at(-1)?.name, "The state holds no code but the package's");
      assert.match(ran.at(-1)!.output, found);
    }
    for (const job of ["apply", "drift"] as const) {
      const { status, output } = await site.gitLab(job, "main");
      assert.equal(status, 1, output);
      assert.match(output, found);
    }
    assert.equal(site.emulator.calls().length, calls);
    await site.tamper(() => good);
    assertSucceeded(await site.drift());
  });

  it("fail where ten thousand numbers go, and say so in a comment that has room", async () => {
    await site.switchTo("main");
    await site.edit("groups/campaign.txt", () => MANY.join("\n"));
    await site.commit("main", "Numbers for the campaign");
    assertSucceeded(await site.apply());
    assert.equal(campaign().numbers.length, MANY.length);

    await site.switchTo("many");
    await site.edit("groups/campaign.txt", () => MANY.slice(0, 500).join("\n"));
    await site.commit("many", "The campaign is over");
    const { preview } = await site.pullRequest({ number: 4, branch: "many" });
    assert.equal(preview?.conclusion, "failure");
    assert.equal(preview.steps.at(-1)!.outcome, "failure");
    const text = await comment(4);
    assert.match(text, /10,000/);
    assert.ok(text.length <= LONGEST, `${text.length} characters`);
  });
});
