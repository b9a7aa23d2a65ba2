import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { parse } from "yaml";
import { z } from "zod";
import { REPOSITORY } from "../support/repository";
import { loadScript } from "./checkout";

const jobShape = z.looseObject({
  needs: z.union([z.string(), z.array(z.string())]).optional(),
  permissions: z.record(z.string(), z.string()),
  environment: z.string().optional(),
  strategy: z.object({ matrix: z.object({ runner: z.array(z.string()) }) }).optional(),
  steps: z.array(
    z.looseObject({
      uses: z.string().optional(),
      run: z.string().optional(),
      with: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
});
const { jobs } = z
  .looseObject({ permissions: z.strictObject({}), jobs: z.record(z.string(), jobShape) })
  .parse(parse(readFileSync(join(REPOSITORY, ".github/workflows/release.yml"), "utf8")));

const scriptsOf = (job: string) => jobs[job]!.steps.flatMap(({ run }) => run ?? []);
const actionsOf = (job: string) => jobs[job]!.steps.flatMap(({ uses }) => uses?.replace(/@.*/, "") ?? []);

describe("the release", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "cloud-groups-test-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** Runs the last script of a job, as GitHub does, where a command says with which arguments it was called. */
  function run(job: string, command: string, env: Readonly<Record<string, string>> = {}) {
    writeFileSync(join(folder, command), '#!/bin/sh\nprintf "%s\\n" "$@" > called\n', { mode: 0o755 });
    const { status, stdout } = spawnSync("bash", ["-e", "-c", scriptsOf(job).at(-1)!], {
      cwd: folder,
      encoding: "utf8",
      env: {
        PATH: [folder, process.env["PATH"]].join(delimiter),
        GITHUB_OUTPUT: join(folder, "output"),
        ...env,
      },
    });
    const called = join(folder, "called");
    const args = existsSync(called) ? readFileSync(called, "utf8").trimEnd().split("\n") : [];
    return { status, stdout, args };
  }

  it("is published by a job that has the tarball alone: no repository, and nothing installed", () => {
    assert.deepEqual(jobs["publish"]?.permissions, { "id-token": "write" });
    assert.deepEqual(actionsOf("publish"), ["actions/setup-node", "actions/download-artifact"]);
    assert.deepEqual(scriptsOf("publish"), ["npm publish ./package/*.tgz --provenance --ignore-scripts"]);
    assert.deepEqual(jobs["publish"].needs, ["test", "pack", "archive"]);
    const others = Object.entries(jobs).filter(([name]) => name !== "publish");
    for (const [name, { permissions }] of others) assert.ok(!("id-token" in permissions), name);
  });

  it("is tested and packed by jobs that may read the repository", () => {
    for (const name of ["plan", "test", "pack", "bundle", "archive"]) {
      assert.deepEqual([jobs[name]?.permissions, jobs[name]?.environment], [{ contents: "read" }, undefined]);
    }
    for (const name of ["pack", "bundle"]) assert.ok(scriptsOf(name).includes("npm ci --ignore-scripts"));
  });

  it("is packed with the changelog's section of its version, and not without one", () => {
    const changelog = "# Changelog\n\n## 0.2.0\n\n- One.\n- Two.\n\n## 0.1.0\n\n- Three.\n";
    writeFileSync(join(folder, "CHANGELOG.md"), changelog);
    writeFileSync(join(folder, "package.json"), '{ "version": "0.2.0" }');
    assert.deepEqual(run("pack", "npm"), {
      status: 0,
      stdout: "",
      args: ["pack", "--pack-destination", "package"],
    });
    assert.equal(readFileSync(join(folder, "package/notes.md"), "utf8"), "\n- One.\n- Two.\n\n");
    assert.equal(readFileSync(join(folder, "output"), "utf8"), "version=0.2.0\n");
    rmSync(join(folder, "package"), { recursive: true });
    rmSync(join(folder, "called"));
    writeFileSync(join(folder, "package.json"), '{ "version": "0.3.0" }');
    const without = run("pack", "npm");
    assert.deepEqual(without, { status: 1, stdout: "CHANGELOG.md says nothing under ## 0.3.0\n", args: [] });
  });

  it("has an archive of the plugin for each platform, made where nothing is installed, with the Node that was tried", async () => {
    const { strategy, steps } = jobs["archive"]!;
    assert.deepEqual(strategy?.matrix.runner.length, 6);
    assert.deepEqual(scriptsOf("archive"), ["node scripts/archive.mjs"]);
    const { node } = (await loadScript("places.mjs")) as { readonly node: { readonly archived: string } };
    const versions = steps.flatMap((step) => step.with?.["node-version"] ?? []);
    assert.deepEqual(versions, [node.archived]);
  });

  it("is tagged as Pulumi looks for it and announced once it is published, by a job that runs nothing of the repository", () => {
    assert.deepEqual(jobs["announce"]?.permissions, { contents: "write" });
    assert.deepEqual(jobs["announce"].needs, ["pack", "publish"]);
    assert.deepEqual(actionsOf("announce"), ["actions/download-artifact", "actions/download-artifact"]);
    const { TAG } = jobs["announce"].steps.at(-1)!["env"] as { readonly TAG: string };
    assert.equal(TAG, "v${{ needs.pack.outputs.version }}");
    mkdirSync(join(folder, "archives"));
    const archives = ["archives/one.tar.gz", "archives/two.tar.gz"];
    for (const archive of archives) writeFileSync(join(folder, archive), archive);
    for (const [version, isPrerelease] of [
      ["0.2.0", false],
      ["0.3.0-next.1", true],
    ] as const) {
      const tag = `v${version}`;
      const { status, args } = run("announce", "gh", { TAG: tag, GITHUB_SHA: "abc" });
      const attached = ["archives/SHA256SUMS", ...archives];
      const expected = ["release", "create", tag, ...attached, "--target", "abc", "--title", tag];
      const notes = ["--notes-file", "package/notes.md", `--prerelease=${isPrerelease}`];
      assert.deepEqual([status, args], [0, [...expected, ...notes]]);
    }
    const sums = readFileSync(join(folder, "archives/SHA256SUMS"), "utf8");
    assert.match(sums, /^[0-9a-f]{64} {2}one\.tar\.gz\n[0-9a-f]{64} {2}two\.tar\.gz\n$/);
  });
});
