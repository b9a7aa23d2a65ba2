import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Emulator, startEmulator } from "../../emulator";
import { Stack } from "./stack";

/** An emulator, and a stack of Pulumi YAML that uses it by the plugin. */
export interface YamlStack {
  readonly emulator: Emulator;
  readonly stack: Stack;
  /** Sets the program: the part of `Pulumi.yaml` below its runtime. */
  write(program: string): Promise<void>;
}

/** Gives the tests of the surrounding `describe` an emulator and a stack. */
export function useYamlStack(): YamlStack {
  let started: { emulator: Emulator; stack: Stack } | undefined;
  before(async () => {
    const emulator = await startEmulator();
    const folder = await mkdtemp(join(tmpdir(), "cloud-groups-test-"));
    const stack = await Stack.in(folder, emulator.environment);
    await stack.initialize();
    started = { emulator, stack };
  });
  after(async () => {
    await started?.stack.remove();
    await started?.emulator.stop();
  });
  const running = () => {
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
    write: (program) =>
      writeFile(join(running().stack.folder, "Pulumi.yaml"), `name: test\nruntime: yaml\n${program}`),
  };
}
