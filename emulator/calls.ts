import type { AccountName } from "./accounts";
import type { ApiName, Parameters } from "./api";
import type { FaultKind } from "./faults";

/** A call of one of the four APIs, as the log keeps it. */
export interface CallRecord {
  /** In order of arrival, never given twice by one emulator. */
  readonly sequence: number;
  /** When it arrived, as ISO 8601. */
  readonly time: string;
  /** The API that it was a call of. */
  readonly api: ApiName;
  /** Its operation, such as `OperateAxgGroup` or `createApiGroup`. */
  readonly operation: string;
  /** Whose key signed it, or whom it asked for a key without having one; null where the signature was refused. */
  readonly account: AccountName | null;
  /** The id of that key, never its secret; null also where nothing signed it. */
  readonly accessKey: string | null;
  /** How it was authenticated: `none` where it needs no key, as calls that ask for one; null where that failed. */
  readonly authentication: "signature" | "token" | "none" | null;
  /** Whether the operation is one that changes something. */
  readonly writes: boolean;
  /** The parameters, without credentials, signature and tokens of identity providers. */
  readonly request: Parameters;
  /** The kind of the fault that it met. */
  readonly fault?: FaultKind;
  /** The HTTP status of the answer; null where there was none, or not yet. */
  readonly status: number | null;
  /** The error code of the answer; null where there was none. */
  readonly code: string | null;
  /** Whether it was carried out, wholly or in part, whatever the answer said. */
  readonly applied: boolean;
  /** The request id of the answer, which errors of the package name. */
  readonly requestId: string;
}

/** A record that is still being written. */
export type OpenRecord = { -readonly [Field in keyof CallRecord]: CallRecord[Field] };

/** How often an operation was called, for people. */
export interface CallSummary {
  /** The API. */
  readonly api: ApiName;
  /** Its operation. */
  readonly operation: string;
  /** How often it was called. */
  readonly calls: number;
  /** Those answered with an error code. */
  readonly refused: number;
  /** Those that met a fault. */
  readonly faults: number;
}

/** All calls of the four APIs since the emulator started or was reset. */
export class CallLog {
  private records: OpenRecord[] = [];
  private last = 0;

  /** Notes a call that has just arrived. */
  open(call: Pick<CallRecord, "api" | "operation" | "writes" | "request" | "requestId">): OpenRecord {
    const record: OpenRecord = {
      sequence: ++this.last,
      time: new Date().toISOString(),
      ...call,
      account: null,
      accessKey: null,
      authentication: null,
      status: null,
      code: null,
      applied: false,
    };
    this.records.push(record);
    return record;
  }

  /** The calls after this sequence number, in order of arrival. */
  since(sequence: number): readonly CallRecord[] {
    return this.records.filter((record) => record.sequence > sequence).map((record) => ({ ...record }));
  }

  /** Forgets all calls. */
  clear(): void {
    this.records = [];
  }

  /** Counts by API and operation. */
  summary(): readonly CallSummary[] {
    const counts = new Map<string, { -readonly [Field in keyof CallSummary]: CallSummary[Field] }>();
    for (const { api, operation, code, fault } of this.records) {
      const key = `${api} ${operation}`;
      const counted = counts.get(key) ?? { api, operation, calls: 0, refused: 0, faults: 0 };
      counted.calls++;
      if (code !== null) counted.refused++;
      if (fault !== undefined) counted.faults++;
      counts.set(key, counted);
    }
    return [...counts.entries()]
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([, counted]) => counted);
  }
}
