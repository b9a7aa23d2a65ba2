import { maskNumber, maskNumbersIn } from "./mask";

/** How messages show a secret value. */
export const HIDDEN = "[secret]";

/** Shorter values, such as a number of minutes, would be found in any message. */
const SHORTEST = 4;
/** As much of a long value's beginning proves that it is the value, be it cut off. */
const HEAD = 24;
/** A list with more lines is searched for what a message has, rather than the message for each line. */
const FEW_LINES = 50;

/** What may be a member of a list: a word, in which a masked number counts as one. */
const WORDS = /[^\s,;:"'`()[\]{}<>]{4,}/g;

/**
 * Secret values, and messages without them. Which values are secrets is known where they are declared and kept; whatever text comes of them
 * later, by the clouds' hands as well, is found here by what it says.
 */
export class SecretTexts {
  private readonly texts = new Set<string>();
  /** Long lists, one member a line: too long to be taken apart for each message. */
  private readonly lists = new Set<string>();

  /** Takes a value and all that is in it. */
  add(value: unknown): void {
    if (typeof value === "object" && value !== null) {
      for (const inner of Object.values(value)) this.add(inner);
    } else if (typeof value === "string" || typeof value === "number") {
      this.addText(String(value));
    }
  }

  private addText(text: string): void {
    const lines = text.split("\n", FEW_LINES + 1);
    if (lines.length > FEW_LINES) {
      this.lists.add(`\n${text}\n`);
      return;
    }
    for (const part of [text, ...lines]) {
      const trimmed = part.trim();
      if (trimmed.length >= SHORTEST) for (const form of formsOf(trimmed)) this.texts.add(form);
    }
  }

  /** A message without any of the values. */
  hide(message: string): string {
    let hidden = message;
    // Longer ones first: one may be part of another.
    const texts = [...this.texts].sort((one, other) => other.length - one.length);
    for (const [head, tails] of Map.groupBy(texts, (text) => text.slice(0, HEAD)))
      hidden = without(
        hidden,
        head,
        tails.map((text) => text.slice(HEAD)),
      );
    return this.lists.size === 0
      ? hidden
      : hidden.replace(WORDS, (word) => (this.isListed(word) ? HIDDEN : word));
  }

  private isListed(word: string): boolean {
    return [...this.lists].some((list) => list.includes(`\n${word}\n`) || hasMasked(list, word));
  }
}

/** How a value may stand in a message: as it is, on one line, with its numbers masked, and each of these within quotes. */
function formsOf(text: string): Set<string> {
  const oneLine = text.replace(/\s+/g, " ");
  const forms = [text, oneLine, maskNumbersIn(oneLine)];
  if (/^\d{5,20}$/.test(text)) forms.push(maskNumber(text));
  return new Set([...forms, ...forms.map((form) => JSON.stringify(form).slice(1, -1))]);
}

/** A message without texts that begin alike, each as far as it stands there. */
function without(message: string, head: string, tails: readonly string[]): string {
  const [before = "", ...rests] = message.split(head);
  return rests.reduce((hidden, rest) => {
    const end = Math.max(...tails.map((tail) => commonLength(rest, tail)));
    return hidden + HIDDEN + rest.slice(end);
  }, before);
}

function commonLength(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return length;
}

/** Whether a list has a number that a word shows masked. */
function hasMasked(list: string, word: string): boolean {
  const [, before, after] = /^(\d+)\*{4}(\d+)$/.exec(word) ?? [];
  return before !== undefined && after !== undefined && new RegExp(`\\n${before}\\d+${after}\\n`).test(list);
}
