import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { summaryCommand, type SummaryOptions } from "../../cli/summary";
import { encodeSorted } from "../../provider/sets/memberText";
import { someNumbers } from "../support/numbers";
import { REPOSITORY } from "../support/repository";
import { type MadeUp, previewOf } from "./previews";

const CLI = join(REPOSITORY, "dist/cli/index.js");

/** The AxgGroupNumbers of a group, with other arguments. */
const axg = (numbers: readonly string[], others: object = {}) => ({
  poolKey: "FC123456",
  groupId: "1234",
  numbers: encodeSorted(numbers),
  ...others,
});

/** A change of numbers in a group. */
function numbersChange(from: readonly string[], to: readonly string[], others: Partial<MadeUp> = {}): MadeUp {
  const id = "FC123456/1234";
  return {
    op: "update",
    kind: "AxgGroupNumbers",
    name: "callers",
    id,
    olds: axg(from),
    news: axg(to),
    ...others,
  };
}

function textOf(resources: readonly MadeUp[], options?: SummaryOptions): string {
  return summaryCommand(previewOf(resources), options).text;
}

const gone = (others: Partial<MadeUp> = {}): MadeUp => ({
  op: "delete",
  kind: "AxgGroup",
  name: "gone",
  id: "FC123456/77",
  olds: axg(someNumbers(3)),
  ...others,
});

const replaced: MadeUp = {
  op: "replace",
  kind: "AxgGroup",
  name: "support",
  id: "FC123456/99",
  olds: { poolKey: "FC123456", remark: "first", numbers: encodeSorted(someNumbers(300)) },
  news: { poolKey: "FC123456", remark: "second", numbers: encodeSorted(someNumbers(301)) },
  replaceReasons: ["remark"],
  diffReasons: ["numbers", "remark"],
};

describe("cloud-groups summary", () => {
  it("counts what becomes of groups, of other resources, and of numbers with their calls", () => {
    const text = textOf([
      numbersChange(someNumbers(1000), someNumbers(1000, 3)),
      replaced,
      gone(),
      { op: "create", kind: "RamGroup", name: "readers", news: { groupName: "readers" } },
      { op: "same", kind: "RamGroup", name: "others", olds: {}, news: {} },
      { op: "update", kind: "AxgGroupJournal", name: "callers-journal", olds: {}, news: {} },
      { op: "create", kind: "aws:s3/bucket:Bucket", name: "bucket", news: {} },
    ]);
    const [title, , groups, , others] = text.split("\n");
    assert.equal(title, "## Groups of `test/dev`");
    assert.equal(
      groups,
      "**Groups**: 1 created, 1 updated, 1 replaced, 1 deleted, 1 unchanged. " +
        "**Numbers**: 304 added, 306 deleted, 997 unchanged; 6 calls.",
    );
    assert.equal(others, "Other resources of the stack: 1 created.");
    assert.doesNotMatch(text, /journal/);
    const order = [...text.matchAll(/^### (\w+)/gm)].map(([, action]) => action);
    assert.deepEqual(order, ["Replaced", "Deleted", "Updated", "Created"]);
  });

  it("shows the numbers that come and go, masked", () => {
    const text = textOf([numbersChange(someNumbers(997), someNumbers(1000, 12))]);
    assert.match(text, /- numbers: 15 to add, 12 to delete, 985 unchanged; 2 calls/);
    assert.match(text, /\n\+ 100\*\*\*\*0997\n/);
    assert.match(text, /\n\+ and 5 more\n- 100\*\*\*\*0000\n/);
    assert.doesNotMatch(text, /\d{7,}/);
  });

  it("tells what the preview warns of, also where nothing changes, or of no group at all", () => {
    const form = "groups/a.csv:7: numbers: 1 number has an unusual form: line 7 861****0001 (86 in front)";
    const changed = numbersChange(someNumbers(10), someNumbers(11), { warns: form });
    const urn = "urn:pulumi:dev::test::pulumi-nodejs:dynamic/cloud-groups:AxgGroup::quiet";
    const warning = (message: string, of?: string) => ({ urn: of, message, severity: "warning" });
    const preview = JSON.parse(previewOf([changed])) as { diagnostics: object[] };
    const diagnostics = [
      ...preview.diagnostics,
      warning("warning: groups/b.csv:3: numbers: 2 rows have no value and are left out: lines 3, 4\n", urn),
      warning("warning: groups/left.csv:1: is not read, whatever `13800000001` is\n"),
    ];
    const { text, status } = summaryCommand(previewOf([changed], { diagnostics }), {
      failOn: "replace,delete",
    });
    assert.equal(status, 0);
    assert.deepEqual(
      text.split("\n").filter((line) => line.startsWith("- ⚠️")),
      [
        `- ⚠️ **Warning**: AxgGroupNumbers \`callers\` (\`FC123456/1234\`): \`${form}\``,
        "- ⚠️ **Warning**: `quiet`: `groups/b.csv:3: numbers: 2 rows have no value and are left out: lines 3, 4`",
        "- ⚠️ **Warning**: ``groups/left.csv:1: is not read, whatever `138****0001` is``",
      ],
    );
    assert.doesNotMatch(text, /the preview says/);
  });

  it("tells what a group that only moves to another stack needs before", () => {
    const kinds = { AxgGroupNumbers: "declare `retainOnDelete: true` here", AxgGroup: "`pulumi state move`" };
    for (const [kind, way] of Object.entries(kinds)) {
      const lines = textOf([gone({ kind }), gone({ kind, name: "also" })]).split("\n");
      const told = lines.filter((line) => line.includes("**Moved to another stack?**"));
      assert.equal(told.length, 1);
      assert.ok(told[0]?.includes(way), told[0]);
    }
    assert.doesNotMatch(textOf([gone({ kind: "RamGroup", olds: {} })]), /another stack/);
  });

  it("takes the preview's own word for what the file hides", () => {
    const hidden = { ...axg([]), numbers: "[secret]" };
    const says = "In any words [add=3 delete=200 keep=800 uncertain=40 calls=4]";
    const text = textOf([numbersChange([], [], { olds: hidden, news: hidden, says })]);
    assert.match(
      text,
      /numbers: 3 to add, 200 to delete, 800 unchanged, 40 uncertain to settle first; 4 calls/,
    );
    assert.match(text, /\*\*Deletions\*\*: .* loses 200 of 1,000 numbers \(20 %\), over 10 %/);
    assert.match(text, /\*\*Uncertain\*\*: 40 numbers of .* settled first/);
    assert.doesNotMatch(text, /the preview says/);
  });

  it("says what is secret or not known yet, and that deletions cannot be told", () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const text = textOf([
      numbersChange([], [], { news: { ...axg([]), numbers: unknown } }),
      {
        op: "update",
        kind: "RamGroup",
        name: "readers",
        olds: { groupName: "readers", comments: "[secret]" },
        news: { groupName: unknown, comments: "[secret]" },
        diffReasons: ["comments", "groupName"],
      },
    ]);
    assert.match(text, /numbers: secret or known after apply; the number of calls is unknown/);
    assert.match(text, /\*\*Deletions\*\*: how many numbers .* is unknown/);
    assert.match(text, /- `comments`: secret → secret\n- `groupName`: `readers` → known after apply/);
    assert.match(text, / besides 1 group whose numbers are hidden; at least 0 calls\./);
  });

  describe("warns and fails", () => {
    const status = (resources: readonly MadeUp[], failOn: string, others: SummaryOptions = {}) =>
      summaryCommand(previewOf(resources), { failOn, ...others }).status;

    it("where a group is replaced, and says why", () => {
      const text = textOf([replaced], { failOn: "replace" });
      assert.match(text, /\*\*Replaced\*\*: AxgGroup `support` .*because of `remark`: .* new GID/);
      assert.match(text, /\*\*This check fails\*\*, .* on `replace` \(1 warning\)\./);
      assert.equal(status([replaced], "replace"), 3);
      assert.equal(status([replaced], "delete"), 0);
    });

    it("where a group is deleted, unless the cloud keeps it", () => {
      assert.match(textOf([gone()]), /\*\*Deleted\*\*: AxgGroup `gone` \(`FC123456\/77`\) with 3 numbers/);
      assert.equal(status([gone()], "replace,delete"), 3);
      assert.equal(status([gone()], "replace"), 0);
      const released = gone({ retainOnDelete: true });
      assert.match(textOf([released]), /\*\*Released\*\*: .* stays in the cloud/);
      assert.equal(status([released], "replace,delete"), 0);
    });

    it("where deletions go past the share, also those of a replacement", () => {
      const tenth = numbersChange(someNumbers(100), someNumbers(90));
      const more = numbersChange(someNumbers(100), someNumbers(89));
      assert.equal(status([tenth], "delete"), 0);
      assert.equal(status([more], "delete"), 3);
      assert.equal(status([more], "delete", { deletionShare: "11" }), 0);
      const news = { poolKey: "FC123456", remark: "second", numbers: encodeSorted(someNumbers(10)) };
      assert.equal(status([{ ...replaced, news }], "delete"), 3);
    });

    it("where a group would end empty", () => {
      assert.match(textOf([numbersChange(someNumbers(2), [])]), /\*\*Empty\*\*: .* ends without numbers/);
    });
  });

  it("tells a creation that is adopted from a replacement", () => {
    const creation = {
      op: "replace",
      kind: "RamGroup",
      name: "readers",
      olds: { groupName: "readers" },
      outputs: { groupName: "readers", creating: { from: "", until: "", remark: "" } },
      news: { groupName: "readers" },
      replaceReasons: ["groupName"],
    };
    const adopted = [{ ...creation, says: "In any words [creation=adopt]" }];
    assert.match(textOf(adopted), /### Updated: RamGroup .*\n\n- the outcome of .* unknown: .* adopts it/);
    assert.equal(summaryCommand(previewOf(adopted), { failOn: "replace" }).status, 0);
    const deleted = [{ ...creation, says: "In any words [creation=delete]" }];
    assert.equal(summaryCommand(previewOf(deleted), { failOn: "replace" }).status, 3);
  });

  it("counts a replacement once that is shown step by step", () => {
    const { olds, news, ...rest } = replaced;
    const text = textOf([
      { ...rest, op: "create-replacement", news: news ?? {} },
      { ...rest, op: "delete-replaced", olds: olds ?? {} },
    ]);
    assert.match(text, /1 replaced, 0 deleted.* 3 calls\./);
    assert.match(text, /- `remark`: `first` → `second`/);
  });

  it("shows operations and kinds that it does not know", () => {
    const text = textOf([
      { op: "transmogrify", kind: "RamGroup", name: "readers", news: { groupName: "readers" } },
      { op: "update", kind: "LaterGroup", name: "later", olds: { size: 1 }, news: { size: 2 } },
    ]);
    assert.match(text, /\*\*Unknown operation\*\*: RamGroup `readers` .*`transmogrify`/);
    assert.match(text, /1 with an unknown operation/);
    assert.match(text, /### Updated: LaterGroup `later`\n\n- `size`: `1` → `2`/);
  });

  it("mentions a journal that changes without its group", () => {
    const text = textOf([{ op: "create", kind: "AxgGroupJournal", name: "callers-journal", news: {} }]);
    assert.match(text, /1 journal changes without its group: `callers-journal`\./);
    assert.match(text, /No group changes\./);
  });

  it("says of what nothing will be sent, and how an earlier update failed", () => {
    const says = "In any words [add=1 delete=0 keep=5 uncertain=0 calls=1 blocked=journal]";
    const initErrors = ["OperateAxgGroup was refused: 13800000000 is no number"];
    const text = textOf([numbersChange(someNumbers(5), someNumbers(6), { says, initErrors })]);
    assert.match(text, /\*\*Nothing will be sent\*\* for AxgGroupNumbers `callers`/);
    assert.match(text, /; 0 calls\./);
    assert.match(
      text,
      /an earlier update failed, and this one finishes it: `.* 138\*\*\*\*0000 is no number`/,
    );
  });

  it("lets no text break out of its place", () => {
    const hostile = "a`b``c @all <img src=x> [l](http://x)\n# title\n- ⚠️ **x** \u202e|\u001b[31m";
    const text = textOf([
      {
        op: "update",
        kind: "RamGroup",
        name: hostile,
        olds: { groupName: "a", comments: "" },
        news: { groupName: "a", comments: hostile, [hostile]: hostile },
        diffReasons: [hostile],
        says: hostile,
      },
      { ...replaced, name: hostile, replaceReasons: [hostile] },
    ]);
    const outside = text
      .replace(/^(`{3,})\w*\n[^]*?\n\1$/gm, "")
      .replace(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, "CODE");
    assert.doesNotMatch(outside, /@|<img|\]\(|^# |\u202e|\p{Cc}(?<!\n)/mu);
    assert.match(text, /- `comments`: `""` → ```a`b``c @all .*\\n# title\\n.*\\u\{202e\}\|\\u\{1b\}/);
    assert.match(textOf([], { title: hostile }), /^## ```a`b``c @all/);
    assert.match(textOf([], { title: "Production, groups (weekly)" }), /^## Production, groups \(weekly\)\n/);
  });

  it("says why a preview failed, with status 1 and nothing of its steps", () => {
    const message = "error: \u001b[31mnumbers: 13800000000\u001b[39m stands more than once\n\tat ```x\n";
    const urn = "urn:pulumi:dev::test::pulumi-nodejs:dynamic/cloud-groups:AxgGroupNumbers::callers";
    const diagnostics = [{ urn, message, severity: "error" }];
    const { text, status } = summaryCommand(previewOf([gone()], { diagnostics }), { failOn: "delete" });
    assert.equal(status, 1);
    assert.match(text, /\*\*The preview failed\*\* with 1 error, /);
    assert.match(
      text,
      /`callers`:\n\n````\nerror: numbers: 138\*\*\*\*0000 stands more than once\n\\tat ```x\n````/,
    );
    assert.doesNotMatch(text, /gone/);
  });

  it("counts a group that was refreshed as what becomes of it", () => {
    const [from, to] = [someNumbers(20), someNumbers(21)];
    const text = textOf([
      numbersChange(someNumbers(3), someNumbers(3), { op: "refresh" }),
      numbersChange(from, to),
      { op: "refresh", kind: "RamGroup", name: "readers", olds: {}, news: {} },
      { op: "read", kind: "RamGroup", name: "looked-up", news: {} },
    ]);
    assert.match(text, /0 created, 1 updated, 0 replaced, 0 deleted, 1 unchanged, 1 looked up\./);
    assert.match(text, /numbers: 1 to add, 0 to delete, 20 unchanged/);
  });

  it("names no secret and nothing unknown as what a group is known by", () => {
    const news = { ...axg([]), poolKey: "[secret]", groupId: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" };
    const text = textOf([{ op: "create", kind: "AxgGroupNumbers", name: "callers", news }]);
    assert.match(text, /### Created: AxgGroupNumbers `callers`\n/);
  });

  it("reads a preview between lines of other programs", () => {
    const text = `warning: something\n${previewOf([gone()])}\ndone\n`;
    assert.match(summaryCommand(text).text, /### Deleted: AxgGroup `gone`/);
  });

  it("reads a file or standard input, and tells the shell", () => {
    const run = (args: readonly string[], input = "") =>
      spawnSync(process.execPath, [CLI, "summary", ...args], { input, encoding: "utf8" });
    const checked = run(["-", "--fail-on", "delete", "--title", "Mine"], previewOf([gone()]));
    assert.equal(checked.status, 3, checked.stderr);
    assert.match(checked.stdout, /^## Mine\n[^]*### Deleted: AxgGroup `gone`/);
    const missing = run([join(REPOSITORY, "no-such-preview.json")]);
    assert.deepEqual([missing.status, missing.stdout], [2, ""]);
    assert.match(missing.stderr, /cloud-groups summary: ENOENT: .*no-such-preview\.json/);
    assert.equal(run(["-", "--fail"]).status, 2);
  });

  it("has a text also where Pulumi printed no preview, since it becomes a comment", () => {
    const { text, status } = summaryCommand("", { title: "Mine" });
    assert.equal(status, 2);
    assert.match(
      text,
      /^## Mine\n\n\*\*There is no preview\*\*: Pulumi stopped before it printed one\. See the job's log/,
    );
    assert.equal(summaryCommand("", { failOn: "nothing" }).text, "", "it was called wrongly");
  });

  it("says what is wrong with its usage, with status 2", () => {
    const wrong = (text: string, options: SummaryOptions = {}) => {
      const result = summaryCommand(text, options);
      assert.equal(result.status, 2, result.text);
      return result.complaint ?? "";
    };
    assert.match(wrong(""), /expected the output of pulumi preview --json, but this is empty/);
    assert.match(wrong("no JSON"), /expected the output of pulumi preview --json: /);
    assert.match(wrong("[]"), /expected the output/);
    assert.match(wrong("{}"), /neither steps nor diagnostics/);
    assert.match(wrong('{"steps": [{"op": 1}]}'), /steps\.0\.op/);
    assert.match(wrong('{"sequence":0,"timestamp":1}\n{"sequence":1}\n'), /a stream of events/);
    const fine = previewOf([]);
    assert.match(wrong(fine, { failOn: "replace,remove" }), /--fail-on: must be replace or delete/);
    assert.match(wrong(fine, { deletionShare: "101" }), /--deletion-share: must be a percentage/);
    assert.match(wrong(fine, { deletionShare: "-1" }), /--deletion-share: must be a percentage/);
    assert.match(wrong(fine, { maxLength: "100" }), /--max-length: must be at least 2000/);
    assert.match(wrong(fine, { title: " " }), /--title: must not be empty/);
  });
});
