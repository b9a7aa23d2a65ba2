// Markdown tables, and what stands in them.

/** @typedef {import("./turns.mjs").Outcome} Outcome */
/** @typedef {import("./stack.mjs").Measured} Measured */

/** What stands where nothing was measured. */
export const NONE = "–";

/**
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 * @param {number} labels how many columns are text; the others are numbers
 */
export function table(head, rows, labels = 1) {
  const rule = head.map((_, at) => (at < labels ? "---" : "---:"));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** @param {readonly number[]} values */
export function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/** @param {(measured: Measured) => number | undefined} part @returns {(outcome: Outcome) => number} */
function medianOf(part) {
  return ({ rounds }) => median(rounds.map((measured) => part(measured) ?? NaN));
}

export const secondsOf = medianOf(({ seconds }) => seconds);
export const cpuSecondsOf = medianOf(({ cpuSeconds }) => cpuSeconds);
export const stateOf = medianOf(({ stateBytes }) => stateBytes);

/** @param {keyof import("./memory.mjs").Memory} which */
export const memoryOf = (which) => medianOf(({ memory }) => memory?.[which]);

/** @param {Outcome} outcome */
export const time = (outcome) => seconds(secondsOf(outcome));

/** @param {number} value @param {(value: number) => string} format */
const orNone = (value, format) => (Number.isFinite(value) ? format(value) : NONE);

/** @param {number} value */
export const count = (value) => orNone(value, () => value.toLocaleString("en-US"));

/** @param {number} value */
export const seconds = (value) => orNone(value, () => `${value.toFixed(2)} s`);

/** @param {number} value */
export const milliseconds = (value) => orNone(value, () => `${value.toFixed(value < 10 ? 2 : 0)} ms`);

/** @param {number} value in bytes */
export const megabytes = (value) => orNone(value, () => `${(value / 1e6).toFixed(value < 1e7 ? 2 : 0)} MB`);

/** @param {number} a @param {number} b */
export const ratio = (a, b) => orNone(a / b, (value) => value.toFixed(2));
