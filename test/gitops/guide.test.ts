import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse, parseAllDocuments } from "yaml";

import { REPOSITORY } from "../support/repository";
import { blocks, GUIDE } from "./support/guide";
import { manifest } from "./support/stackManifest";
import { step, workflowFiles } from "./support/workflow";

const EXAMPLE = join(REPOSITORY, "examples/gitops");
const WORKFLOWS = workflowFiles(join(EXAMPLE, ".github/workflows")).map((file) => readFileSync(file, "utf8"));
const GITLAB = readFileSync(join(EXAMPLE, ".gitlab-ci.yml"), "utf8");

describe("the guide to groups by pull request", () => {
  it("tells of every secret and variable that the workflows ask for", () => {
    const asked = WORKFLOWS.flatMap((text) => [...text.matchAll(/\b(?:secrets|vars)\.(\w+)/g)]);
    const untold = asked.flatMap(([, name = ""]) =>
      GUIDE.includes(`\`${name}\``) || GUIDE.includes(` ${name}\n`) ? [] : name,
    );
    assert.deepEqual([...new Set(untold)], []);
  });

  it("names labels that the pipelines look for", () => {
    const labels = [...GUIDE.matchAll(/gh label create (\S+)/g)].map(([, name = ""]) => name);
    assert.deepEqual(labels, ["allow-destructive", "drift"]);
    for (const label of labels) assert.ok(WORKFLOWS.some((text) => text.includes(label)));
    assert.match(GITLAB, /,allow-destructive,/);
  });

  it("has trust policies that are JSON, for the audience and the environment that the workflows have", () => {
    const policies = blocks("json").map((text) => JSON.stringify(JSON.parse(text)));
    assert.equal(policies.length, 4);
    const clouds = policies.filter((text) => text.includes("cloud-groups"));
    for (const text of clouds) assert.match(text, /repo:OWNER\/REPOSITORY:environment:production/);
    assert.match(GITLAB, /CLOUD_GROUPS_OIDC_TOKEN: \{ aud: cloud-groups \}/);
    assert.ok(WORKFLOWS.some((text) => /environment: production\n/.test(text)));
  });

  it("shows YAML that GitHub and the operator take", () => {
    const [s3, prerequisites] = blocks("yaml").map((text) => parse(text) as unknown);
    assert.doesNotThrow(() => step.array().parse(s3));
    const objects = parseAllDocuments(readFileSync(join(EXAMPLE, "kubernetes/stack.yaml"), "utf8"));
    const stack = objects.at(-1)?.toJS() as { spec: object };
    assert.doesNotThrow(() =>
      manifest.parse({ ...stack, spec: { ...stack.spec, ...(prerequisites as object) } }),
    );
  });

  it("makes the Kubernetes secrets that the stack reads", () => {
    const text = readFileSync(join(EXAMPLE, "kubernetes/stack.yaml"), "utf8");
    const read = [...text.matchAll(/secret(?:KeyRef)?: \{ name: ([\w-]+), key: (\w+) \}/g)];
    assert.equal(read.length, 7);
    for (const [, name, key] of read)
      assert.match(GUIDE, new RegExp(`generic ${name}.* --from-literal=${key}=`));
  });
});
