import assert from "node:assert/strict";

import { type AxgCall, CALL_CAP } from "../../provider/axg/plan";

/** The rules of OperateAxgGroup as its document has them, applied to a set: what a plan must live with. */
export class AxgModel {
  readonly numbers: Set<string>;
  /** The smallest the group was after any call. */
  smallest: number;

  constructor(numbers: readonly string[]) {
    this.numbers = new Set(numbers);
    this.smallest = this.numbers.size;
  }

  apply({ operateType, numbers }: AxgCall): void {
    assert.ok(numbers.length >= 1 && numbers.length <= CALL_CAP, `a call of ${numbers.length} numbers`);
    assert.equal(new Set(numbers).size, numbers.length, "a number twice in one call");
    if (operateType === "overwriteNumbers") {
      assert.ok(this.numbers.size <= CALL_CAP, "overwriteNumbers on a group of more than 200");
      this.numbers.clear();
    }
    for (const number of numbers) {
      if (operateType === "deleteNumbers") this.numbers.delete(number);
      else this.numbers.add(number);
    }
    this.smallest = Math.min(this.smallest, this.numbers.size);
  }
}
