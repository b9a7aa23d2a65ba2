import type { GroupContents } from "./ledger";
import { decodeNumbers, encodeNumbers } from "./compactNumbers";
import { encodeSorted } from "../sets/memberText";
import { parseNumbers } from "./numberSet";

/** What the state has of a group's numbers. */
export interface NumbersState {
  readonly numbers?: string | undefined;
  readonly compactNumbers?: string | undefined;
  readonly uncertain?: string | undefined;
  readonly compactUncertain?: string | undefined;
}

/**
 * The longest text of numbers that a partial result carries, in characters. It travels in a header of gRPC, and one of some 16 MB
 * breaks the connection and loses the progress with it.
 */
const LONGEST_PARTIAL_TEXT = 4_000_000;

/** What stands between units of uncertain numbers in their compact form. */
const UNIT_END = " ";

/**
 * What the state keeps of a group's numbers, each key given so that none of the declared arguments shows through. Units of
 * uncertain numbers stand apart by an empty line.
 */
export function stateOf({ held, uncertain }: GroupContents): Required<NumbersState> {
  const none = {
    numbers: undefined,
    uncertain: undefined,
    compactNumbers: undefined,
    compactUncertain: undefined,
  };
  const numbers = encodeSorted(held);
  const uncertainText = uncertain.map(encodeSorted).join("\n");
  const hasUncertain = uncertain.length > 0;
  if (numbers.length + uncertainText.length <= LONGEST_PARTIAL_TEXT)
    return { ...none, numbers, uncertain: hasUncertain ? uncertainText : undefined };
  const units = uncertain.map(encodeNumbers).join(UNIT_END);
  return {
    ...none,
    compactNumbers: encodeNumbers(held),
    compactUncertain: hasUncertain ? units : undefined,
  };
}

/** What the state says of a group's numbers. */
export function contentsOf(state: NumbersState): GroupContents {
  const { numbers, compactNumbers = "", uncertain = "", compactUncertain } = state;
  const units =
    compactUncertain === undefined
      ? uncertain.split(/\n(?=\n)/).map((unit) => parseNumbers(unit.replace(/^\n/, "")))
      : compactUncertain.split(UNIT_END).map(decodeNumbers);
  return {
    held: numbers === undefined ? decodeNumbers(compactNumbers) : parseNumbers(numbers),
    uncertain: units.filter((unit) => unit.length > 0),
  };
}
