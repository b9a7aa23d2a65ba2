import assert from "node:assert/strict";

import RpcClient from "@alicloud/pop-core";

import { DECLARATION, type Properties } from "../../provider/core/properties";
import { contentsOf, encodeNumbers } from "../../provider/axg/contents";
import {
  type JournalRecord,
  unfinishedTargets,
  digestNumbers,
  withUncertain,
} from "../../provider/axg/journal";
import type { GroupContents, NumberSet } from "../../provider/axg/numberSet";
import type { Strategy } from "../../provider/axg/plan";
import { encodeSorted } from "../../provider/sets/memberText";
import { type Declared, type End, EngineModel } from "./engineModel";

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

/** A request as the vendor's client makes it. */
export interface RpcRequest {
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly accessKey: string;
}

/** AXG groups behind the vendor's client, of which the step that sends is replaced. Every account has its own; a group is there at once. */
export class RpcCloud {
  private readonly groups = new Map<string, Set<string>>();
  private made = 0;
  calls = 0;
  /** The provider's process is dead: nothing of it gets through, and nothing of it comes back. */
  isKilled = false;

  /** @param accountOf the account of an access key */
  constructor(
    private readonly rules: OpenRules,
    private readonly mishap: (call: number) => RpcMishap,
    private readonly accountOf: (accessKey: string) => string = () => "",
  ) {}

  /** The numbers of the group that tests of one group are about. */
  get numbers(): Set<string> {
    return this.numbersAt("", GROUP.poolKey, GROUP.groupId);
  }

  /** The numbers of a group. */
  numbersAt(account: string, poolKey: string, groupId: string): Set<string> {
    const key = `${account} ${poolKey}/${groupId}`;
    const numbers = this.groups.get(key) ?? new Set<string>();
    this.groups.set(key, numbers);
    return numbers;
  }

  /** All numbers, by account and group. */
  contents(): Map<string, Set<string>> {
    return new Map([...this.groups].filter(([, numbers]) => numbers.size > 0));
  }

  /** Answers one request as the vendor's client hands the answer on. */
  answer(request: RpcRequest): Promise<unknown> {
    if (this.isKilled) return Promise.reject(connectionLost());
    const mishap = this.mishap(this.calls++);
    this.isKilled = mishap.startsWith("killed");
    const isCarriedOut = mishap === "none" || mishap.endsWith("After");
    const answer = isCarriedOut ? this.carryOut(request) : {};
    if (mishap !== "none") return Promise.reject(failed(mishap));
    return typeof answer === "string" ? Promise.reject(refusal(answer)) : Promise.resolve(answered(answer));
  }

  /** The answer, or the code of a refusal. */
  private carryOut({ action, parameters, accessKey }: RpcRequest): string | object {
    const account = this.accountOf(accessKey);
    const numbers = (parameters["Numbers"] ?? "").split(",").filter(Boolean);
    assert.ok(numbers.length <= 200 && new Set(numbers).size === numbers.length, "a call within the limits");
    const { PoolKey: poolKey = "", GroupId: groupId = "" } = parameters;
    if (action === "CreateAxgGroup") {
      const made = String(9000 + ++this.made);
      for (const number of numbers) this.numbersAt(account, poolKey, made).add(number);
      return { Code: "OK", GroupId: made };
    }
    if (action === "DeleteAxgGroup") {
      this.groups.delete(`${account} ${poolKey}/${groupId}`);
      return { Code: "OK" };
    }
    const code = this.operate(this.numbersAt(account, poolKey, groupId), parameters["OperateType"], numbers);
    return code ?? { Code: "OK" };
  }

  private operate(
    there: Set<string>,
    operateType: string | undefined,
    numbers: string[],
  ): string | undefined {
    const isThere = (number: string) => there.has(number);
    const { repeatedAdd, absentDelete } = this.rules;
    if (operateType === "overwriteNumbers") {
      if (there.size > 200) return "isv.ILLEGAL_ARGUMENT";
      there.clear();
    } else if (operateType === "addNumbers" && repeatedAdd === "refuse" && numbers.some(isThere)) {
      return "isv.NUMBER_IS_HERE_ALREADY";
    } else if (operateType === "deleteNumbers" && absentDelete === "refuse" && !numbers.every(isThere)) {
      return "isv.NO_SUCH_NUMBER_HERE";
    }
    for (const number of numbers) {
      if (operateType === "deleteNumbers") there.delete(number);
      else there.add(number);
    }
    return undefined;
  }
}

export function answered(body: object): unknown {
  return [{ RequestId: "ID", ...body }, { response: { statusCode: 200, headers: {} } }];
}

export function refusal(code: string, statusCode = 200): Error {
  const entry = { response: { statusCode, headers: {} } };
  return Object.assign(new Error(code), { code, data: { Message: code, RequestId: "ID" }, entry });
}

function connectionLost(): Error {
  return Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
}

export function failed(mishap: Exclude<RpcMishap, "none">): Error {
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

/** An AxgGroupNumbers and its journal, as the program's class declares them. */
export function axgNumbers(
  name: string,
  group: { readonly poolKey: string; readonly groupId: string },
  declared: NumberSet,
  { provider, ...args }: { readonly provider?: string } & Properties = {},
): Declared[] {
  const numbers = encodeSorted(declared);
  const journal = { ...group, numbers: digestNumbers(numbers), __set: encodeNumbers(declared) };
  const own = { ...group, numbers, allowEmpty: true, ...args, [DECLARATION]: { name, within: "" } };
  return [
    { name: `${name}-journal`, kind: "AxgGroupNumbersJournal", args: journal, provider },
    { name, kind: "AxgGroupNumbers", args: own, links: { __journal: `${name}-journal` }, provider },
  ];
}

/** The keys of an account that nobody has. */
export const NOBODY = { "alicloud:accessKey": "LTAItest", "alicloud:secretKey": "test" };

/** One AxgGroupNumbers and its journal in a stack. */
export class AxgStack {
  private readonly engine: EngineModel;

  constructor(
    private readonly cloud: RpcCloud,
    private readonly strategy: Strategy,
  ) {
    this.engine = new EngineModel({ "": NOBODY }, () => cloud.isKilled);
  }

  private get outs(): Properties | undefined {
    return this.engine.state.get("callers")?.outs;
  }

  /** Why the last update failed. */
  get failure(): unknown {
    return this.engine.failure;
  }

  /**
   * What the state says that the group holds, the journal's part included: as an update to another set would take it. Of a create that
   * was killed, or refused before anything went through, the state has the journal's part alone.
   */
  get contents(): GroupContents {
    const outs: Properties = this.outs ?? { numbers: "" };
    const record = this.engine.state.get("callers-journal")?.outs["record"] as JournalRecord | undefined;
    const { targets } = unfinishedTargets(record, outs, undefined);
    return withUncertain(
      contentsOf(outs),
      targets.map(({ numbers }) => numbers),
      [],
    );
  }

  /** How much the state has of the group, in characters. */
  get keptSize(): number {
    return JSON.stringify(this.outs).length;
  }

  /** One update by a process of its own. */
  up(declared: NumberSet): Promise<End> {
    this.cloud.isKilled = false;
    return this.engine.up(axgNumbers("callers", GROUP, declared, { strategy: this.strategy }));
  }
}

/** What answers the vendor's client. */
interface Answering {
  answer(request: RpcRequest): Promise<unknown>;
}

/** Has the vendor's client send to a cloud of the test's own while a step runs. */
export async function sendingTo<T>(cloud: () => Answering, step: () => Promise<T>): Promise<T> {
  const client = RpcClient.prototype as unknown as { request: unknown };
  const { request } = client;
  client.request = function (
    this: { accessKeyId: string },
    action: string,
    parameters: Record<string, string>,
  ) {
    return cloud().answer({ action, parameters, accessKey: this.accessKeyId });
  };
  try {
    return await step();
  } finally {
    client.request = request;
  }
}
