import type { UnusualForm } from "../core/check";
import { formatCount, plural, pluralGrouped } from "../core/plurals";
import { maskNumber, shownDigits } from "../core/mask";
import { codePoint, INVISIBLE, quoteText } from "../core/visible";

/** What a spreadsheet shows in a cell that has no value, in the languages that differ in this, or that is too narrow for its value. */
const SPREADSHEET_ERROR = /^#(N\/A|NV|[A-Z][A-Z0-9/_]*[!?]|##+)$/i;

/** What people and programs write where they have no number. */
const NOTHING = /^(null|none|nil|nan|n\/?a|undefined|unknown|-+|\\N|无|空|未知|暂无|没有)$/i;

/** Whether a text says that there is no number: `NULL`, `-`, `无`. */
export function saysNothing(text: string): boolean {
  return NOTHING.test(text);
}

/** Whether a text is what a spreadsheet writes in place of a value: `#N/A`, `#REF!`, `#####`. */
export function isSpreadsheetError(text: string): boolean {
  return SPREADSHEET_ERROR.test(text);
}

/** A number as a spreadsheet shortens it, in Europe with a comma. */
const SCIENTIFIC = /^(\d+(?:[.,]\d+)?)e[+-]?\d+$/i;

/** Whether a text is what a spreadsheet makes of a long number: `1.38E+10`. */
export function isScientific(text: string): boolean {
  return SCIENTIFIC.test(text);
}

/** A text that is no number, masked, and what is wrong with it: `"138 **** 0009" (a space at characters 4, 9)`. */
export function maskedFault(text: string): string {
  if (isSpreadsheetError(text)) return `${JSON.stringify(text)} (a spreadsheet's error in place of a number)`;
  if (saysNothing(text)) return `${quoteText(text)} (no number)`;
  const [, mantissa = ""] = SCIENTIFIC.exec(text) ?? [];
  const isShort = mantissa !== "" && mantissa.length <= LONGEST_MANTISSA;
  return `${isShort ? `"${text}"` : maskedText(text)} (${faultsOf(text).join(", ")})`;
}

/** A spreadsheet shows some six digits of a number that does not fit, fewer than a mask leaves of one. */
const LONGEST_MANTISSA = 7;

/** The longest text that a message shows, in characters. */
const LONGEST = 60;

/** A text with fewer digits is no phone number, and what is wrong with it is easier seen than described. */
const FEWEST_MASKED = 5;

const DIGIT = /\p{Nd}/u;
const LETTERS = /(?:(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{M}])+/gu;
/** A letter that may stand in a number by mistake; several, and those that names of persons are made of, may be a name. */
const SINGLE_LETTER = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]$/u;

/** In quotes, so that one sees all that is no digit, but neither a number nor a name. */
function maskedText(text: string): string {
  const digits = Array.from(text).filter((character) => DIGIT.test(character)).length;
  const [before, after] = digits < FEWEST_MASKED ? [digits, 0] : shownDigits(digits);
  let at = 0;
  const masked = Array.from(text, (character) => {
    if (!DIGIT.test(character)) return character;
    at++;
    if (at <= before || at > digits - after) return character;
    return /[\uFF10-\uFF19]/.test(character) ? "\uFF0A" : "*";
  }).join("");
  const unnamed = masked.replace(LETTERS, (letters) => (SINGLE_LETTER.test(letters) ? letters : "…"));
  const characters = Array.from(unnamed);
  return quoteText(characters.length > LONGEST ? `${characters.slice(0, LONGEST).join("")}…` : unnamed);
}

/** What is wrong with a text as a whole. */
const WHOLE: readonly (readonly [RegExp, string])[] = [
  [
    SCIENTIFIC,
    "a spreadsheet has turned the number into this, which may lack digits: format the column as text and fill it again",
  ],
  [/^\d+[.,]0+$/, "decimals at the end"],
  [/^\d{1,3}([.,])\d{3}(?:\1\d{3})+$/, "thousands separators"],
  [/^\d{7,}(?:[^\d\p{L}]+\d{7,})+$/u, "several numbers: split them"],
];

/** What keeps a text from being a number of 5 to 20 digits; it shows no digit. */
function faultsOf(text: string): string[] {
  const whole = WHOLE.find(([pattern]) => pattern.test(text));
  if (whole !== undefined) return [whole[1]];
  if (text !== "" && !/\p{N}/u.test(text)) return ["no digits"];
  const places = new Map<string, number[]>();
  const characters = Array.from(text);
  characters.forEach((character, at) => {
    const fault = characterFault(character, at, characters);
    if (fault !== undefined) places.set(fault, [...(places.get(fault)?.slice(0, SHOWN) ?? []), at + 1]);
  });
  const faults = [...places].map(([fault, at]) =>
    isPlaced(fault) ? fault : `${fault} at ${placesText(at)}`,
  );
  if (faults.length > SHOWN) return [...faults.slice(0, SHOWN), "…"];
  if (faults.length > 0) return faults;
  if (text === "") return ["empty"];
  return [`too ${text.length < FEWEST_MASKED ? "short" : "long"}: ${plural(text.length, "digit")}`];
}

/** How many of a kind are listed. */
const SHOWN = 4;

function placesText(places: readonly number[]): string {
  const more = places.length > SHOWN ? ", …" : "";
  return `character${places.length === 1 ? "" : "s"} ${places.slice(0, SHOWN).join(", ")}${more}`;
}

function isPlaced(fault: string): boolean {
  return / (in front|at the end)$/.test(fault);
}

/** What does not belong into a number, with what it stands for in a phone number that a person wrote. */
function characterFault(character: string, at: number, all: readonly string[]): string | undefined {
  if (character >= "0" && character <= "9") return undefined;
  const isFirst = at === 0;
  if (character === "+" && isFirst)
    return all[1] === "8" && all[2] === "6" ? '"+86" in front' : 'a "+" in front';
  if (/['‘’＇]/.test(character)) return isFirst ? "an apostrophe in front" : "an apostrophe";
  if (character === " ") {
    if (all.slice(0, at).every((one) => one === " ")) return "a space in front";
    return all.slice(at).every((one) => one === " ") ? "a space at the end" : "a space";
  }
  if (/[\r\n]/.test(character)) return "a line break";
  if (character === "\t") return "a tab";
  if (INVISIBLE.test(character)) return `an invisible ${codePoint(character)}`;
  if (/\p{Pd}/u.test(character)) return character === "-" ? "a hyphen" : `a hyphen ${codePoint(character)}`;
  if (/[\uFF10-\uFF19]/.test(character)) return "a full-width digit";
  if (/\p{N}/u.test(character)) return "a digit of another script";
  if (/[\p{L}\p{M}]/u.test(character)) return letterFault(character);
  if (character === '"') return "a quotation mark";
  // What a program writes that cannot read a character.
  if (character === "\uFFFD") return "a character lost in conversion";
  return `a ${JSON.stringify(character)}`;
}

function letterFault(character: string): string {
  const isLookalike = SINGLE_LETTER.test(character) && !/[A-Za-z]/.test(character);
  return isLookalike ? `a letter ${codePoint(character)}` : "a letter";
}

/**
 * The forms of real numbers: mobile ones, those of machines, landlines with their area code, 400 and 800, and service numbers, some of which
 * go on with an extension.
 */
const USUAL =
  /^(?:1\d{10}|1[04]\d{11}|0(?:10|2\d|[3-9]\d{2})\d{7,8}|[48]00\d{7}|95\d{3,18}|96\d{3,6}|[19]\d{4,5})$/;

/** What may have become of a number. */
interface Damage {
  readonly pattern: RegExp;
  readonly form: string;
  /** What the number may have been: where that is in the list as well, the warning says so. */
  readonly meant?: (number: string) => readonly string[];
}

/** The likeliest first. */
const DAMAGES: readonly Damage[] = [
  {
    pattern: /^(?:00)?86(?:1\d{10}|[2-9]\d{8,10})$/,
    form: "86 in front",
    meant: (number) => {
      const rest = number.slice(number.startsWith("00") ? 4 : 2);
      return [rest, `0${rest}`];
    },
  },
  { pattern: /^01[3-9]\d{9}$/, form: "0 in front of a mobile number", meant: (number) => [number.slice(1)] },
  { pattern: /^00/, form: "00 in front" },
  { pattern: /^0/, form: "an area code, and not 7 or 8 digits after it" },
  { pattern: /^1[3-9]\d{5,8}$/, form: "shorter than a mobile number" },
  { pattern: /^1[3-9]\d{10,}$/, form: "longer than a mobile number" },
  {
    pattern: /^(?:(?:10|2\d)\d{8}|[3-9]\d{2}\d{7,8})$/,
    form: "no 0 in front of its area code",
    meant: (number) => [`0${number}`],
  },
  { pattern: /^[2-8]\d{6,7}$/, form: "no area code" },
];

/** What is unusual about numbers that stand in a list, in its order. What is no number is left out. */
export function unusualForms(numbers: readonly string[]): UnusualForm[] {
  return formsOf(numbers, () => numbers);
}

/** The same for a set as text, one number a line: quick, since a preview asks it of a million of them. */
export function unusualFormsIn(text: string): UnusualForm[] {
  return formsOf(text.match(/^(?!1\d{10}$).+$/gm) ?? [], () => text.split("\n"));
}

/** A list that is damaged throughout is not looked through for the right one of each number. */
const MOST_SOUGHT = 10_000;

function formsOf(numbers: readonly string[], all: () => readonly string[]): UnusualForm[] {
  const suspects = numbers.flatMap((number, index) =>
    USUAL.test(number) || !/^\d{5,20}$/.test(number) ? [] : [{ number, index, damage: damageOf(number) }],
  );
  const sought = suspects.slice(0, MOST_SOUGHT).flatMap(({ number, damage }) => damage.meant?.(number) ?? []);
  const found = amongThem(new Set(sought), all);
  const forms = new Map<string, { form: string; count: number; first: UnusualForm["first"] }>();
  for (const { number, index, damage } of suspects) {
    const isTwin = found.size > 0 && damage.meant?.(number).some((meant) => found.has(meant)) === true;
    const form = isTwin ? `${damage.form}, beside the right one` : damage.form;
    const before = forms.get(form);
    if (before === undefined) forms.set(form, { form, count: 1, first: { index, number } });
    else before.count++;
  }
  return [...forms.values()].sort((a, b) => a.first.index - b.first.index);
}

function amongThem(sought: ReadonlySet<string>, all: () => readonly string[]): ReadonlySet<string> {
  return sought.size === 0 ? sought : new Set(all().filter((number) => sought.has(number)));
}

function damageOf(number: string): Damage {
  return (
    DAMAGES.find(({ pattern }) => pattern.test(number)) ?? { pattern: /^/, form: `${number.length} digits` }
  );
}

/**
 * Unusual forms as a sentence, masked: `3 numbers have an unusual form: line 7 861****0001 and 1 more (86 in front), …`. Nothing where
 * there are none.
 *
 * @param placeOf where a number stands in its list, by its index
 */
export function unusualText(
  forms: readonly UnusualForm[],
  placeOf?: (index: number) => string,
): string | undefined {
  if (forms.length === 0) return undefined;
  const count = forms.reduce((sum, form) => sum + form.count, 0);
  const descriptions = forms.map((form) => {
    const place = placeOf === undefined ? "" : `${placeOf(form.first.index)} `;
    const more = form.count === 1 ? "" : ` and ${formatCount(form.count - 1)} more`;
    return `${place}${maskNumber(form.first.number)}${more} (${form.form})`;
  });
  return `${pluralGrouped(count, "number")} ${count === 1 ? "has" : "have"} an unusual form: ${descriptions.join(", ")}`;
}
