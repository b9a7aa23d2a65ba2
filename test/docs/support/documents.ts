import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { REPOSITORY } from "../../support/repository";

/** A code block. Its info string is `LANGUAGE KEY KEY=VALUE KEY="VALUE WITH SPACES"`. */
export interface Block {
  readonly language: string;
  readonly info: Readonly<Record<string, string>>;
  readonly text: string;
  /** The paragraph before it. */
  readonly introduction: string;
  /** The document and the line, for messages. */
  readonly at: string;
}

/** A link or an image. */
export interface Link {
  readonly url: string;
  readonly at: string;
}

/** A Markdown file, as GitHub reads it. */
export interface Document {
  /** From the repository's root, such as `docs/testing.md`. */
  readonly path: string;
  readonly blocks: readonly Block[];
  readonly links: readonly Link[];
  /** The headings' anchors. */
  readonly anchors: ReadonlySet<string>;
}

/** What is used of a node of the tree. */
interface Node {
  readonly type: string;
  readonly value?: string;
  readonly lang?: string | null | undefined;
  readonly meta?: string | null | undefined;
  readonly url?: string;
  readonly children?: readonly Node[];
  readonly position?: { readonly start: { readonly line: number } } | undefined;
}

/** The guides that a reader can follow from an empty folder; the test does. */
export const GUIDES = ["getting-started", "moving", "taking-over", "testing", "when-things-fail", "yaml"].map(
  (name) => `docs/${name}.md`,
);

/** The documents of the repository: those at its root, the guides and the examples' list. */
export function documentPaths(): string[] {
  const markdown = (folder: string) =>
    readdirSync(join(REPOSITORY, folder))
      .filter((name) => name.endsWith(".md"))
      .map((name) => join(folder, name));
  return [...markdown(""), ...markdown("docs"), ...markdown("examples")].sort();
}

/** Reads a document. */
export async function readDocument(path: string): Promise<Document> {
  return parseDocument(path, readFileSync(join(REPOSITORY, path), "utf8"));
}

/** Reads all of them. */
export function readDocuments(): Promise<Document[]> {
  return Promise.all(documentPaths().map(readDocument));
}

/** Parses Markdown. */
export async function parseDocument(path: string, text: string): Promise<Document> {
  const { fromMarkdown } = await import("mdast-util-from-markdown");
  const { default: Slugger } = await import("github-slugger");
  const slugger = new Slugger();
  const all = [...nodesOf(fromMarkdown(text))];
  const at = ({ position }: Node) => `${path}:${position?.start.line ?? 0}`;
  const paragraphBefore = (node: Node) =>
    all.slice(0, all.indexOf(node)).findLast(({ type }) => type === "paragraph");
  return {
    path,
    blocks: all
      .filter(({ type }) => type === "code")
      .map((node) => ({
        language: node.lang ?? "",
        info: parseInfo(node.meta ?? ""),
        text: node.value ?? "",
        introduction: textOf(paragraphBefore(node) ?? { type: "none" }),
        at: at(node),
      })),
    links: all
      .filter(({ type }) => ["link", "image", "definition"].includes(type))
      .map((node) => ({ url: node.url ?? "", at: at(node) })),
    anchors: new Set(all.filter(({ type }) => type === "heading").map((node) => slugger.slug(textOf(node)))),
  };
}

function* nodesOf(node: Node): Generator<Node> {
  yield node;
  for (const child of node.children ?? []) yield* nodesOf(child);
}

function textOf(node: Node): string {
  return node.value ?? (node.children ?? []).map(textOf).join("");
}

function parseInfo(meta: string): Record<string, string> {
  const pairs = [...meta.matchAll(/([\w-]+)(?:=(?:"([^"]*)"|(\S+)))?/g)];
  return Object.fromEntries(pairs.map(([, key = "", quoted, plain]) => [key, quoted ?? plain ?? ""]));
}
