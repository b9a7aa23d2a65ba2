import assert from "node:assert/strict";

import * as fc from "fast-check";

import { summaryCommand } from "../../cli/summary";
import { ascending, encodeSorted } from "../../provider/sets/memberText";
import { someNumbers } from "../support/numbers";
import { type MadeUp, previewOf } from "./previews";

const pool = { poolKey: "FC123456" };

/** Numbers of 7 digits or more, of which a text must show none. */
const numbers = fc
  .uniqueArray(
    fc.integer({ min: 1_000_000, max: 99_999_999_999 }).map((number) => String(number)),
    { maxLength: 30 },
  )
  .map((list) => list.sort(ascending));

const ops = fc.constantFrom("create", "update", "replace", "delete", "same");

interface Drawn {
  readonly op: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly text: string;
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  op: ops,
  from: numbers,
  to: numbers,
  text: fc.string({ unit: "binary", maxLength: 400 }),
});

/** The resource of a draw; its remark has a number of the group in it. */
function groupOf({ op, from, to, text }: Drawn, at: number): MadeUp {
  const declared = (set: readonly string[]) => ({
    ...pool,
    remark: `${text} ${set[0] ?? ""}`,
    numbers: encodeSorted(set),
  });
  return {
    op,
    kind: "AxgGroup",
    name: `group-${at}`,
    id: `FC123456/${at}`,
    ...(op === "create" ? {} : { olds: declared(from) }),
    ...(op === "delete" ? {} : { news: declared(to) }),
  };
}

describe("the text of a preview", () => {
  it("stays within its length, shows no number, and its counts add up", () => {
    fc.assert(
      fc.property(
        fc.array(drawn, { maxLength: 12 }),
        fc.integer({ min: 2000, max: 12_000 }),
        fc.string({ unit: "binary", minLength: 1, maxLength: 300 }).filter((title) => title.trim() !== ""),
        (draws, maxLength, title) => {
          const groups = draws.map(groupOf);
          const options = { maxLength: String(maxLength), title };
          const { text, status } = summaryCommand(previewOf(groups), options);
          assert.equal(status, 0, text);
          assert.ok(text.length <= maxLength, `${text.length} characters of ${maxLength}`);
          const all = draws.flatMap(({ from, to }) => [...from, ...to]);
          assert.deepEqual(
            all.filter((number) => text.includes(number)),
            [],
          );
          assertCounts(text, draws);
        },
      ),
      { numRuns: 60 },
    );
  });

  function assertCounts(text: string, draws: readonly Drawn[]): void {
    const countIn = (part: string) => (word: string) =>
      Number(new RegExp(`([\\d,]+) ${word}`).exec(part)?.[1]?.replaceAll(",", "") ?? 0);
    const [groupCounts = "", numberCounts = ""] = text.split("**Groups**: ")[1]?.split("**Numbers**: ") ?? [];
    const [groupCount, numberCount] = [countIn(groupCounts), countIn(numberCounts)];
    const of = (op: string) => draws.filter((draw) => draw.op === op);
    assert.deepEqual(
      ["created", "updated", "replaced", "deleted", "unchanged"].map(groupCount),
      ["create", "update", "replace", "delete", "same"].map((op) => of(op).length),
    );
    const sum = (list: readonly Drawn[], key: "from" | "to") =>
      list.reduce((total, draw) => total + draw[key].length, 0);
    const kept = draws.filter(({ op }) => op === "update" || op === "same");
    const [added, deleted, staying] = ["added", "deleted", "unchanged"].map(numberCount);
    assert.equal(added! + staying!, sum([...kept, ...of("create"), ...of("replace")], "to"));
    assert.equal(deleted! + staying!, sum([...kept, ...of("delete"), ...of("replace")], "from"));
    const sections = [...text.matchAll(/^### /gm)].length;
    const left = Number(/^\*(\d+) further group/m.exec(text)?.[1] ?? 0);
    assert.equal(sections + left, draws.length - of("same").length);
  }

  it("stays within its length for 2,000 groups that are replaced, and says how many did not fit", () => {
    const groups = Array.from({ length: 2000 }, (_, at) =>
      groupOf({ op: "replace", from: ["13800000000"], to: ["13800000001"], text: "x".repeat(400) }, at),
    );
    const { text } = summaryCommand(previewOf(groups));
    assert.ok(text.length <= 60_000 && text.length > 50_000, `${text.length} characters`);
    assert.match(text, /2,000 replaced/);
    const sections = [...text.matchAll(/^### /gm)].length;
    assert.match(
      text,
      new RegExp(
        `\\*${(2000 - sections).toLocaleString("en-US")} further groups that change did not fit\\.\\*\n$`,
      ),
    );
    assert.match(text, /and [\d,]+ further warnings/);
  });

  it("says that there are warnings, and fails, also where the shortest text has room for no more", () => {
    const name = "\u202e".repeat(100);
    const journals = Array.from({ length: 5 }, (_, at) => ({
      op: "create",
      kind: "AxgGroupJournal",
      name: `${name}${at}`,
      news: {},
    }));
    const groups = Array.from({ length: 3 }, (_, at) => ({
      ...groupOf({ op: "replace", from: someNumbers(9), to: [], text: name }, at),
      name: name + String(at),
      replaceReasons: [1, 2, 3, 4, 5].map((reason) => `${name}${reason}`),
    }));
    const options = { maxLength: "2000", title: name, failOn: "replace,delete" };
    const { text, status } = summaryCommand(previewOf([...groups, ...journals]), options);
    assert.equal(status, 3);
    assert.ok(text.length <= 2000);
    assert.match(text, /\*\*This check fails\*\*/);
    assert.match(text, /further warnings/);
    assert.match(text, /further groups? that changes? did not fit/);
  });

  it("is short and soon there for 100,000 numbers that all change", () => {
    const [from, to] = [someNumbers(100_000), someNumbers(100_000, 100_000)];
    const preview = previewOf([groupOf({ op: "update", from, to, text: "" }, 1)]);
    const started = performance.now();
    const { text } = summaryCommand(preview);
    const took = performance.now() - started;
    assert.match(text, /numbers: 100,000 to add, 100,000 to delete, 0 unchanged; 1,000 calls/);
    assert.ok(text.length < 2000, `${text.length} characters`);
    // It takes some 0.1 s, and a machine may be busy.
    assert.ok(took < 3000, `${took} ms`);
  });

  it("stays within its length for errors without end", () => {
    const diagnostics = Array.from({ length: 500 }, () => ({
      message: "error: no\n".repeat(100),
      severity: "error",
    }));
    const { text, status } = summaryCommand(previewOf([], { diagnostics }), { maxLength: "5000" });
    assert.equal(status, 1);
    assert.ok(text.length <= 5000);
    assert.match(text, /and \d+ further errors/);
  });
});
