import assert from "node:assert/strict";

import type { AccountName, CallRecord, Emulator, Fault } from "../../../emulator";
import { ProviderError, type Values } from "../../support/providerProcess";
import { configOf } from "./credentials";
import { type Engine, visible } from "./engine";
import type { InCloud, MatrixKind } from "./matrixKinds";
import { LoneStack } from "./updates";

/** What can befall a call. */
export interface Mishap {
  readonly name: string;
  /** What an error of it says of the call; a refusal is one at once, the others only when they last. */
  readonly says: "was not applied" | "outcome unknown" | "was refused";
  readonly faultOf: (kind: MatrixKind) => Pick<Fault, "kind" | "applied" | "status" | "code" | "message">;
}

const unknown = (name: string, fault: Pick<Fault, "kind" | "applied">): Mishap => ({
  name,
  says: "outcome unknown",
  faultOf: () => fault,
});

export const MISHAPS: readonly Mishap[] = [
  { name: "throttled", says: "was not applied", faultOf: () => ({ kind: "throttle" }) },
  unknown("server error", { kind: "error" }),
  unknown("no answer", { kind: "hang" }),
  unknown("connection lost (not carried out)", { kind: "disconnect" }),
  unknown("connection lost (carried out)", { kind: "disconnect", applied: true }),
  unknown("garbled answer (carried out)", { kind: "garble", applied: true }),
  {
    name: "something else not found",
    says: "was refused",
    faultOf: ({ wrongNotFound }) => ({ kind: "error", message: "not that", ...wrongNotFound }),
  },
  {
    name: "access denied",
    says: "was refused",
    faultOf: ({ denied }) => ({ kind: "error", message: "not you", ...denied }),
  },
];

/** What is done to a group when the call for it meets a fault, and once more when the fault is over. */
export interface Play {
  readonly name: string;
  readonly call: "create" | "read" | "update" | "remove";
  readonly command: "up" | "refresh" | "destroy";
  /** What is declared; the group is made as `args(name)` before, unless it is to be created. */
  readonly declared: (kind: MatrixKind, name: string) => Values;
}

export const PLAYS: readonly Play[] = [
  { name: "create", call: "create", command: "up", declared: ({ args }, name) => args(name) },
  { name: "read", call: "read", command: "refresh", declared: ({ args }, name) => args(name) },
  { name: "rename", call: "update", command: "up", declared: ({ args }, name) => args(`new_${name}`) },
  {
    name: "change",
    call: "update",
    command: "up",
    declared: ({ args, remark }, name) => ({ ...args(name), [remark]: "changed" }),
  },
  { name: "delete", call: "remove", command: "destroy", declared: ({ args }, name) => args(name) },
];

/** Where mishaps of one length are played; no two cells of one API at once. */
export interface Place {
  readonly emulator: Emulator;
  readonly account: AccountName;
  /** The process that meets the fault. */
  readonly engine: Engine;
  /** The process of the commands before and after. */
  readonly after: Engine;
  /** Whether the whole API fails from the operation's own call on, until the operation has ended. */
  readonly lasts: boolean;
}

/** What came of a mishap. */
export interface Outcome {
  /** The calls that were made, in order. */
  readonly calls: readonly string[];
  /** Nothing where the operation went through. */
  readonly message: string | undefined;
  /** What the state has after an error, in words. */
  readonly state: string;
  /** What the same command did when the fault was over. */
  readonly next: string;
}

/** Plays one cell of the matrix, and asserts all that is so in every cell. */
export class Cell {
  private readonly stack: LoneStack;
  private readonly declared: Values;
  private readonly name: string;

  constructor(
    private readonly place: Place,
    private readonly kind: MatrixKind,
    private readonly play: Play,
    name: string,
  ) {
    this.stack = new LoneStack(kind.kind);
    this.name = name.replaceAll(/\W+/g, "_");
    this.declared = play.declared(kind, this.name);
  }

  /** How many calls the operation makes before its own, where no fault is met. */
  async callsBefore(): Promise<number> {
    await this.prepare();
    const calls = await this.callsOf(() => this.run(this.place.after));
    await this.stack.destroy(this.place.after);
    return operationsOf(calls).indexOf(this.kind[this.play.call]);
  }

  /** @throws AssertionError unless the next command ends as it should */
  async meet(mishap: Mishap, callsBefore: number): Promise<Outcome> {
    await this.prepare();
    const { state: before } = this.stack;
    this.arm(mishap.faultOf(this.kind), callsBefore);
    let message: string | undefined;
    const calls = await this.callsOf(async () => {
      message = await messageOf(this.run(this.place.engine)).finally(() => {
        this.disarm();
      });
    });
    const own = this.kind[this.play.call];
    assert.ok(
      calls.some(({ fault, operation }) => operation === own && fault !== undefined),
      `${own} did not meet the fault, but ${operationsOf(calls).join()}: ${message}`,
    );
    const isKnown = this.play.command !== "up" || mishap.says !== "outcome unknown";
    if (isKnown && message !== undefined) assert.deepEqual(this.stack.state, before);
    const state = this.stateAfter(before?.outs ?? this.declared);
    assertTellsNoCredential(this.place.emulator, [message, JSON.stringify(this.stack.state)]);
    const next = await this.next(message === undefined);
    return { calls: operationsOf(calls), message, state, next };
  }

  private async prepare(): Promise<void> {
    if (this.play.call === "create") return;
    await this.stack.up(this.place.after, this.kind.args(this.name));
    // A state that a refresh changes no more.
    await this.stack.refresh(this.place.after);
  }

  private run(engine: Engine): Promise<void> {
    const { command } = this.play;
    return command === "up" ? this.stack.up(engine, this.declared) : this.stack[command](engine);
  }

  private arm(fault: Pick<Fault, "kind">, callsBefore: number): void {
    const { emulator, account, lasts } = this.place;
    const { api } = this.kind;
    const aim = lasts ? { times: 0, skip: callsBefore } : { operation: this.kind[this.play.call] };
    emulator.inject({ ...fault, api, account, ...aim });
  }

  /** Takes this cell's fault away and leaves those of the cells beside it. */
  private disarm(): void {
    const { emulator, account } = this.place;
    const others = emulator
      .faults()
      .filter(({ fault }) => fault.api !== this.kind.api || fault.account !== account);
    emulator.clearFaults();
    emulator.inject(others.map(({ fault, skipped }) => ({ ...fault, skip: (fault.skip ?? 0) - skipped })));
  }

  /** The same command again: afterwards there is exactly one group as declared, or none. */
  private async next(isDone: boolean): Promise<string> {
    const { after } = this.place;
    const { state: before } = this.stack;
    const had = this.ours();
    const calls = await this.callsOf(() => this.run(after));
    if (this.play.command === "destroy") {
      assert.deepEqual(this.ours(), []);
      return had.length === 0 ? "finds it gone" : "deletes it";
    }
    if (this.play.command === "refresh") assert.deepEqual(this.stack.state, before);
    else if (isDone) assert.deepEqual(calls, [], "nothing is left to do");
    await this.assertOne(had);
    const did = this.did(operationsOf(calls), had);
    await this.stack.destroy(after);
    assert.deepEqual(this.ours(), []);
    return did;
  }

  /** Exactly one group, the state's, as declared, and the one that there was, if any; a refresh finds nothing else. */
  private async assertOne(had: readonly InCloud[]): Promise<void> {
    const { state } = this.stack;
    assert.ok(state, "the state has a group");
    assert.deepEqual(this.ours(), [{ id: this.kind.idInCloud(state), args: this.declared }]);
    for (const { id } of had) assert.equal(this.kind.idInCloud(state), id, "the group is kept");
    assert.equal(this.stack.isUnfinished, false);
    await this.stack.refresh(this.place.after);
    assert.deepEqual(this.stack.state?.inputs, this.declared);
  }

  private did(calls: readonly string[], had: readonly InCloud[]): string {
    if (this.play.call === "create") return had.length === 0 ? "makes it" : "finds it and takes it on";
    if (this.play.call === "read") return "finds it";
    return calls.includes(this.kind.update) ? "changes it" : "finds it changed";
  }

  /** What the state has, in words. */
  private stateAfter(before: Values): string {
    const { state, isUnfinished } = this.stack;
    if (state === undefined) return "nothing";
    const { creating, renaming, isUncertain, ...others } = state.outs;
    const kept = before["__account"] === undefined ? visible(others) : others;
    assert.deepEqual(isUnfinished ? kept : before, before);
    if (creating !== undefined) return "a creation of unknown outcome";
    if (renaming !== undefined) return "the group, with both names";
    if (isUncertain !== undefined) return "the group as before, uncertain";
    return isUnfinished ? "the group as before, to be updated" : "the group as before";
  }

  private ours(): InCloud[] {
    const { emulator, account } = this.place;
    const all = this.kind.inCloud(emulator.state().accounts[account]);
    return all.filter(({ args }) => Object.values(args).some((value) => String(value).endsWith(this.name)));
  }

  private async callsOf(step: () => Promise<unknown>): Promise<CallRecord[]> {
    const { emulator, account } = this.place;
    const since = emulator.calls().at(-1)?.sequence ?? 0;
    await step();
    return emulator.calls(since).filter((call) => call.api === this.kind.api && call.account === account);
  }
}

async function messageOf(step: Promise<unknown>): Promise<string | undefined> {
  try {
    await step;
    return undefined;
  } catch (error) {
    assert.ok(error instanceof ProviderError, String(error));
    return error.message;
  }
}

function operationsOf(calls: readonly CallRecord[]): string[] {
  return calls.map(({ operation }) => operation);
}

/** Neither a credential nor a signature. */
function assertTellsNoCredential({ accounts }: Emulator, texts: readonly (string | undefined)[]): void {
  const secrets = accounts
    .flatMap(({ keys }) => keys)
    .flatMap((keys) => {
      const { projectId, region, token } = keys.huaweicloud;
      return [...Object.values(configOf(keys)).map(String), token].filter(
        (value) => !["", projectId, region].includes(value),
      );
    });
  for (const text of texts) {
    for (const secret of secrets) assert.ok(!text?.includes(secret), text);
    assert.doesNotMatch(text ?? "", /Signature=\w|Credential=\w|[0-9a-f]{40}|[\w+/]{27}=/, "a signature");
  }
}
