/** Without `FC_DEEP`, properties are tried a tenth as often. */
const SHARE = 10;

/**
 * How often a property is tried: as often as is said here where `FC_DEEP` is set, as every night, and a tenth of that otherwise. What is drawn
 * can be drawn again: seed and path are printed with a failure, and `FC_SEED` and `FC_PATH` take them back; `FC_RUNS` says how often, whatever
 * the property.
 */
export function drawn(deep: number): { numRuns: number; seed?: number; path?: string } {
  const { FC_DEEP, FC_RUNS, FC_SEED, FC_PATH } = process.env;
  return {
    numRuns: Number(FC_RUNS ?? (FC_DEEP === undefined ? Math.ceil(deep / SHARE) : deep)),
    ...(FC_SEED === undefined ? {} : { seed: Number(FC_SEED) }),
    ...(FC_PATH === undefined ? {} : { path: FC_PATH }),
  };
}

/** The same for what is drawn with the real engine, where nothing prints a seed with a failure: it goes into the test's name. */
export function drawnWithSeed(deep: number): { numRuns: number; seed: number; title: string } {
  const { numRuns, seed = Date.now() % 1_000_000 } = drawn(deep);
  return { numRuns, seed, title: `FC_SEED=${seed} FC_RUNS=${numRuns}` };
}
