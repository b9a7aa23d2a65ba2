import { Refusal } from "../refusal";
import type { Settings } from "../settings";

/** How many numbers one call may carry, and how many a group may hold to be overwritten. */
export const NUMBERS_PER_CALL = 200;

/** A refusal of Dyplsapi itself, which comes as a success of HTTP. */
export function refusal(code: string, message: string, applied = false): Refusal {
  return new Refusal(code, message, 200, applied);
}

/** The numbers of a call: those that may be used, and why the others may not. */
export interface NumberList {
  readonly good: readonly string[];
  readonly refusal: Refusal | undefined;
}

/**
 * Reads a list of numbers.
 *
 * @throws Refusal where the list as a whole is against the rules
 */
export function parseNumbers(text: string, { axgBlockedNumbers, axgRepeatedInCall }: Settings): NumberList {
  const numbers = text.split(",");
  if (numbers.length > NUMBERS_PER_CALL)
    throw refusal(
      "isv.ILLEGAL_ARGUMENT",
      `at most ${NUMBERS_PER_CALL} numbers a call, got ${numbers.length}`,
    );
  if (axgRepeatedInCall === "refuse" && new Set(numbers).size < numbers.length)
    throw refusal("isv.ILLEGAL_ARGUMENT", "a number stands twice in Numbers");
  const bad = numbers.filter((number) => !/^\d{5,20}$/.test(number) || axgBlockedNumbers.includes(number));
  return {
    good: numbers.filter((number) => !bad.includes(number)),
    refusal:
      bad.length === 0 ? undefined : refusal("isv.MOBILE_NUMBER_ILLEGAL", `illegal number: ${bad.join(",")}`),
  };
}
