import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, it } from "mocha";

import { REPOSITORY } from "../support/repository";

function bench(args: string[], env: Record<string, string> = {}): { output: string; complaint: string } {
  const { stdout, stderr } = spawnSync(process.execPath, ["scripts/bench.mjs", ...args], {
    cwd: REPOSITORY,
    env: { ...process.env, BENCH_SIZES: undefined, BENCH_ROUNDS: undefined, ...env },
    encoding: "utf8",
  });
  return { output: stdout, complaint: stderr };
}

describe("npm run bench", () => {
  it("runs a part alone, with a row for each size, and prints nothing but its table", () => {
    const { output } = bench(["planner", "--sizes", "1000,2000"]);
    assert.match(output, /^## The planner\n/);
    assert.match(output, /\n\| 1,000 \|.* ms \|.* MB \|.*\n\| 2,000 \|.*\n\n$/);
  });

  it("takes sizes from the environment, but rather from its arguments", () => {
    assert.match(bench(["planner"], { BENCH_SIZES: "3000" }).output, /\n\| 3,000 \|/);
    const { output } = bench(["planner", "--sizes", "1000"], { BENCH_SIZES: "3000" });
    assert.doesNotMatch(output, /3,000/);
  });

  it("says what it can do where it is asked for something else", () => {
    assert.match(bench(["speed"]).complaint, /^error: .*'speed' is invalid.* choices are numbers, planner/);
    assert.match(bench(["planner", "--write"]).complaint, /^error: --write writes all parts: name none\n$/);
    for (const option of ["--groups", "--rounds", "--sizes"])
      assert.match(bench([option, "0"]).complaint, /^error: .*'0' is invalid.* a whole number above 0\.\n$/);
  });
});
