import { pluralGrouped, formatCount } from "../core/counted";
import type { UnusualForm } from "../core/check";
import { maskNumber } from "../core/mask";

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
  /** What the number may have been: where that is in the list as well, it is told. */
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
  const told = forms.map((form) => {
    const place = placeOf === undefined ? "" : `${placeOf(form.first.index)} `;
    const more = form.count === 1 ? "" : ` and ${formatCount(form.count - 1)} more`;
    return `${place}${maskNumber(form.first.number)}${more} (${form.form})`;
  });
  return `${pluralGrouped(count, "number")} ${count === 1 ? "has" : "have"} an unusual form: ${told.join(", ")}`;
}
