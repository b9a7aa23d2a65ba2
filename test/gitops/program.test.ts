import assert from "node:assert/strict";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";

import { parseAllDocuments, stringify } from "yaml";

import { type Emulator, startEmulator } from "../../emulator";
import { GuideRun } from "../docs/support/guide";
import { consumerProject } from "../support/consumer";
import { REPOSITORY } from "../support/repository";
import { manifest } from "./support/stackManifest";

type Manifest = ReturnType<typeof manifest.parse>;

/** What the operator makes of a Program: a project of Pulumi YAML by its name. */
function projectOf(objects: readonly Manifest[]): string {
  const [program] = objects.flatMap((each) => (each.kind === "Program" ? [each] : []));
  return stringify({ name: program?.metadata.name, runtime: "yaml", ...program?.program });
}

/** What its init container runs. */
function scriptOf(objects: readonly Manifest[]): string {
  const [stack] = objects.flatMap((each) => (each.kind === "Stack" ? [each] : []));
  const pod = stack?.spec.workspaceTemplate?.spec.podTemplate?.spec;
  return pod?.initContainers?.flatMap(({ args }) => args).join("\n") ?? "";
}

describe("the Program for the Pulumi Kubernetes Operator", () => {
  let consumer: string;
  let emulator: Emulator;

  before(async () => {
    consumer = await consumerProject();
    emulator = await startEmulator();
  });

  after(async () => {
    await emulator.stop();
    await rm(consumer, { recursive: true, force: true });
  });

  it("finds the plugin that its init container installs, and makes its groups", async () => {
    const text = await readFile(join(REPOSITORY, "examples/gitops/kubernetes/program.yaml"), "utf8");
    const objects = parseAllDocuments(text).map((document) => manifest.parse(document.toJS()));
    const run = await GuideRun.start(consumer, emulator.environment);
    const block = (language: string, lines: string, info: Record<string, string> = {}) =>
      run.take({ language, info, text: lines, introduction: "", at: "program.yaml" });
    const inPod = (lines: string) => lines.replaceAll("/share", join(run.folder, "share"));
    try {
      await block("yaml", projectOf(objects), { file: "Pulumi.yaml" });
      await block(
        "sh",
        `mkdir share\nexport PULUMI_HOME=${inPod("/share/pulumi")} PULUMI_BACKEND_URL="file://$PWD" PULUMI_CONFIG_PASSPHRASE=try\npulumi stack init production`,
      );
      await block("sh", inPod(scriptOf(objects)));
      await block("sh", "pulumi install\npulumi up\npulumi preview --expect-no-changes");
      await block("text", "Resources:\n    11 unchanged");
      const { ram, dypls } = emulator.state().accounts.first;
      assert.deepEqual(Object.keys(ram.groups).sort(), ["finance-readers", "support-agents"]);
      assert.equal(dypls.pools["FC123456"]?.groups["1234"]?.numbers.length, 40);
    } finally {
      await run.end();
    }
  });
});
