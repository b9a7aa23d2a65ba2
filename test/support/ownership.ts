import assert from "node:assert/strict";
import { appendFile } from "node:fs/promises";

import { type Emulator, type EmulatorOptions, startEmulator } from "../../emulator";
import { type Run, Stack } from "./stack";

/** What a user does to a stack. */
export interface Step {
  /** The program from now on; else it stays. */
  readonly program?: string;
  readonly command?: "up" | "refresh" | "destroy";
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** What a user saw of a step. */
export interface Outcome {
  readonly result: Run;
  /** The operations that the command asked the clouds for. */
  readonly asked: { readonly result: readonly string[] };
}

/** The same with a preview before it. */
export interface PreviewedOutcome extends Outcome {
  readonly preview: Run;
  readonly asked: { readonly preview: readonly string[]; readonly result: readonly string[] };
}

/** A stack and an emulator, for tests of what becomes of a group that several resources have. */
export class OwnershipStack {
  private constructor(
    readonly emulator: Emulator,
    readonly stack: Stack,
  ) {}

  static async start(options: EmulatorOptions = {}): Promise<OwnershipStack> {
    const emulator = await startEmulator(options);
    return new OwnershipStack(emulator, await Stack.create("", emulator.environment));
  }

  async stop(): Promise<void> {
    await this.stack.remove();
    await this.emulator.stop();
  }

  /** Sets the program: statements that may use the package's classes and `pulumi`. */
  async write(body: string): Promise<void> {
    await this.stack.write(`
      const pulumi = require("@pulumi/pulumi");
      const { ApigGroup, AxgGroup, AxgGroupNumbers, DeviceVirtualGroup, Provider, RamGroup } = require("pulumi-cloud-groups");
      ${body}
    `);
  }

  /** Makes the stack what a program declares. */
  async begin(program: string, ...args: string[]): Promise<void> {
    await this.write(program);
    await this.stack.up(...args);
  }

  /** Does something to the stack. */
  async take({ program, command = "up", args = [], environment = {} }: Step): Promise<Outcome> {
    if (program !== undefined) await this.write(program);
    const before = this.emulator.calls().length;
    const result = await this.stack.run(
      [command, "--yes", "--skip-preview", "--suppress-progress", ...args],
      environment,
    );
    return { result, asked: { result: this.askedSince(before) } };
  }

  /** The same, in a preview first. */
  async previewAndTake(step: Step): Promise<PreviewedOutcome> {
    const { program, command = "up", args = [], environment = {} } = step;
    if (program !== undefined) await this.write(program);
    const before = this.emulator.calls().length;
    const previewing = command === "up" ? ["preview"] : [command, "--preview-only"];
    const preview = await this.stack.run([...previewing, ...args], environment);
    const askedInPreview = this.askedSince(before);
    const { result, asked } = await this.take(step);
    return { preview, result, asked: { preview: askedInPreview, ...asked } };
  }

  private askedSince(before: number): string[] {
    return this.emulator
      .calls()
      .slice(before)
      .map(({ operation }) => operation);
  }

  /** Does something that has to work. */
  async succeed(step: Step): Promise<Outcome> {
    const outcome = await this.take(step);
    assert.equal(outcome.result.status, 0, outcome.result.output);
    return outcome;
  }

  /** The same, in a preview first. */
  async previewAndSucceed(step: Step): Promise<PreviewedOutcome> {
    const outcome = await this.previewAndTake(step);
    assert.equal(outcome.preview.status, 0, outcome.preview.output);
    assert.equal(outcome.result.status, 0, outcome.result.output);
    return outcome;
  }

  /** A further update has nothing to do. */
  async isSettled(environment: Readonly<Record<string, string>> = {}): Promise<void> {
    const { status, output } = await this.stack.run(
      ["up", "--yes", "--skip-preview", "--expect-no-changes"],
      environment,
    );
    assert.equal(status, 0, output);
  }

  /** The numbers of an AXG group. */
  numbers(groupId = "1234", account: "first" | "second" = "first"): readonly string[] | undefined {
    return this.emulator.state().accounts[account].dypls.pools["FC123456"]?.groups[groupId]?.numbers;
  }

  /** The URN of a resource, by its kind and name. */
  async urn(kind: string, name: string): Promise<string> {
    const found = (await this.stack.resources(kind)).find(({ urn }) => urn.endsWith(`::${name}`));
    assert.ok(found, `${kind} ${name} is not in the state`);
    return found.urn;
  }
}

/** Gives the tests of the surrounding `describe` a stack and an emulator. */
export function useOwnershipStack(options: EmulatorOptions = {}): { readonly it: OwnershipStack } {
  let started: OwnershipStack | undefined;
  before(async () => {
    started = await OwnershipStack.start(options);
  });
  after(() => started?.stop());
  return {
    get it(): OwnershipStack {
      if (started === undefined) throw new Error("The stack is not there yet");
      return started;
    },
  };
}

/** Adds a line of a table to the file that `OWNERSHIP_LOG` names, if any: the case, what the user does, the preview (if any), the update, the cloud. */
export async function log(
  name: string,
  does: string,
  { preview, result }: Outcome & { readonly preview?: Run },
  cloud: unknown,
): Promise<void> {
  const file = process.env["OWNERSHIP_LOG"];
  if (file === undefined || file === "") return;
  const cells = [
    name,
    does,
    preview === undefined ? "" : told(preview),
    told(result),
    typeof cloud === "string" ? cloud : JSON.stringify(cloud),
  ];
  await appendFile(file, `${cells.map((cell) => cell.replaceAll("|", "/")).join(" | ")}\n`);
}

/** What a run told of how it went, in one line: the counts, and whatever it said besides. */
function told({ status, output }: Run): string {
  const [, said = ""] = output.split(/^Diagnostics:$/m);
  const [diagnostics = ""] = said.split(/^(?:Outputs|Resources):$/m);
  const [, counts = ""] = output.split(/^Resources:$/m);
  const lines = [...counts.split(/^Duration|\n\n/m).slice(0, 1), diagnostics]
    .flatMap((text) => text.split("\n"))
    .map((line) => line.trim().replace(/\s+/g, " ").replace("pulumi-nodejs:dynamic/cloud-groups:", ""))
    .filter((line) => line !== "" && !line.startsWith("warning: Could not find a package.json"));
  return [`exit ${status}`, ...lines].join("; ");
}

/** What the first account holds, briefly. */
export function holdings(emulator: Emulator): Holdings {
  const { ram, apig, ioa, dypls } = emulator.state().accounts.first;
  const axg = Object.values(dypls.pools).flatMap(({ groups }) => Object.entries(groups));
  return {
    ram: Object.entries(ram.groups).map(
      ([name, { id, members, policies }]) =>
        `${id} ${name} of ${members.length} members, ${policies.length} policies`,
    ),
    apig: Object.entries(apig.groups)
      .filter(([, { isDefault }]) => !isDefault)
      .map(([id, { name, apis }]) => `${id} ${name} of ${apis.length} APIs`),
    ioa: Object.entries(ioa.groups)
      .filter(([, { builtIn }]) => !builtIn)
      .map(([id, { name, devices }]) => `${id} ${name} of ${devices.length} devices`),
    axg: axg.map(([id, { numbers }]) => `${id} of ${numbers.length} numbers`),
  };
}

/** Groups with their ids and how much is in them. */
export type Holdings = Readonly<Record<"ram" | "apig" | "ioa" | "axg", readonly string[]>>;
