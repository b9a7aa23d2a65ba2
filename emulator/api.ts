import type { IncomingHttpHeaders } from "node:http";

import type { Account, Accounts, Caller, Key } from "./accounts";
import type { Refusal } from "./refusal";
import type { Settings } from "./settings";
import type { AccountData } from "./world";

/** The APIs by the names that the call log and faults use: the four of groups, and those that tell who calls and issue temporary keys. */
export const API_NAMES = ["dypls", "ram", "ioa", "apig", "sts", "iam", "metadata"] as const;

/**
 * One of the four APIs of groups, or one that tells who calls and issues temporary keys: `sts` of Alibaba Cloud and Tencent Cloud, `iam` of Huawei
 * Cloud, `metadata` of a machine of each.
 *
 * @useDeclaredType
 */
export type ApiName = (typeof API_NAMES)[number];

/** An HTTP request, read to its end. */
export interface Incoming {
  readonly method: string;
  /** As it was sent: still percent-encoded, without the query. */
  readonly path: string;
  /** As it was sent, without the question mark. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What a call asks for, without credentials and signature. */
export type Parameters = Readonly<Record<string, unknown>>;

/** What an operation works on. */
export interface Context {
  readonly account: Account;
  /** The key that signed the call; undefined where nothing did. */
  readonly key: Key | undefined;
  /** All accounts, to issue temporary keys for. */
  readonly accounts: Accounts;
  readonly data: AccountData;
  readonly settings: Settings;
  readonly requestId: string;
}

/** An HTTP answer; `code` is the error code in it, for the call log. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly code: string | null;
}

/** A request as one of the APIs understands it. */
export interface ReceivedCall {
  readonly operation: string;
  /** Whether the operation changes anything. */
  readonly writes: boolean;
  /** For the call log and for faults: without credentials, signature and tokens of identity providers. */
  readonly parameters: Parameters;
  /** Says who the request comes from. @throws Refusal */
  authenticate(now: Date): Caller;
  /** Carries the operation out. @throws Refusal */
  perform(context: Context): Answer;
}

/** One API: how it reads a request, and how it says no. */
export interface Protocol {
  readonly name: ApiName;
  readonly operations: readonly string[];
  /** What it answers when called too often, and when it breaks: what the faults of these kinds play. */
  readonly throttled: Refusal;
  readonly broken: Refusal;
  receive(incoming: Incoming): ReceivedCall;
  refuse(refusal: Refusal, requestId: string): Answer;
  /** The header that asks a caller to wait. */
  retryAfter(milliseconds: number): Readonly<Record<string, string>>;
}
