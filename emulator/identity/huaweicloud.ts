import type { Accounts, Caller, Key } from "../accounts";
import type { Answer, Context, Incoming, Protocol, ReceivedCall } from "../api";
import { Refusal } from "../refusal";

const PATH = "/v3/auth/tokens";
const OPERATION = "validateToken";

/** Whether a path is one of Huawei Cloud's IAM that the emulator has. */
export function isIamPath(path: string): boolean {
  return path === PATH;
}

/** IAM v3 of Huawei Cloud, of which there is the validation of a token alone; a user may have his own one validated. */
export class IamProtocol implements Protocol {
  readonly name = "iam";
  readonly operations = [OPERATION];
  readonly throttled = new Refusal("429", "The throttling threshold has been reached", 429);
  readonly broken = new Refusal(
    "500",
    "An unexpected error prevented the server from fulfilling your request.",
    500,
  );

  constructor(private readonly accounts: Accounts) {}

  receive(incoming: Incoming): ReceivedCall {
    return {
      operation: incoming.method === "GET" ? OPERATION : `${incoming.method} ${incoming.path}`,
      writes: false,
      parameters: Object.fromEntries(new URLSearchParams(incoming.query)),
      authenticate: (): Caller => {
        const key = this.keyOf(incoming, "x-auth-token");
        if (key === undefined)
          throw new Refusal("401", "The request you have made requires authentication.", 401);
        return { account: key.account, key, authentication: "token" };
      },
      perform: (context) => {
        const subject = this.keyOf(incoming, "x-subject-token");
        if (incoming.method !== "GET" || subject === undefined)
          throw new Refusal("404", "Could not find token.", 404);
        if (subject.account !== context.account)
          throw new Refusal("403", "You are not authorized to perform the requested action.", 403);
        return answer(200, { token: tokenOf(context) }, null);
      },
    };
  }

  refuse({ code, message, status }: Refusal): Answer {
    return answer(status, { error: { code: status, message, title: message } }, code);
  }

  retryAfter(milliseconds: number): Record<string, string> {
    return { "retry-after": String(Math.ceil(milliseconds / 1000)) };
  }

  private keyOf({ headers }: Incoming, name: string): Key | undefined {
    const token = headers[name];
    return typeof token === "string" ? this.accounts.huaweicloudToken(token) : undefined;
  }
}

function tokenOf({ account: { id, keys } }: Context): object {
  const { projectId, region } = keys[0].huaweicloud;
  const domain = { id, name: "emulated" };
  return {
    methods: ["password"],
    project: { id: projectId, name: region, domain },
    user: { id: `2${id}`, name: "emulated", domain },
  };
}

function answer(status: number, body: object, code: string | null): Answer {
  return { status, body: JSON.stringify(body), code };
}
