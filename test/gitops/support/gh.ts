// Stands for GitHub's command `gh`, as a program of its own. What GitHub keeps is in the file GH_STORE.
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

import type { GitHubStore } from "./github";

/** As many characters as GitHub takes in a comment or an issue. */
const LONGEST = 65_536;

const { GH_REPO, GH_STORE, GH_TOKEN } = process.env;
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    "body-file": { type: "string" },
    comment: { type: "string" },
    "create-if-none": { type: "boolean" },
    "edit-last": { type: "boolean" },
    jq: { type: "string" },
    json: { type: "string" },
    label: { type: "string" },
    title: { type: "string" },
  },
});
const [topic = "", verb = "", name = ""] = positionals;

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

function body(): string {
  const text = readFileSync(values["body-file"] ?? fail("--body-file is missing"), "utf8");
  return text.length > LONGEST ? fail(`Body is too long (maximum is ${LONGEST} characters)`) : text;
}

function run({ comments, issues }: GitHubStore): void {
  const issue = () => issues.find(({ number }) => String(number) === name) ?? fail(`no issue ${name}`);
  const commands: Record<string, () => void> = {
    "pr comment"() {
      if (!values["edit-last"] || !values["create-if-none"]) fail("only an edited comment is known here");
      const last = (comments[name] ??= []);
      last.splice(-1, 1, body());
    },
    "issue list"() {
      if (values.jq !== ".[0].number // empty") fail(`this filter is not known: ${values.jq ?? ""}`);
      const found = issues.find(({ state, label }) => state === "open" && label === values.label);
      if (found !== undefined) console.log(found.number);
    },
    "issue create"() {
      const { title = fail("--title is missing"), label = "" } = values;
      issues.push({ number: issues.length + 1, state: "open", title, label, body: body() });
    },
    "issue edit"() {
      issue().body = body();
    },
    "issue close"() {
      issue().state = "closed";
    },
  };
  (commands[`${topic} ${verb}`] ?? fail(`gh ${topic} ${verb} is not known`))();
}

if (!GH_TOKEN || !GH_REPO || GH_STORE === undefined) fail("GH_TOKEN, GH_REPO or GH_STORE is missing");
const store = JSON.parse(readFileSync(GH_STORE, "utf8")) as GitHubStore;
run(store);
writeFileSync(GH_STORE, JSON.stringify(store));
