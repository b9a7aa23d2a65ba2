// What the bench is told to do, by its arguments first and the environment next.
import { Argument, Command, InvalidArgumentError, Option } from "commander";

/** @typedef {ReturnType<typeof readOptions>} Options */

/** From here on one round takes minutes and is long enough for noise not to matter. */
const LARGE = 1_000_000;

/** @param {readonly string[]} parts those that there are */
export function readOptions(parts) {
  const sizes = new Option("--sizes <list>", "how many numbers a group has").env("BENCH_SIZES");
  const rounds = new Option("--rounds <count>", "how often each step is measured").env("BENCH_ROUNDS");
  const command = new Command("npm run bench --")
    .addArgument(new Argument("[parts...]", "what is measured, all by default").choices(parts))
    .addOption(sizes.argParser(wholeNumbers).default([1000, 10_000, 100_000, LARGE]))
    .addOption(rounds.argParser(wholeNumber))
    .option("--groups <count>", "how many small groups a stack has", wholeNumber, 100)
    .option("--write", "write docs/performance.md", false)
    .parse();
  const named = command.args;
  const options = command.opts();
  if (options.write && named.length > 0) command.error("error: --write writes all parts: name none");
  return {
    ...options,
    parts: named.length > 0 ? parts.filter((part) => named.includes(part)) : parts,
    roundsOf: (size) => options.rounds ?? (size < LARGE ? 3 : 1),
  };
}

/** @param {string} text */
function wholeNumber(text) {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError("It must be a whole number above 0.");
  return Number(text);
}

/** @param {string} text */
function wholeNumbers(text) {
  return text.split(",").map(wholeNumber);
}
