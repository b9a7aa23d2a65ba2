import type { Accounts, Caller } from "../accounts";
import type { Answer, Context, Incoming, Protocol, ReceivedCall } from "../api";
import { objectIn } from "../exchange";
import { authenticateTc3, commonParameter } from "../ioa/authentication";
import { BROKEN, THROTTLED, unknownAction } from "../ioa/refusals";
import type { Refusal } from "../refusal";

const SERVICE = { name: "sts", version: "2018-08-13" };
const OPERATION = "GetCallerIdentity";

/** Whether a request of API 3.0 is one of STS. */
export function isTencentSts({ headers }: Incoming): boolean {
  return headers["x-tc-version"] === SERVICE.version;
}

/** STS 2018-08-13 of Tencent Cloud, of which there is GetCallerIdentity alone. Its document wants a region. */
export class TencentStsProtocol implements Protocol {
  readonly name = "sts";
  readonly operations = [OPERATION];
  readonly throttled = THROTTLED;
  readonly broken = BROKEN;

  constructor(private readonly accounts: Accounts) {}

  receive(incoming: Incoming): ReceivedCall {
    const header = incoming.headers["x-tc-action"];
    const operation = typeof header === "string" ? header : "";
    return {
      operation,
      writes: false,
      parameters: objectIn(incoming.body) ?? {},
      authenticate: (now): Caller => {
        commonParameter(incoming, "X-TC-Region");
        return authenticateTc3(incoming, this.accounts, now, SERVICE);
      },
      perform: (context) => {
        if (operation !== OPERATION) throw unknownAction(operation);
        return answer({ ...identityOf(context), RequestId: context.requestId }, null);
      },
    };
  }

  refuse({ code, message }: Refusal, requestId: string): Answer {
    return answer({ Error: { Code: code, Message: message }, RequestId: requestId }, code);
  }

  retryAfter(milliseconds: number): Record<string, string> {
    return { "retry-after": String(Math.ceil(milliseconds / 1000)) };
  }
}

function identityOf({ account: { id } }: Context): Readonly<Record<string, unknown>> {
  const user = `2${id}`;
  const Arn = `qcs::cam:uin/${id}:uin/${user}`;
  return { Arn, AccountId: id, UserId: user, PrincipalId: user, Type: "CAMUser" };
}

function answer(response: object, code: string | null): Answer {
  return { status: 200, body: JSON.stringify({ Response: response }), code };
}
