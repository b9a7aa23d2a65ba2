import { encodeSorted } from "../sets/memberText";
import { type GroupContents, type NumberSet, parseNumbers } from "./numberSet";

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

/** Inputs and outputs of a resource that are what its state says, numbers as text. */
export function expandCompactNumbers<State extends NumbersState>(
  state: State,
): Omit<State, "compactNumbers" | "compactUncertain"> {
  const { compactNumbers, compactUncertain, ...rest } = state;
  if (compactNumbers === undefined && compactUncertain === undefined) return rest;
  const { held, uncertain } = contentsOf(state);
  const text = uncertain.length === 0 ? undefined : uncertain.map(encodeSorted).join("\n");
  return { ...rest, numbers: encodeSorted(held), uncertain: text };
}

/**
 * A set of numbers in a form of a few bytes a number: for each length the distances between neighbours, in base 128, as base64.
 * Two million random mobile numbers take some 6 MB in place of 24 MB as text.
 */
export function encodeNumbers(numbers: NumberSet): string {
  const byLength = Map.groupBy(numbers, (number) => number.length);
  return [...byLength].map(([length, group]) => `${length}:${encodeGroup(group)}`).join(";");
}

/** The numbers of `encodeNumbers`, ascending. */
export function decodeNumbers(text: string): NumberSet {
  if (text === "") return [];
  const numbers = text.split(";").flatMap((section) => {
    const colon = section.indexOf(":");
    return decodeGroup(Number(section.slice(0, colon)), section.slice(colon + 1));
  });
  // Each length is ascending by itself; only several lengths need sorting.
  return text.includes(";") ? numbers.sort() : numbers;
}

/** Up to 15 digits a JavaScript number holds exactly; longer ones are cut into two parts that both do. */
const EXACT_DIGITS = 15;
const LOW_DIGITS = 10;

function encodeGroup(numbers: NumberSet): string {
  const bytes = new ByteWriter(numbers.length * 3);
  let previous = 0n;
  let previousSmall = 0;
  for (const number of numbers) {
    if (number.length <= EXACT_DIGITS) {
      const value = Number(number);
      bytes.write(value - previousSmall);
      previousSmall = value;
    } else {
      const value = BigInt(number);
      const distance = value - previous;
      const base = 10n ** BigInt(LOW_DIGITS);
      bytes.write(Number(distance / base));
      bytes.write(Number(distance % base));
      previous = value;
    }
  }
  return bytes.base64();
}

function decodeGroup(length: number, text: string): string[] {
  const reader = new ByteReader(Buffer.from(text, "base64"));
  const numbers: string[] = [];
  let value = 0;
  let longValue = 0n;
  while (!reader.ended) {
    if (length <= EXACT_DIGITS) {
      value += reader.read();
      numbers.push(String(value).padStart(length, "0"));
    } else {
      longValue += BigInt(reader.read()) * 10n ** BigInt(LOW_DIGITS) + BigInt(reader.read());
      numbers.push(String(longValue).padStart(length, "0"));
    }
  }
  return numbers;
}

class ByteWriter {
  private bytes: Buffer;
  private length = 0;

  constructor(capacity: number) {
    this.bytes = Buffer.allocUnsafe(capacity + 16);
  }

  /** @param value a whole number from 0 on, exact */
  write(value: number): void {
    if (this.length + 10 > this.bytes.length) this.bytes = Buffer.concat([this.bytes], this.bytes.length * 2);
    let rest = value;
    while (rest >= 128) {
      this.bytes[this.length++] = (rest % 128) + 128;
      rest = Math.floor(rest / 128);
    }
    this.bytes[this.length++] = rest;
  }

  base64(): string {
    return this.bytes.toString("base64", 0, this.length);
  }
}

class ByteReader {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  get ended(): boolean {
    return this.at >= this.bytes.length;
  }

  read(): number {
    let value = 0;
    for (let place = 1; ; place *= 128) {
      const byte = this.bytes[this.at++] ?? 0;
      value += (byte % 128) * place;
      if (byte < 128) return value;
    }
  }
}
