/** Whether an ascending array has a member. */
export function isIn(numbers: readonly string[], number: string): boolean {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] ?? "") < number) low = middle + 1;
    else high = middle;
  }
  return numbers[low] === number;
}
