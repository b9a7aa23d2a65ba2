import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments } from "yaml";

/** What is wrong with a file, and where. */
export interface FileProblem {
  /** The file's path as users see it. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** What it is about, its value and the rule. */
  readonly message: string;
}

/** A problem as a line, in the form that editors and pipelines link to the place. */
export function problemLine({ file, line, message }: FileProblem): string {
  return `${file}:${line}: ${message}`;
}

/** A YAML document of a file, and where its parts stand. */
export interface YamlDocument {
  readonly value: unknown;
  /** The line of what stands under these keys and places, or of the innermost of them that there is. */
  lineOf(path: readonly PropertyKey[]): number;
}

/** A whole number that a JavaScript number cannot hold as it is written stays text: a long GID, a phone number with a zero in front. */
const exactNumbers = {
  tag: "tag:yaml.org,2002:int",
  default: true,
  test: /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/,
  resolve: (text: string) => (String(Number(text)) === text ? Number(text) : text),
} as const;

/** The documents of a YAML text, empty ones left out, and what makes some of them none. */
export function readDocuments(
  file: string,
  text: string,
): { documents: YamlDocument[]; problems: FileProblem[] } {
  const counter = new LineCounter();
  const parsed = parseAllDocuments(text, {
    lineCounter: counter,
    prettyErrors: false,
    merge: true,
    customTags: (tags) => [exactNumbers, ...tags],
  });
  const lineAt = (offset: number) => counter.linePos(offset).line;
  const problems: FileProblem[] = [];
  const documents: YamlDocument[] = [];
  for (const document of "empty" in parsed ? [] : parsed) {
    const wrong = [...document.errors, ...document.warnings];
    problems.push(...wrong.map(({ message, pos }) => ({ file, line: lineAt(pos[0]), message })));
    if (wrong.length > 0 || isEmpty(document)) continue;
    try {
      const value: unknown = document.toJS();
      documents.push({ value, lineOf: (path) => lineAt(offsetOf(document, path)) });
    } catch (error) {
      // An alias without an anchor, or aliases that would grow beyond all bounds.
      problems.push({ file, line: lineAt(document.range[0]), message: (error as Error).message });
    }
  }
  return { documents, problems };
}

function isEmpty({ contents }: Document.Parsed): boolean {
  return contents === null || (isScalar(contents) && contents.value === null && contents.source === "");
}

/** Where a part of a document begins: for what stands under a key, the key. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? document.range[0];
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => (isScalar(item.key) ? item.key.value : item.key) === key);
      if (pair === undefined) break;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(key)];
      offset = startOf(node) ?? offset;
    } else break;
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}
