/**
 * How often a property is tried. What is drawn can be drawn again: seed and path are printed with a failure, and `FC_SEED` and `FC_PATH`
 * take them back; `FC_RUNS` tries more.
 */
export function drawn(numRuns: number): { numRuns: number; seed?: number; path?: string } {
  const { FC_RUNS, FC_SEED, FC_PATH } = process.env;
  return {
    numRuns: Number(FC_RUNS ?? numRuns),
    ...(FC_SEED === undefined ? {} : { seed: Number(FC_SEED) }),
    ...(FC_PATH === undefined ? {} : { path: FC_PATH }),
  };
}
