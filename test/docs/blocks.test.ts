import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import * as cloudGroups from "../../provider";
import { consumerProject } from "../support/consumer";
import { readGitLabPipeline } from "../gitops/support/gitlab";
import { REPOSITORY } from "../support/repository";
import { type Block, GUIDES, readDocument, readDocuments } from "./support/documents";
import { missingLine } from "./support/output";

const run = promisify(execFile);

/** The blocks that no test can run, by the reasons that their info strings give. There is no way around these. */
const NOT_RUN = [
  "asks the clouds with their own command lines",
  "reads Terraform's state",
  "needs the language hosts of a release",
];

const LANGUAGES = ["go", "js", "json", "sh", "text", "ts", "yaml"];

/** The examples of the docstrings, each class's and function's own. */
async function examplesIn(folder: string): Promise<Block[]> {
  const all = await readdir(join(REPOSITORY, folder), { recursive: true });
  const files = all.filter((name) => name.endsWith(".ts"));
  const found = await Promise.all(
    files.map(async (file) => {
      const source = await readFile(join(REPOSITORY, folder, file), "utf8");
      const blocks = [...source.matchAll(/^ \* ```ts\n((?: \*.*\n)+?) \* ```$/gm)];
      return blocks.map(([, lines = ""], index) => ({
        language: "ts",
        info: {},
        text: lines.replace(/^ \* ?/gm, ""),
        introduction: "",
        at: `${folder}/${file}:example-${index + 1}`,
      }));
    }),
  );
  return found.flat();
}

/** What a fragment leaves out: its imports, and the keys that it gets from elsewhere. */
const AROUND_FRAGMENTS = [
  `import { ${Object.keys(cloudGroups).join(", ")} } from "pulumi-cloud-groups";`,
  "declare const accessKey: string, secretKey: string;",
  "",
].join("\n");

const TSCONFIG = {
  compilerOptions: {
    target: "es2023",
    module: "node16",
    moduleResolution: "node16",
    types: ["node"],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
  },
  include: ["."],
};

/** @throws Error with what the compiler says, by document and line of each block */
async function compile(blocks: readonly Block[]): Promise<void> {
  const project = await consumerProject();
  try {
    const folder = join(project, "blocks");
    await mkdir(folder);
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify(TSCONFIG));
    for (const { text, at } of blocks) {
      const isModule = /^(const .* = )?await /m.test(text) || text.includes("automation/index.js");
      const name = `${at.replace(/\W+/g, "-")}.${isModule ? "mts" : "ts"}`;
      await writeFile(join(folder, name), /^import /m.test(text) ? text : AROUND_FRAGMENTS + text);
    }
    await run(join(project, "node_modules/.bin/tsc"), ["-p", folder], { cwd: folder }).catch(
      (error: unknown) => assert.fail((error as { stdout: string }).stdout),
    );
  } finally {
    await rm(project, { recursive: true, force: true });
  }
}

describe("the code blocks of the README and the guides", () => {
  let blocks: Block[];
  let followed: Block[];
  let shown: Block[];

  before(async () => {
    const documents = (await readDocuments()).filter(
      // What docs/gitops.md has is for test/gitops/guide.test.ts to check.
      ({ path }) => path === "README.md" || /^(docs\/(?!gitops\.md)|examples\/)/.test(path),
    );
    blocks = documents.flatMap((document) => document.blocks);
    followed = (await Promise.all(GUIDES.map(readDocument))).flatMap((guide) => guide.blocks);
    shown = documents.filter(({ path }) => !GUIDES.includes(path)).flatMap((document) => document.blocks);
  });

  const inLanguage = (language: string, among: readonly Block[]) =>
    among.filter((block) => block.language === language);

  const commandsOf = (among: readonly Block[]) =>
    inLanguage("sh", among).flatMap(({ text }) =>
      text.split("\n").map((line) => line.replace(/\s+#.*/, "").trim()),
    );
  const isCheck = (command: string) => command.startsWith("npx --no -- cloud-groups validate ");

  it("say what they are", () => {
    const unknown = blocks.filter(({ language }) => !LANGUAGES.includes(language));
    assert.deepEqual(
      unknown.map(({ at, language }) => `${at} ${language}`),
      [],
    );
  });

  it("are announced by the file's name where a reader is to write them to one", () => {
    const unnamed = blocks.filter(
      ({ info: { file }, introduction }) => file !== undefined && !introduction.includes(file),
    );
    assert.deepEqual(
      unnamed.map(({ at, info }) => `${at} ${info["file"] ?? ""}`),
      [],
    );
  });

  it("are run, but for a few that say why not", () => {
    const reasons = blocks.flatMap(({ info }) => info["not-run"] ?? []);
    assert.deepEqual(reasons, NOT_RUN);
  });

  it("are, for Pulumi YAML, the program in examples/yaml", async () => {
    const program = await readFile(join(REPOSITORY, "examples/yaml/Pulumi.yaml"), "utf8");
    const [shownFirst] = blocks.filter(
      ({ at, info }) => at.startsWith("docs/yaml.md") && info["file"] === "Pulumi.yaml",
    );
    assert.equal(`${shownFirst?.text}\n`, program);
  });

  it("compile, and so do the docstrings' examples", async () => {
    const examples = [...(await examplesIn("provider")), ...(await examplesIn("emulator"))];
    const exported = Object.entries(cloudGroups).flatMap(([name, value]) =>
      typeof value === "function" ? [name] : [],
    );
    assert.deepEqual(
      [...exported, "startEmulator"].filter(
        (name) => !examples.some(({ text }) => new RegExp(`import \\{[^}]*\\b${name}\\b`).test(text)),
      ),
      [],
    );
    await compile([...inLanguage("ts", blocks), ...examples]);
  });

  it("are JSON where they say so", () => {
    for (const { text, at } of inLanguage("json", blocks)) {
      assert.doesNotThrow(() => {
        JSON.parse(text);
      }, at);
    }
  });

  it("declare groups that the package's own check accepts, where they are YAML", async () => {
    const project = await consumerProject();
    try {
      await mkdir(join(project, "groups"));
      await writeFile(join(project, "groups/callers.csv"), "phone\n10020000001\n");
      for (const [index, { text }] of inLanguage("yaml", shown).entries())
        await writeFile(join(project, `groups/${index}.yaml`), text);
      for (const command of commandsOf(shown).filter(isCheck))
        await run("bash", ["-c", command], { cwd: project });
    } finally {
      await rm(project, { recursive: true, force: true });
    }
  });

  it("have only commands that a guide or a pipeline runs, or that package.json has, where no test follows them", async () => {
    const { scripts } = JSON.parse(await readFile(join(REPOSITORY, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const own = Object.keys(scripts).flatMap((name) => [`npm run ${name}`, `npm ${name}`]);
    const { jobs } = readGitLabPipeline(join(REPOSITORY, "examples/gitops/.gitlab-ci.yml"));
    const known = new Set([...own, ...commandsOf(followed), ...jobs.apply.script]);
    assert.deepEqual(
      commandsOf(shown).filter((line) => !known.has(line) && !isCheck(line)),
      [],
    );
  });

  it("show only output that a guide shows and its test compares", () => {
    const printed = inLanguage("text", followed).map(({ text }) => text);
    for (const { text, at } of inLanguage("text", shown))
      assert.ok(
        printed.some((output) => missingLine(text, output) === undefined),
        at,
      );
  });
});
