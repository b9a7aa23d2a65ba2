import { isIn, setUnion } from "../sets/memberSet";
import { ascending } from "../sets/memberText";
import type { GroupContents, NumberSet } from "./numberSet";
import type { AxgCall } from "./plan";

/**
 * Keeps what is known of a group's numbers while calls go out. It holds the changes beside what was there before, so that ten
 * calls on a million numbers touch two thousand.
 */
export class AxgLedger {
  private base: NumberSet;
  private gained = new Set<string>();
  private gone = new Set<string>();
  private units: Set<string>[] = [];
  /** The unit of each uncertain number: after a killed update there may be thousands. */
  private unitOf = new Map<string, Set<string>>();

  constructor({ held, uncertain }: GroupContents) {
    this.base = held;
    for (const unit of uncertain) this.addUnit(unit);
  }

  /** The uncertain numbers, in their units. */
  get uncertain(): readonly NumberSet[] {
    return this.units.filter((unit) => unit.size > 0).map((unit) => [...unit].sort(ascending));
  }

  /** What is known by now, for the state. */
  contents(): GroupContents {
    if (this.gained.size === 0 && this.gone.size === 0) return { held: this.base, uncertain: this.uncertain };
    const kept = this.gone.size === 0 ? this.base : this.base.filter((number) => !this.gone.has(number));
    return { held: setUnion(kept, [...this.gained].sort(ascending)), uncertain: this.uncertain };
  }

  /** Whether a number is held for certain. */
  holds(number: string): boolean {
    return this.gained.has(number) || (!this.gone.has(number) && isIn(this.base, number));
  }

  isUncertain(number: string): boolean {
    return this.unitOf.has(number);
  }

  /** A number that is held for certain; none where there is none. */
  someHeld(): string | undefined {
    const [gained] = this.gained;
    return gained ?? this.base.find((number) => !this.gone.has(number));
  }

  /** How many numbers are held for certain. */
  get heldCount(): number {
    return this.base.length - this.gone.size + this.gained.size;
  }

  /** Makes numbers suspects: they were thought to be absent, and are uncertain from now on, each in a unit of its own. */
  suspect(numbers: readonly string[]): void {
    for (const number of numbers)
      if (!this.isUncertain(number) && !this.holds(number)) this.addUnit([number]);
  }

  /** Notes that a call took effect. */
  recordDone({ operateType, numbers }: AxgCall): void {
    if (operateType === "overwriteNumbers") {
      this.base = [...numbers].sort(ascending);
      this.gained.clear();
      this.gone.clear();
      this.units = [];
      this.unitOf.clear();
      return;
    }
    for (const number of numbers) this.setHeld(number, operateType === "addNumbers");
    this.settle(numbers);
  }

  /** Notes that a call's answer was lost: nobody knows whether it took effect. */
  recordLost({ operateType, numbers }: AxgCall): void {
    const touched = new Set(numbers);
    // Within a unit, the numbers that the call touches go one way, and the others another.
    for (const unit of new Set(numbers.map((number) => this.unitOf.get(number)))) {
      if (unit === undefined || unit.isSubsetOf(touched)) continue;
      const part = unit.intersection(touched);
      for (const number of part) unit.delete(number);
      this.addUnit(part);
    }
    const fresh = numbers.filter((number) => !this.unitOf.has(number));
    if (operateType === "addNumbers") this.makeUncertain(fresh.filter((number) => !this.holds(number)));
    else if (operateType === "deleteNumbers")
      this.makeUncertain(fresh.filter((number) => this.holds(number)));
    else {
      const replaced = this.contents().held.filter((number) => !touched.has(number));
      this.makeUncertain(fresh.filter((number) => !this.holds(number)));
      this.makeUncertain(replaced);
    }
  }

  private setHeld(number: string, isHeld: boolean): void {
    const wasThere = isIn(this.base, number);
    if (isHeld) {
      this.gone.delete(number);
      if (!wasThere) this.gained.add(number);
    } else {
      this.gained.delete(number);
      if (wasThere) this.gone.add(number);
    }
  }

  private makeUncertain(numbers: readonly string[]): void {
    for (const number of numbers) this.setHeld(number, false);
    if (numbers.length > 0) this.addUnit(numbers);
  }

  private addUnit(numbers: Iterable<string>): void {
    const unit = new Set(numbers);
    this.units.push(unit);
    for (const number of unit) this.unitOf.set(number, unit);
  }

  private settle(numbers: readonly string[]): void {
    for (const number of numbers) {
      this.unitOf.get(number)?.delete(number);
      this.unitOf.delete(number);
    }
  }
}
