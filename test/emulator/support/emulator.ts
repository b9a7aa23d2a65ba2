import { type Emulator, startEmulator } from "../../../emulator";

/** An emulator for the tests of a file, reset before each of them. */
export function useEmulator(): { readonly running: Emulator } {
  let emulator: Emulator | undefined;
  before(async () => {
    emulator = await startEmulator();
  });
  beforeEach(() => emulator?.reset());
  after(() => emulator?.stop());
  return {
    get running(): Emulator {
      if (emulator === undefined) throw new Error("The emulator has not been started yet");
      return emulator;
    },
  };
}
