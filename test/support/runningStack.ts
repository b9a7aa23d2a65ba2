import { type Emulator, startEmulator } from "../../emulator";
import { Stack } from "./stack";

/** An emulator, and a stack that uses it. */
export interface RunningStack {
  readonly emulator: Emulator;
  readonly stack: Stack;
}

/** Gives the tests of the surrounding `describe` an emulator and a stack of this program. */
export function useStack(program: string): RunningStack {
  let started: RunningStack | undefined;
  before(async () => {
    const emulator = await startEmulator();
    started = { emulator, stack: await Stack.create(program, emulator.environment) };
  });
  after(async () => {
    await started?.stack.remove();
    await started?.emulator.stop();
  });
  const running = (): RunningStack => {
    if (started === undefined) throw new Error("The stack is not there yet");
    return started;
  };
  return {
    get emulator(): Emulator {
      return running().emulator;
    },
    get stack(): Stack {
      return running().stack;
    },
  };
}
