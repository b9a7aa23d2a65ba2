import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, it } from "mocha";

import { REPOSITORY } from "../support/repository";

function bench(args: string[], env: Record<string, string> = {}): { output: string; complaint: string } {
  const { stdout, stderr } = spawnSync(process.execPath, ["scripts/bench.mjs", ...args], {
    cwd: REPOSITORY,
    env: { ...process.env, BENCH_SIZES: "", BENCH_ROUNDS: "", ...env },
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
    assert.match(
      bench(["speed"]).complaint,
      /^error: there is no part "speed"; npm run bench -- \[numbers \| /,
    );
    assert.match(
      bench(["planner", "--write"]).complaint,
      /^error: --write writes all parts: name none; npm run bench/,
    );
    assert.match(
      bench(["--groups", "0"]).complaint,
      /^error: --groups: "0" is not a whole number above 0\n$/,
    );
    assert.match(
      bench(["--rounds", "1000:x"]).complaint,
      /^error: --rounds: "x" is not a whole number above 0\n$/,
    );
  });
});
