import type { Outcome } from "./faultMatrix";

/** A row of docs/failures.md: a mishap of the operation's own call, once, and one that lasts until the deadline. */
export interface Row {
  readonly play: string;
  readonly mishap: string;
  readonly once: Outcome;
  readonly lasting: Outcome;
}

const HEAD = [
  "step",
  "its call meets",
  "once",
  "until the deadline: the error",
  "the state then has",
  "the next command",
];

/** One table, as Prettier sets it. Mishaps that come to the same share a row. */
export function tableOf(rows: readonly Row[]): string {
  const merged = new Map<string, { cells: string[]; mishaps: string[] }>();
  for (const row of rows) {
    const cells = cellsOf(row);
    const key = [row.play, ...cells].join("|");
    const { mishaps } = merged.get(key) ?? merged.set(key, { cells, mishaps: [] }).get(key)!;
    mishaps.push(row.mishap);
  }
  const lines = [...merged.entries()].map(([key, { cells, mishaps }]) => [
    key.slice(0, key.indexOf("|")),
    mishaps.join(", "),
    ...cells,
  ]);
  const widths = HEAD.map((title, at) =>
    Math.max(...[HEAD, ...lines].map((line) => line[at]!.length), title.length),
  );
  const text = (line: readonly string[]) =>
    `| ${line.map((cell, at) => cell.padEnd(widths[at]!)).join(" | ")} |\n`;
  return [text(HEAD), text(widths.map((width) => "-".repeat(width))), ...lines.map(text)].join("");
}

function cellsOf({ once, lasting }: Row): string[] {
  const until = errorOf(lasting);
  const first = once.message === undefined ? `goes through: ${callsOf(once.calls)}` : errorOf(once);
  return [first, first === until ? "the same" : until, lasting.state, lasting.next];
}

/** Calls that are made again right away are counted. */
function callsOf(calls: readonly string[]): string {
  const runs: { readonly call: string; times: number }[] = [];
  for (const call of calls) {
    const last = runs.at(-1);
    if (last?.call === call) last.times++;
    else runs.push({ call, times: 1 });
  }
  return runs.map(({ call, times }) => `\`${call}\`${times === 1 ? "" : ` × ${times}`}`).join(", ");
}

/** The part of an error that is the same each time: which call, what became of it, the code; and what to do. */
function errorOf({ message = "" }: Outcome): string {
  const [head = message] = /^\w+:? [a-z ]+: [\w. ]+(?=: )/.exec(message) ?? [];
  const sentences = message.split(/\. (?=[A-Z][a-z])/);
  const isFound = (sentence: string) => /\(request id |; looking failed/.test(sentence);
  const advice = sentences.slice(Math.max(sentences.findLastIndex(isFound), 0) + 1);
  return [`\`${head}\``, ...advice].join(". ");
}
