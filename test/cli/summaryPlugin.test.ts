import assert from "node:assert/strict";

import { summaryCommand } from "../../cli/summary";
import { encodeSorted } from "../../provider/sets/memberText";
import { someNumbers } from "../support/numbers";
import { inPlugin, type MadeUp, previewOf } from "./previews";

const callers = { poolKey: "FC123456", groupId: "1234" };

const RESOURCES: readonly MadeUp[] = [
  {
    op: "update",
    kind: "AxgGroupNumbers",
    name: "callers",
    id: "FC123456/1234",
    olds: { ...callers, numbers: encodeSorted(someNumbers(300)) },
    news: { ...callers, numbers: encodeSorted(someNumbers(300, 50)) },
    diffReasons: ["numbers"],
    says: "In any words [add=50 delete=50 keep=250 uncertain=0 calls=2]",
  },
  { op: "update", kind: "AxgGroupNumbersJournal", name: "callers-journal", olds: {}, news: {} },
  {
    op: "replace",
    kind: "AxgGroup",
    name: "support",
    id: "FC123456/99",
    olds: { poolKey: "FC123456", remark: "first", numbers: encodeSorted(someNumbers(3)) },
    news: { poolKey: "FC123456", remark: "second", numbers: encodeSorted(someNumbers(4)) },
    replaceReasons: ["remark"],
    diffReasons: ["remark"],
  },
  { op: "delete", kind: "RamGroup", name: "readers", id: "g-1", olds: { groupName: "readers" } },
  { op: "create", kind: "LaterGroup", name: "later", news: { size: 1 } },
  { op: "create", kind: "aws:s3/bucket:Bucket", name: "bucket", news: {} },
];

const component = (op: string, kind: string, name: string): MadeUp => ({
  op,
  kind: `cloud-groups:index:${kind}`,
  name,
  custom: false,
  ...(op === "create" ? { news: {} } : { olds: {} }),
});

describe("cloud-groups summary of the plugin's resources", () => {
  const options = { failOn: "replace,delete" };

  it("says what it says of dynamic ones, whether the preview shows components or not", () => {
    const expected = summaryCommand(previewOf(RESOURCES, { changeSummary: { same: 1 } }), options);
    assert.equal(expected.status, 3);
    assert.match(expected.text, /Other resources of the stack: 1 created\.\n/);
    const components = [
      component("same", "AxgGroupNumbers", "callers"),
      component("same", "AxgGroup", "support"),
    ];
    const changeSummary = { same: 3 };
    for (const shown of [[], components]) {
      const preview = previewOf([...shown, ...inPlugin(RESOURCES)], { changeSummary });
      assert.deepEqual(summaryCommand(preview, options), expected);
    }
  });

  it("counts a group once whose component is made or deleted with it", () => {
    for (const [op, count] of [
      ["create", "1 created, 0 updated, 0 replaced, 0 deleted"],
      ["delete", "0 created, 0 updated, 0 replaced, 1 deleted"],
    ] as const) {
      const numbers = { ...callers, numbers: encodeSorted(someNumbers(3)) };
      const group = { op, kind: "AxgGroupNumbers", name: "callers" };
      const preview = previewOf([
        component(op, "AxgGroupNumbers", "callers"),
        ...inPlugin([{ ...group, ...(op === "create" ? { news: numbers } : { olds: numbers }) }]),
        ...inPlugin([{ ...group, kind: "AxgGroupNumbersJournal", name: "callers-journal" }]),
      ]);
      const { text } = summaryCommand(preview);
      assert.ok(text.includes(`**Groups**: ${count}`), text);
      assert.doesNotMatch(text, /Other resources|journal/);
    }
  });

  it("tells what a component warns of beside its group, or by its name where nothing changes", () => {
    const warns = "numbers: 1 number has an unusual form: line 7 861****0001 (86 in front)";
    const [changed] = inPlugin(RESOURCES);
    const quiet = component("same", "AxgGroup", "quiet");
    const shown = [
      { ...component("same", "AxgGroupNumbers", "callers"), warns },
      { ...quiet, warns },
    ];
    const lines = summaryCommand(previewOf([...shown, changed!])).text.split("\n");
    assert.deepEqual(
      lines.filter((line) => line.includes("**Warning**")),
      [
        `- ⚠️ **Warning**: AxgGroupNumbers \`callers\` (\`FC123456/1234\`): \`${warns}\``,
        `- ⚠️ **Warning**: \`quiet\`: \`${warns}\``,
      ],
    );
  });

  it("says once what the engine says several times", () => {
    const message = "warning: using pulumi-resource-cloud-groups from $PATH at /usr/bin\n";
    const diagnostics = Array.from({ length: 3 }, () => ({ message, severity: "warning" }));
    const { text } = summaryCommand(previewOf([], { diagnostics }));
    assert.equal(text.split("using pulumi-resource-cloud-groups").length, 2);
  });
});
