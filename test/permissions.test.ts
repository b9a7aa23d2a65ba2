import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { type Permission, STEPS } from "../provider/core/permissions";
import { needs, permissions } from "../provider/permissions";
import { REPOSITORY } from "./support/repository";

/** The kinds whose policies are another's: a journal comes with its group. */
const WITHOUT_POLICY = ["AxgGroupJournal", "AxgGroupNumbersJournal"];

/** The document's sections by the kinds, or whatever else, that their headings name. */
const sections = new Map(
  readFileSync(join(REPOSITORY, "docs/permissions.md"), "utf8")
    .split(/^## /m)
    .flatMap((section): [string, string][] => {
      const heading = section.slice(0, section.indexOf("\n"));
      return heading.split(" and ").map((kind) => [kind, section]);
    }),
);

function cellsOf(section: string): string[][] {
  const rows = section.split("\n").filter((line) => line.startsWith("| `"));
  return rows.map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll("`", "")),
  );
}

/** The actions of each statement of each policy. */
function policiesOf(section: string): string[][][] {
  return [...section.matchAll(/^```json\n(.*?)^```/gms)].map(([, text]) => {
    // Tencent Cloud writes the same words in small letters.
    const policy = JSON.parse(text!.toLowerCase()) as { statement: { action: string[] }[] };
    return policy.statement.map(({ action }) => action.toSorted());
  });
}

function permissionOf(call: string): Permission {
  return permissions[call] ?? assert.fail(`no kind has the call ${call}`);
}

function distinct(actions: readonly string[], others: readonly string[] = []): string[] {
  const small = actions.map((action) => action.toLowerCase());
  return [...new Set(small)].filter((action) => !others.includes(action)).sort();
}

describe("docs/permissions.md", () => {
  for (const [kind, declared] of Object.entries(needs)) {
    const section = () => sections.get(kind) ?? assert.fail(`there is no section ${kind}`);
    const operations = [...new Set(Object.values(declared).flat())];

    it(`has every call of ${kind}, its permission, and when it is made`, () => {
      const rows = operations.map((operation) => {
        const { actions, identityActions } = permissionOf(operation);
        const names = identityActions === undefined ? [actions[0]] : [actions[0], identityActions[0]];
        const steps = STEPS.filter((step) => declared[step].includes(operation));
        return [operation, ...names, steps.join(", ")];
      });
      assert.deepEqual(cellsOf(section()).sort(), rows.sort());
    });

    if (WITHOUT_POLICY.includes(kind)) continue;
    it(`has policies that allow what ${kind} needs and no more, forceDestroy apart`, () => {
      const { forceDestroy, ...life } = declared;
      const expected = (["actions", "identityActions"] as const).flatMap((names) => {
        const all = (of: readonly string[]) =>
          of.flatMap((operation) => permissionOf(operation)[names] ?? []);
        const first = distinct(all(Object.values(life).flat()));
        const second = distinct(all(forceDestroy), first);
        const statements = [first, second].filter((actions) => actions.length > 0);
        return statements.length === 0 ? [] : [statements];
      });
      assert.deepEqual(policiesOf(section()), expected);
    });
  }

  it("says which names could not be confirmed", () => {
    const section = sections.get("Not confirmed") ?? "";
    const listed = [...section.matchAll(/^- `(.*)`$/gm)].map(([, name]) => name);
    const unconfirmed = Object.values(permissions).flatMap((one) => one.unconfirmed ?? []);
    assert.deepEqual(listed.toSorted(), unconfirmed.toSorted());
    const known = Object.values(permissions).flatMap((one) => [
      ...one.actions,
      ...(one.identityActions ?? []),
    ]);
    for (const name of unconfirmed) assert.ok(known.includes(name), `${name} is no longer used`);
  });
});
