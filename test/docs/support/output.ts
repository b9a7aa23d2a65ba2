import { stripVTControlCharacters } from "node:util";

/** What differs from run to run, made the same. */
function normalized(line: string): string {
  return stripVTControlCharacters(line)
    .replace(/\b[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\b/g, "REQUEST-ID")
    .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "ID")
    .replace(/\b[0-9a-f]{32}\b/g, "ID")
    .replace(/\bg-[a-z0-9]{16}\b/g, "g-ID")
    .replace(/\(\d+(\.\d+)?m?s\)/g, "(TIME)")
    .replace(/\b\d+(\.\d+)?(ms|s)\b/g, "TIME")
    .replace(/\s+/g, " ")
    .trim();
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map(normalized)
    .filter((line) => line !== "" && !line.startsWith("@ "));
}

/**
 * Whether a guide's block of output is what was printed, where `...` on a line stands for any number of lines. Between them lines
 * may come in another order, as those of resources do. Blank lines, the width of columns and signs of life do not count.
 *
 * @returns the first stretch of lines that was not printed
 */
export function missingLine(shown: string, printed: string): string | undefined {
  const lines = linesOf(printed);
  let from = 0;
  for (const stretch of stretchesOf(linesOf(shown))) {
    const wanted = asSet(stretch);
    const at = lines.findIndex(
      (_, place) => place >= from && asSet(lines.slice(place, place + stretch.length)) === wanted,
    );
    if (at < 0) return stretch.join("\n");
    from = at + stretch.length;
  }
  return undefined;
}

function asSet(lines: readonly string[]): string {
  return lines.toSorted().join("\n");
}

function stretchesOf(lines: readonly string[]): string[][] {
  const stretches: string[][] = [[]];
  for (const line of lines) {
    if (line === "...") stretches.push([]);
    else stretches.at(-1)!.push(line);
  }
  return stretches.filter((stretch) => stretch.length > 0);
}
