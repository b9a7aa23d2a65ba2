import type { AxgCall } from "./axgPlan";
import { ascending } from "./memberText";
import type { NumberSet } from "./numberSet";
import { setUnion } from "./setUnion";

/** What is known of a group's numbers. No number stands twice in all of it. */
export interface GroupContents {
  /** The numbers that the group holds for certain. */
  readonly held: NumberSet;
  /**
   * Numbers that the group may hold, from calls whose outcome is unknown: one unit a call. A call takes effect as a whole or not at
   * all, so the group mostly holds all numbers of a unit or none; only a killed update may have left some of them.
   */
  readonly doubtful: readonly NumberSet[];
}

/**
 * Keeps what is known of a group's numbers while calls go out. It holds the changes beside what was there before, so that ten
 * calls on a million numbers touch two thousand.
 */
export class AxgLedger {
  private base: NumberSet;
  private gained = new Set<string>();
  private gone = new Set<string>();
  private units: Set<string>[];

  constructor({ held, doubtful }: GroupContents) {
    this.base = held;
    this.units = doubtful.map((unit) => new Set(unit));
  }

  /** The units that are in doubt. */
  get doubtful(): readonly NumberSet[] {
    return this.units.map((unit) => [...unit].sort(ascending));
  }

  /** Everything that is known, for the state. */
  contents(): GroupContents {
    if (this.gained.size === 0 && this.gone.size === 0) return { held: this.base, doubtful: this.doubtful };
    const kept = this.gone.size === 0 ? this.base : this.base.filter((number) => !this.gone.has(number));
    return { held: setUnion(kept, [...this.gained].sort(ascending)), doubtful: this.doubtful };
  }

  /** A call took effect. */
  accepted({ operateType, numbers }: AxgCall): void {
    if (operateType === "overwriteNumbers") {
      this.base = [...numbers].sort(ascending);
      this.gained.clear();
      this.gone.clear();
      this.units = [];
      return;
    }
    for (const number of numbers) this.know(number, operateType === "addNumbers");
    this.settle(numbers);
  }

  /** A call was sent, and nobody knows whether it took effect. */
  lost({ operateType, numbers }: AxgCall): void {
    const touched = new Set(numbers);
    // Within a unit, the numbers that the call touches go one way, and the others another.
    this.units = this.units.flatMap((unit) => split(unit, touched));
    const known = new Set(this.units.flatMap((unit) => [...unit]));
    const fresh = numbers.filter((number) => !known.has(number));
    if (operateType === "addNumbers") this.doubt(fresh.filter((number) => !this.holds(number)));
    else if (operateType === "deleteNumbers") this.doubt(fresh.filter((number) => this.holds(number)));
    else {
      const replaced = this.contents().held.filter((number) => !touched.has(number));
      this.doubt(fresh.filter((number) => !this.holds(number)));
      this.doubt(replaced);
    }
  }

  private know(number: string, present: boolean): void {
    const wasThere = isIn(this.base, number);
    if (present) {
      this.gone.delete(number);
      if (!wasThere) this.gained.add(number);
    } else {
      this.gained.delete(number);
      if (wasThere) this.gone.add(number);
    }
  }

  private holds(number: string): boolean {
    return this.gained.has(number) || (!this.gone.has(number) && isIn(this.base, number));
  }

  private doubt(numbers: readonly string[]): void {
    for (const number of numbers) this.know(number, false);
    if (numbers.length > 0) this.units.push(new Set(numbers));
  }

  private settle(numbers: readonly string[]): void {
    if (this.units.length === 0) return;
    for (const unit of this.units) for (const number of numbers) unit.delete(number);
    this.units = this.units.filter((unit) => unit.size > 0);
  }
}

function split(unit: Set<string>, touched: ReadonlySet<string>): Set<string>[] {
  return [unit.intersection(touched), unit.difference(touched)].filter((part) => part.size > 0);
}

/** Whether an ascending array has a number. */
function isIn(numbers: NumberSet, number: string): boolean {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] ?? "") < number) low = middle + 1;
    else high = middle;
  }
  return numbers[low] === number;
}
