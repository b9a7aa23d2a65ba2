import type { GroupContents } from "./ledger";
import { decodeNumbers, encodeNumbers } from "./compactNumbers";
import { encodeSorted } from "../sets/memberText";
import { parseNumbers } from "./numberSet";

/** What the state has of a group's numbers. */
export interface NumbersState {
  readonly numbers?: string | undefined;
  readonly compactNumbers?: string | undefined;
  readonly unconfirmed?: string | undefined;
  readonly compactUnconfirmed?: string | undefined;
}

/**
 * The longest text of numbers that a partial result carries, in characters. It travels in a header of gRPC, and one of some 16 MB
 * breaks the connection and loses the progress with it.
 */
const LONGEST_PARTIAL_TEXT = 4_000_000;

/** What stands between units of unconfirmed numbers in their compact form. */
const UNIT_END = " ";

/**
 * What the state keeps of a group's numbers, each key given so that none of the declared arguments shows through. Units of
 * unconfirmed numbers stand apart by an empty line.
 */
export function stateOf({ held, doubtful }: GroupContents): Required<NumbersState> {
  const none = {
    numbers: undefined,
    unconfirmed: undefined,
    compactNumbers: undefined,
    compactUnconfirmed: undefined,
  };
  const numbers = encodeSorted(held);
  const unconfirmed = doubtful.map(encodeSorted).join("\n");
  const isUnconfirmed = doubtful.length > 0;
  if (numbers.length + unconfirmed.length <= LONGEST_PARTIAL_TEXT)
    return { ...none, numbers, unconfirmed: isUnconfirmed ? unconfirmed : undefined };
  const units = doubtful.map(encodeNumbers).join(UNIT_END);
  return {
    ...none,
    compactNumbers: encodeNumbers(held),
    compactUnconfirmed: isUnconfirmed ? units : undefined,
  };
}

/** What the state says of a group's numbers. */
export function contentsOf(state: NumbersState): GroupContents {
  const { numbers, compactNumbers = "", unconfirmed = "", compactUnconfirmed } = state;
  const units =
    compactUnconfirmed === undefined
      ? unconfirmed.split(/\n(?=\n)/).map((unit) => parseNumbers(unit.replace(/^\n/, "")))
      : compactUnconfirmed.split(UNIT_END).map(decodeNumbers);
  return {
    held: numbers === undefined ? decodeNumbers(compactNumbers) : parseNumbers(numbers),
    doubtful: units.filter((unit) => unit.length > 0),
  };
}
