/** What stands in a text that is not shown as it is: control characters, and those that turn or hide what is around them. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

const NAMED: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** A text on one line, with what cannot be seen written out. */
function visible(text: string): string {
  return text.replace(
    INVISIBLE,
    (character) => NAMED[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** At most `limit` characters of a text, none of them cut in two. */
function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit - 1);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

/** How long a text may be where it says what something is called, and where it is a value. */
export const NAME_LENGTH = 80;
const VALUE_LENGTH = 160;

/**
 * A text from elsewhere as a code span, in which neither GitHub nor GitLab sees Markdown, HTML, a link, a mention or a reference.
 * Escaping would not do: a mention is found in what the escapes have become.
 */
export function code(text: string, limit = VALUE_LENGTH): string {
  const line = shorten(visible(shorten(text, limit)), limit);
  if (line.trim() === "") return `\`"${line}"\``;
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const isPadded = line.startsWith("`") || line.endsWith("`") || /^ .* $/.test(line);
  const pad = isPadded ? " " : "";
  return fence + pad + line + pad + fence;
}

/** Lines from elsewhere as a block of code, each at most `limit` characters long. */
export function block(lines: readonly string[], language = "", limit = VALUE_LENGTH): string {
  const shown = lines.map((line) => shorten(visible(line), limit));
  const runs = shown.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(Math.max(3, ...runs.map((length) => length + 1)));
  return [fence + language, ...shown, fence].join("\n");
}

/** A title that a person chose: as it is where it can be nothing but words, else as code. */
export function heading(text: string): string {
  const isPlain = /^[\p{L}\p{N}][\p{L}\p{N} .,:()-]*$/u.test(text) && !/www\./i.test(text);
  return isPlain ? shorten(text, NAME_LENGTH) : code(text, NAME_LENGTH);
}
