import { isDeepStrictEqual } from "node:util";

import { z } from "zod";

import { ACCOUNT_NAMES, type AccountName } from "./accounts";
import { API_NAMES, type ApiName, type Parameters } from "./api";
import { parseInput } from "./input";

const FAULT_KINDS = ["throttle", "error", "hang", "disconnect", "garble", "delay", "empty"] as const;

/**
 * What can happen to a call: refused as one too many, answered with an error, never answered, its connection cut, answered with
 * something that is no JSON, answered late, or answered with empty lists, as by a server that is behind or to a caller who may see nothing.
 *
 * @useDeclaredType
 */
export type FaultKind = (typeof FAULT_KINDS)[number];

/** A fault for chosen calls. Without `api`, `operation`, `account` and `match` it meets every call. */
export interface Fault {
  /** What happens to the call. */
  readonly kind: FaultKind;
  /** The API; default: all. */
  readonly api?: ApiName;
  /** Such as `OperateAxgGroup` or `createApiGroup`. */
  readonly operation?: string;
  /** The account that signed the call; default: both. */
  readonly account?: AccountName;
  /** Parameters that a call must have with these values: numbers and strings that read the same are equal. */
  readonly match?: Readonly<Record<string, unknown>>;
  /** Whether the operation is carried out first (default false); never with `throttle`. */
  readonly applied?: boolean;
  /** How many matching calls are let through first; default 0. */
  readonly skip?: number;
  /** How many calls it meets; default 1, and 0 means all until it is cleared. */
  readonly times?: number;
  /** The HTTP status, error code and message of `throttle` and `error` where the API's own will not do. */
  readonly status?: number;
  /** The error code of `throttle` and `error`; default: the API's own. */
  readonly code?: string;
  /** The error message of `throttle` and `error`; default: the API's own. */
  readonly message?: string;
  /** How long the call is held up before the fault shows, in milliseconds; `delay` needs it. */
  readonly delayMs?: number;
  /** How long the answer asks the caller to wait, in milliseconds; with `throttle` and `error`. */
  readonly retryAfter?: number;
}

/** A fault as it stands: what was asked for and what has come of it. */
export interface ArmedFault {
  /** Given in order, from 1. */
  readonly id: number;
  /** What was asked for. */
  readonly fault: Fault;
  /** Matching calls let through so far. */
  readonly skipped: number;
  /** Calls met so far. */
  readonly met: number;
}

const count = z.int().min(0);

const faultShape = z
  .strictObject({
    kind: z.enum(FAULT_KINDS),
    api: z.exactOptional(z.enum(API_NAMES)),
    operation: z.exactOptional(z.string()),
    account: z.exactOptional(z.enum(ACCOUNT_NAMES)),
    match: z.exactOptional(z.record(z.string(), z.unknown())),
    applied: z.exactOptional(z.boolean()),
    skip: z.exactOptional(count),
    times: z.exactOptional(count),
    status: z.exactOptional(z.int().min(200).max(599)),
    code: z.exactOptional(z.string().min(1)),
    message: z.exactOptional(z.string()),
    delayMs: z.exactOptional(count),
    retryAfter: z.exactOptional(count),
  })
  .refine((fault) => fault.kind !== "throttle" || fault.applied !== true, {
    path: ["applied"],
    message: "a throttled call is never carried out",
  })
  .refine((fault) => fault.kind !== "delay" || fault.delayMs !== undefined, {
    path: ["delayMs"],
    message: "a delay needs its milliseconds",
  })
  .refine(
    (fault) => {
      const answer = [fault.status, fault.code, fault.message, fault.retryAfter];
      return ["throttle", "error"].includes(fault.kind) || answer.every((part) => part === undefined);
    },
    { path: ["kind"], message: "status, code, message and retryAfter need a throttle or an error" },
  ) satisfies z.ZodType<Fault>;

/** The call that a fault may meet. */
export interface FaultTarget {
  readonly api: ApiName;
  readonly operation: string;
  readonly account: AccountName;
  readonly parameters: Parameters;
}

/** The faults of an emulator, in the order in which they were armed. */
export class FaultList {
  private faults: { id: number; fault: Fault; skipped: number; met: number }[] = [];
  private lastId = 0;

  /** @param operations the operations of each API, so that a misspelt one is an error */
  constructor(private readonly operations: ReadonlyMap<ApiName, readonly string[]>) {}

  /**
   * Arms one fault or several and returns all that are armed.
   *
   * @throws InputError that names the field and its rule
   */
  arm(input: unknown): readonly ArmedFault[] {
    const shape = Array.isArray(input) ? z.array(faultShape) : faultShape;
    const faults = [parseInput<Fault | Fault[]>(shape, input)].flat();
    for (const fault of faults) parseInput(this.operationShape(fault), fault);
    for (const fault of faults) this.faults.push({ id: ++this.lastId, fault, skipped: 0, met: 0 });
    return this.list();
  }

  /** All that are armed. */
  list(): readonly ArmedFault[] {
    return this.faults.map((armed) => ({ ...armed }));
  }

  /** Disarms all. */
  clear(): void {
    this.faults = [];
  }

  /** The fault that this call meets, if any: the first armed of those that match and have let enough calls through. */
  meet(target: FaultTarget): Fault | undefined {
    for (const armed of this.faults) {
      if (!matches(armed.fault, target)) continue;
      if (armed.skipped < (armed.fault.skip ?? 0)) {
        armed.skipped++;
        continue;
      }
      armed.met++;
      if (armed.met === (armed.fault.times ?? 1))
        this.faults = this.faults.filter((other) => other !== armed);
      return armed.fault;
    }
    return undefined;
  }

  private operationShape({ api }: Fault): z.ZodType {
    const known = api === undefined ? [...this.operations.values()].flat() : (this.operations.get(api) ?? []);
    return z.object({ operation: z.enum(known).optional() });
  }
}

function matches(fault: Fault, target: FaultTarget): boolean {
  if (fault.api !== undefined && fault.api !== target.api) return false;
  if (fault.operation !== undefined && fault.operation !== target.operation) return false;
  if (fault.account !== undefined && fault.account !== target.account) return false;
  return Object.entries(fault.match ?? {}).every(([name, value]) => reads(target.parameters[name], value));
}

/** RPC parameters are all strings, so 1234 and "1234" are the same to whoever writes a fault. */
function reads(actual: unknown, expected: unknown): boolean {
  const [left, right] = [actual, expected].map((value) =>
    typeof value === "number" ? String(value) : value,
  );
  return isDeepStrictEqual(left, right);
}
