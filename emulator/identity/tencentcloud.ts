import type { Accounts, Caller } from "../accounts";
import type { Answer, Context, Incoming, Parameters, Protocol, ReceivedCall } from "../api";
import { objectIn } from "../exchange";
import { authenticateTc3, checkRequest, commonParameter } from "../ioa/authentication";
import { BROKEN, ioaRefusal, THROTTLED, unknownAction } from "../ioa/refusals";
import type { Refusal } from "../refusal";
import { withoutKey } from "./roles";
import { assumeRole, assumeRoleWithWebIdentity, type Body, roleIn } from "./tencentcloudRoles";

const SERVICE = { name: "sts", version: "2018-08-13" };

type Run = (context: Context, parameters: Parameters) => Body;

const UNSIGNED = "AssumeRoleWithWebIdentity";
const OPERATIONS: ReadonlyMap<string, Run> = new Map([
  ["GetCallerIdentity", getCallerIdentity],
  ["AssumeRole", assumeRole],
  [UNSIGNED, assumeRoleWithWebIdentity],
]);

/** Whether a request of API 3.0 is one of STS. */
export function isTencentSts({ headers }: Incoming): boolean {
  return headers["x-tc-version"] === SERVICE.version;
}

/** STS 2018-08-13 of Tencent Cloud. Its documents want a region. */
export class TencentStsProtocol implements Protocol {
  readonly name = "sts";
  readonly operations = [...OPERATIONS.keys()];
  readonly throttled = THROTTLED;
  readonly broken = BROKEN;

  constructor(private readonly accounts: Accounts) {}

  receive(incoming: Incoming): ReceivedCall {
    const header = incoming.headers["x-tc-action"];
    const operation = typeof header === "string" ? header : "";
    const body = objectIn(incoming.body);
    return {
      operation,
      writes: false,
      parameters: withoutToken(body ?? {}),
      authenticate: (now): Caller => {
        commonParameter(incoming, "X-TC-Region");
        // What the SDKs send in place of a signature.
        if (operation === UNSIGNED && incoming.headers.authorization === "SKIP") {
          checkRequest(incoming, SERVICE);
          return withoutKey(this.accounts, roleIn(this.accounts, body?.["RoleArn"])?.account);
        }
        return authenticateTc3(incoming, this.accounts, now, SERVICE);
      },
      perform: (context) => {
        const run = OPERATIONS.get(operation);
        if (run === undefined) throw unknownAction(operation);
        if (body === undefined)
          throw ioaRefusal("InvalidParameter", "The request body is not a JSON object.");
        return answer({ ...run(context, body), RequestId: context.requestId }, null);
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

function getCallerIdentity({ account: { id }, key }: Context): Body {
  if (key?.role !== undefined) {
    const { name, session } = key.role;
    const Arn = `qcs::sts:${id}:assumed-role/${name}`;
    return { Arn, AccountId: id, UserId: `${name}:${session}`, PrincipalId: name, Type: "CAMRole" };
  }
  const user = `2${id}`;
  const Arn = `qcs::cam:uin/${id}:uin/${user}`;
  return { Arn, AccountId: id, UserId: user, PrincipalId: user, Type: "CAMUser" };
}

function withoutToken(parameters: Parameters): Parameters {
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => name !== "WebIdentityToken"));
}

function answer(response: object, code: string | null): Answer {
  return { status: 200, body: JSON.stringify({ Response: response }), code };
}
