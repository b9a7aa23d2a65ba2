/** An object or a list that is open where the text is read. */
interface Level {
  /** The keys of an object so far; a list has none. */
  readonly keys: Set<string> | undefined;
  /** The key or the index of what is read. */
  at: string | number;
  /** Whether the next text is a key. */
  isKeyNext: boolean;
}

/**
 * The paths of keys that an object has more than once. `JSON.parse` keeps the last value of such a key, and another program may take the
 * first one or both.
 *
 * @param text what `JSON.parse` takes
 */
export function duplicateKeys(text: string): string[] {
  const found: string[] = [];
  const levels: Level[] = [];
  const marks = /["{}[\],]/g;
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    const level = levels.at(-1);
    if (mark[0] === '"') {
      const end = endOfText(text, mark.index);
      marks.lastIndex = end + 1;
      if (level?.keys === undefined || !level.isKeyNext) continue;
      level.at = JSON.parse(text.slice(mark.index, end + 1)) as string;
      level.isKeyNext = false;
      if (level.keys.has(level.at)) found.push(pathOf(levels));
      level.keys.add(level.at);
    } else if (mark[0] === "{") levels.push({ keys: new Set(), at: "", isKeyNext: true });
    else if (mark[0] === "[") levels.push({ keys: undefined, at: 0, isKeyNext: false });
    else if (mark[0] === ",") startNext(level);
    else levels.pop();
  }
  return found;
}

function startNext(level: Level | undefined): void {
  if (level === undefined) return;
  if (typeof level.at === "number") level.at += 1;
  else level.isKeyNext = true;
}

/** Where the text that begins at a quote has its other one: the first that no odd number of backslashes precedes. */
function endOfText(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); ; end = text.indexOf('"', end + 1)) {
    let first = end;
    while (text[first - 1] === "\\") first -= 1;
    if ((end - first) % 2 === 0) return end;
  }
}

function pathOf(levels: readonly Level[]): string {
  const path = levels.map(({ at }) => (typeof at === "number" ? `[${at}]` : `.${at}`));
  return path.join("").replace(/^\./, "");
}
