import { type Accounts, type Caller, type Key, useKey } from "../accounts";
import type { Answer, Context, Incoming, Parameters, Protocol, ReceivedCall } from "../api";
import { keyOfSignature } from "../apig/authentication";
import { objectIn } from "../exchange";
import { Refusal } from "../refusal";
import {
  createTemporaryAccessKeyByAgency,
  createTemporaryAccessKeyByToken,
  createTokenWithIdToken,
  type Result,
  scopedAccount,
  tokenBody,
  tokenInBody,
  withoutTokens,
} from "./huaweicloudKeys";
import { withoutKey } from "./roles";

type Run = (context: Context, body: Parameters, incoming: Incoming) => Result;

interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  /** What tells it from another one of the same path: the one method of authentication in the body. */
  readonly by?: string;
  readonly run: Run;
}

const TOKENS = "/v3/auth/tokens";
const SECURITY_TOKENS = "/v3.0/OS-CREDENTIAL/securitytokens";
const ID_TOKENS = "/v3.0/OS-AUTH/id-token/tokens";

/** Whether a path is one of Huawei Cloud's IAM that the emulator has. */
export function isIamPath(path: string): boolean {
  return [TOKENS, SECURITY_TOKENS, ID_TOKENS].includes(path);
}

/**
 * IAM of Huawei Cloud: the validation of a token, which a user may have done with his own one, and temporary keys and tokens.
 *
 * Source: https://support.huaweicloud.com/api-iam/iam_04_0101.html (keys of an agency), `…/iam_04_0002.html` (keys against a token) and
 * `…/iam_13_0605.html` (tokens against an ID token).
 */
export class IamProtocol implements Protocol {
  readonly name = "iam";
  readonly operations: readonly string[];
  readonly throttled = new Refusal("429", "The throttling threshold has been reached", 429);
  readonly broken = new Refusal(
    "500",
    "An unexpected error prevented the server from fulfilling your request.",
    500,
  );
  private readonly table: readonly Operation[] = [
    {
      name: "validateToken",
      method: "GET",
      path: TOKENS,
      run: (context, _body, incoming) => this.validate(context, incoming),
    },
    {
      name: "createTemporaryAccessKeyByAgency",
      method: "POST",
      path: SECURITY_TOKENS,
      by: "assume_role",
      run: createTemporaryAccessKeyByAgency,
    },
    {
      name: "createTemporaryAccessKeyByToken",
      method: "POST",
      path: SECURITY_TOKENS,
      by: "token",
      run: createTemporaryAccessKeyByToken,
    },
    { name: "createTokenWithIdToken", method: "POST", path: ID_TOKENS, run: createTokenWithIdToken },
  ];

  constructor(private readonly accounts: Accounts) {
    this.operations = this.table.map(({ name }) => name);
  }

  receive(incoming: Incoming): ReceivedCall {
    const body = incoming.body.length === 0 ? {} : objectIn(incoming.body);
    const by = methodIn(body);
    const found = this.table.find(
      (one) =>
        one.method === incoming.method &&
        one.path === incoming.path &&
        (one.by === undefined || one.by === by),
    );
    return {
      operation: found?.name ?? `${incoming.method} ${incoming.path}`,
      writes: false,
      parameters: {
        ...Object.fromEntries(new URLSearchParams(incoming.query)),
        ...withoutTokens(body ?? {}),
      },
      authenticate: (now) =>
        incoming.path === ID_TOKENS
          ? withoutKey(this.accounts, scopedAccount(this.accounts, body))
          : this.authenticate(incoming, body, now),
      perform: (context) => {
        if (found === undefined && incoming.path === SECURITY_TOKENS)
          throw new Refusal("400", "the request body is invalid", 400);
        if (found === undefined) throw new Refusal("404", "Could not find token.", 404);
        if (body === undefined) throw new Refusal("400", "the request body is invalid", 400);
        const { status, body: result, headers } = found.run(context, body, incoming);
        return { ...answer(status, result, null), headers: headers ?? {} };
      },
    };
  }

  /** The gateway in front of IAM and some of its operations tell codes of their own; Keystone's tell the status. */
  refuse({ code, message, status }: Refusal): Answer {
    if (/^[A-Z]/.test(code)) return answer(status, { error_code: code, error_msg: message }, code);
    return answer(status, { error: { code: status, message, title: message } }, code);
  }

  retryAfter(milliseconds: number): Record<string, string> {
    return { "retry-after": String(Math.ceil(milliseconds / 1000)) };
  }

  /** By a token, of the header or the body, or else by a signature, for whatever project. */
  private authenticate(incoming: Incoming, body: Parameters | undefined, now: Date): Caller {
    const token = textHeader(incoming, "x-auth-token") ?? tokenInBody(body);
    if (token === undefined && incoming.headers.authorization !== undefined) {
      const key = keyOfSignature(incoming, this.accounts, now);
      return { account: key.account, key, authentication: "signature" };
    }
    const key = token === undefined ? undefined : this.accounts.huaweicloudToken(token);
    if (key === undefined || !useKey(key, now))
      throw new Refusal("401", "The request you have made requires authentication.", 401);
    return { account: key.account, key, authentication: "token" };
  }

  private validate(context: Context, incoming: Incoming): Result {
    const subject = this.subjectOf(incoming);
    if (subject === undefined) throw new Refusal("404", "Could not find token.", 404);
    if (subject.account !== context.account)
      throw new Refusal("403", "You are not authorized to perform the requested action.", 403);
    return { status: 200, body: { token: tokenBody(subject) } };
  }

  private subjectOf(incoming: Incoming): Key | undefined {
    const token = textHeader(incoming, "x-subject-token");
    const key = token === undefined ? undefined : this.accounts.huaweicloudToken(token);
    return key?.lifetime?.isOver(new Date()) === true ? undefined : key;
  }
}

function methodIn(body: Parameters | undefined): string | undefined {
  const { auth } = (body ?? {}) as { auth?: { identity?: { methods?: unknown } } | null };
  const methods = auth?.identity?.methods;
  return Array.isArray(methods) && methods.length === 1 ? String(methods[0]) : undefined;
}

function textHeader({ headers }: Incoming, name: string): string | undefined {
  const value = headers[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

function answer(status: number, body: object, code: string | null): Answer {
  return { status, body: JSON.stringify(body), code };
}
