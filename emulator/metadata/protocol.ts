import type { Accounts } from "../accounts";
import type { Answer, Context, Incoming, Protocol, ReceivedCall } from "../api";
import { withoutKey } from "../identity/roles";
import { Refusal } from "../refusal";
import { percentDecode } from "../signatures/encoding";
import { type Route, ROUTES } from "./routes";
import { SessionTokens } from "./sessionTokens";

/** Whether a path is one of a metadata service, or the credentials URI. */
export function isMetadataPath(path: string): boolean {
  return ROUTES.some((route) => route.path.test(path));
}

/** The metadata services of the three clouds, as a machine of the first account sees them. They know no keys: who asks is the machine. */
export class MetadataProtocol implements Protocol {
  readonly name = "metadata";
  readonly operations = [...new Set(ROUTES.map(({ operation }) => operation))];
  readonly throttled = new Refusal("429", "Too Many Requests", 429);
  readonly broken = new Refusal("500", "Internal Server Error", 500);
  private readonly sessions = new SessionTokens();

  constructor(private readonly accounts: Accounts) {}

  receive(incoming: Incoming): ReceivedCall {
    const route = ROUTES.find((one) => one.method === incoming.method && one.path.test(incoming.path));
    const role = percentDecode(route?.path.exec(incoming.path)?.groups?.["role"] ?? "");
    return {
      operation: route?.operation ?? `${incoming.method} ${incoming.path}`,
      writes: false,
      parameters: { ...(route && { cloud: route.cloud }), ...(role !== "" && { role }) },
      authenticate: (now) => {
        if (route?.session !== undefined) this.sessions.check(route.cloud, incoming, route.session, now);
        return withoutKey(this.accounts);
      },
      perform: (context) => this.perform(context, route, incoming, role),
    };
  }

  refuse({ code, message, status }: Refusal): Answer {
    return plain(status, message, code);
  }

  retryAfter(milliseconds: number): Record<string, string> {
    return { "retry-after": String(Math.ceil(milliseconds / 1000)) };
  }

  private perform(context: Context, route: Route | undefined, incoming: Incoming, role: string): Answer {
    if (route === undefined) throw new Refusal("405", "Method Not Allowed", 405);
    if (route.ttlHeader !== undefined)
      return plain(200, this.sessions.open(route.cloud, incoming, route.ttlHeader), null);
    const told = route.run(context.accounts, role);
    return typeof told === "string"
      ? plain(200, told, null)
      : { status: 200, body: JSON.stringify(told), code: null };
  }
}

function plain(status: number, body: string, code: string | null): Answer {
  return { status, body, headers: { "content-type": "text/plain; charset=utf-8" }, code };
}
