import assert from "node:assert/strict";

import RpcClient from "@alicloud/pop-core";

import type { Properties } from "../../provider/arguments/properties";
import { Operation } from "../../provider/clients/operation";
import { Settings } from "../../provider/clients/settings";
import { contentsOf } from "../../provider/domain/axgContents";
import { doubted, type JournalRecord } from "../../provider/domain/axgJournal";
import type { GroupContents } from "../../provider/domain/axgLedger";
import type { AxgCall, Strategy } from "../../provider/domain/axgPlan";
import { encodeNumbers } from "../../provider/domain/compactNumbers";
import { linesOf } from "../../provider/domain/memberText";
import type { NumberSet } from "../../provider/domain/numberSet";
import { lifecycles } from "../../provider/resources";
import { openSince } from "../../provider/resources/axg/attempt";
import { placeOf, targetText } from "../../provider/resources/axg/target";
import type { Lifecycle } from "../../provider/resources/common/lifecycle";
import { PartialFailure } from "../../provider/resources/common/partialFailure";

/** What befalls a call on its way to a cloud or back, as the vendor's client sees it. */
export type RpcMishap =
  | "none"
  | "throttled"
  | "serverError"
  | "serverErrorAfter"
  | "hang"
  | "hangAfter"
  | "lost"
  | "lostAfter"
  | "garbledAfter"
  | "refused"
  | "killed"
  | "killedAfter";

/** How a cloud behaves where the documents leave it open. */
export interface OpenRules {
  readonly repeatedAdd: "accept" | "refuse";
  readonly absentDelete: "accept" | "refuse";
}

const GROUP = { poolKey: "FC123456", groupId: "1234" };
const NOBODY = "LTAItest";

/** An AXG group behind the vendor's client, of which the step that sends is replaced. */
export class RpcCloud {
  readonly numbers = new Set<string>();
  calls = 0;
  /** The provider's process is dead: nothing of it gets through, and nothing of it comes back. */
  isKilled = false;

  constructor(
    private readonly rules: OpenRules,
    private readonly mishap: (call: number) => RpcMishap,
  ) {}

  /** Answers one request as the vendor's client hands the answer on. */
  answer(parameters: Readonly<Record<string, string>>): Promise<unknown> {
    if (this.isKilled) return Promise.reject(connectionLost());
    const call = {
      operateType: parameters["OperateType"] as AxgCall["operateType"],
      numbers: (parameters["Numbers"] ?? "").split(","),
    };
    const mishap = this.mishap(this.calls++);
    this.isKilled = mishap.startsWith("killed");
    const isCarriedOut = mishap === "none" || mishap.endsWith("After");
    const code = isCarriedOut ? this.carryOut(call) : undefined;
    if (mishap !== "none") return Promise.reject(failed(mishap));
    return code === undefined ? Promise.resolve(answered({ Code: "OK" })) : Promise.reject(refusal(code));
  }

  /** The code of a refusal. */
  private carryOut({ operateType, numbers }: AxgCall): string | undefined {
    assert.ok(numbers.length <= 200 && new Set(numbers).size === numbers.length, "a call within the limits");
    const isThere = (number: string) => this.numbers.has(number);
    const { repeatedAdd, absentDelete } = this.rules;
    if (operateType === "overwriteNumbers") {
      if (this.numbers.size > 200) return "isv.ILLEGAL_ARGUMENT";
      this.numbers.clear();
    } else if (operateType === "addNumbers" && repeatedAdd === "refuse" && numbers.some(isThere)) {
      return "isv.NUMBER_IS_HERE_ALREADY";
    } else if (operateType === "deleteNumbers" && absentDelete === "refuse" && !numbers.every(isThere)) {
      return "isv.NO_SUCH_NUMBER_HERE";
    }
    for (const number of numbers) {
      if (operateType === "deleteNumbers") this.numbers.delete(number);
      else this.numbers.add(number);
    }
    return undefined;
  }
}

function answered(body: object): unknown {
  return [{ RequestId: "ID", ...body }, { response: { statusCode: 200, headers: {} } }];
}

function refusal(code: string, statusCode = 200): Error {
  const entry = { response: { statusCode, headers: {} } };
  return Object.assign(new Error(code), { code, data: { Message: code, RequestId: "ID" }, entry });
}

function connectionLost(): Error {
  return Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
}

function failed(mishap: Exclude<RpcMishap, "none">): Error {
  switch (mishap) {
    case "throttled":
      return refusal("Throttling.User", 400);
    case "serverError":
    case "serverErrorAfter":
      return refusal("InternalError", 500);
    case "refused":
      return refusal("isv.OUT_OF_SERVICE");
    case "hang":
    case "hangAfter":
      return Object.assign(new Error("ReadTimeout(10000)"), { name: "RequestTimeoutError" });
    case "garbledAfter":
      return new SyntaxError("Unexpected end of JSON input");
    default:
      return connectionLost();
  }
}

/** What the engine keeps of a resource. */
interface Kept {
  readonly id: string;
  readonly inputs: Properties;
  readonly outs: Properties;
  readonly isFailed: boolean;
}

/** How an update ended. */
export type End = "done" | "unchanged" | "failed" | "killed";

/**
 * One AxgGroupNumbers and its journal, taken through updates as the engine does it, with the resources' own code and the vendor's
 * client up to the step that sends. Everything crosses to the state as JSON.
 */
export class AxgStack {
  private journal: Kept | undefined;
  private group: Kept | undefined;
  /** Why the last update failed. */
  failure: unknown;

  constructor(
    private readonly cloud: RpcCloud,
    private readonly strategy: Strategy,
  ) {}

  /** What the state says that the group holds, the journal's part included: as an update to another set would take it. */
  get contents(): GroupContents {
    if (this.group === undefined) return { held: [], doubtful: [] };
    const record = this.journal?.outs["record"] as JournalRecord | undefined;
    const { targets } = openSince(record, this.group.outs, undefined);
    return doubted(
      contentsOf(this.group.outs),
      targets.map(({ numbers }) => numbers),
      [],
    );
  }

  /** How much the state has of the group, in characters. */
  get keptSize(): number {
    return JSON.stringify(this.group?.outs).length;
  }

  /** One update by a process of its own. */
  async up(declared: NumberSet): Promise<End> {
    this.cloud.isKilled = false;
    const numbers = linesOf(declared);
    const journal = await this.step("AxgGroupJournal", this.journal, {
      place: placeOf(GROUP),
      target: targetText(numbers),
      numbers: encodeNumbers(declared),
    });
    this.journal = journal.kept;
    const group = await this.step("AxgGroupNumbers", this.group, {
      ...GROUP,
      numbers,
      strategy: this.strategy,
      __journal: journal.kept?.id,
    });
    if (this.isKilled()) return "killed";
    this.group = group.kept;
    this.failure = group.error;
    if (group.error !== undefined) return "failed";
    return journal.isChanged || group.isChanged ? "done" : "unchanged";
  }

  /** The calls of an update may have killed it. */
  private isKilled(): boolean {
    return this.cloud.isKilled;
  }

  private async step(
    kind: string,
    kept: Kept | undefined,
    news: Properties,
  ): Promise<{ kept: Kept | undefined; isChanged: boolean; error?: unknown }> {
    const lifecycle = lifecycles[kind] as Lifecycle;
    const { inputs: checked, problems } = lifecycle.check(news, kept?.inputs ?? {});
    assert.deepEqual(problems, []);
    const inputs = json(checked);
    try {
      if (kept === undefined) {
        const { id, outs } = await lifecycle.create(inputs, operation());
        return { kept: { id, inputs, outs: json(outs), isFailed: false }, isChanged: true };
      }
      const { replaces, isNeeded = false } = lifecycle.diff(kept.outs, inputs);
      assert.deepEqual(replaces, []);
      const isSame = JSON.stringify(sorted(kept.inputs)) === JSON.stringify(sorted(inputs));
      if (isSame && !isNeeded && !kept.isFailed) return { kept, isChanged: false };
      const outs = json(await lifecycle.update(kept.id, kept.outs, inputs, operation()));
      return { kept: { id: kept.id, inputs, outs, isFailed: false }, isChanged: true };
    } catch (error) {
      if (!(error instanceof PartialFailure)) return { kept, isChanged: false, error };
      const failed = { id: error.id, inputs: kept?.inputs ?? inputs, outs: json(error.outs), isFailed: true };
      return { kept: failed, isChanged: true, error };
    }
  }
}

function json(properties: Properties): Properties {
  return JSON.parse(JSON.stringify(properties)) as Properties;
}

function sorted(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function operation(): Operation {
  const keys: Record<string, string> = { "alicloud:accessKey": NOBODY, "alicloud:secretKey": "test" };
  return new Operation(new Settings((key) => keys[key], {}), { random: () => 0 });
}

/** Has the vendor's client send to a cloud of the test's own while a step runs. */
export async function sendingTo<T>(cloud: () => RpcCloud, step: () => Promise<T>): Promise<T> {
  const client = RpcClient.prototype as unknown as { request: unknown };
  const { request } = client;
  client.request = (_action: string, parameters: Record<string, string>) => cloud().answer(parameters);
  try {
    return await step();
  } finally {
    client.request = request;
  }
}
