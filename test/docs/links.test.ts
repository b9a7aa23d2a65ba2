import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join, normalize } from "node:path";

import { REPOSITORY } from "../support/repository";
import { type Document, documentPaths, type Link, parseDocument, readDocuments } from "./support/documents";

/** What is wrong with a link; nothing where it leads somewhere. Links to other hosts are checked by their form alone. */
function problemOf(from: Document, { url, at }: Link, documents: ReadonlyMap<string, Document>): string[] {
  if (/^[a-z]+:/i.test(url)) {
    const isExternal = URL.canParse(url) && ["https:", "mailto:"].includes(new URL(url).protocol);
    return isExternal ? [] : [`${at}: ${url} is neither a relative link nor one by https`];
  }
  const [path = "", anchor] = url.split("#").map(decodeURIComponent);
  const target = path === "" ? from.path : normalize(join(from.path, "..", path));
  if (target.startsWith("..") || !existsSync(join(REPOSITORY, target)))
    return [`${at}: there is no ${target}`];
  if (anchor === undefined || documents.get(target)?.anchors.has(anchor)) return [];
  return [`${at}: ${target} has no heading #${anchor}`];
}

describe("the documents' links", () => {
  let documents: Map<string, Document>;

  before(async () => {
    documents = new Map((await readDocuments()).map((document) => [document.path, document]));
  });

  const problemsOf = (document: Document) =>
    document.links.flatMap((link) => problemOf(document, link, documents));

  for (const path of documentPaths()) {
    it(`lead somewhere: ${path}`, () => {
      assert.deepEqual(problemsOf(documents.get(path)!), []);
    });
  }

  it("would be found where they lead nowhere", async () => {
    const broken = await parseDocument(
      "docs/failures.md",
      "# Here\n[a](../README.md#no-such) [b](nothing.md) [c](http://example.com) [d](permissions.md#ramgroup) [e](https://example.com)\n",
    );
    assert.deepEqual(problemsOf(broken), [
      "docs/failures.md:2: README.md has no heading #no-such",
      "docs/failures.md:2: there is no docs/nothing.md",
      "docs/failures.md:2: http://example.com is neither a relative link nor one by https",
    ]);
  });

  it("lead to every guide from the README and from the site's navigation", () => {
    const guides = documentPaths().filter((path) => path.startsWith("docs/"));
    const linked = new Set(documents.get("README.md")!.links.map(({ url }) => url.split("#")[0]));
    assert.deepEqual(
      guides.filter((path) => !linked.has(path)),
      [],
    );
    const { projectDocuments } = JSON.parse(readFileSync(join(REPOSITORY, "typedoc.json"), "utf8")) as {
      projectDocuments: string[];
    };
    assert.deepEqual(
      guides.filter((path) => !projectDocuments.includes(path)),
      [],
    );
  });
});
