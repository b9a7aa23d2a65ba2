import type { Accounts } from "../accounts";
import type { Answer, Context, Incoming, Parameters, Protocol, ReceivedCall } from "../api";
import { objectIn } from "../exchange";
import { Refusal } from "../refusal";
import { percentDecode } from "../signatures/encoding";
import { act, deleteApi, listApis, publishBatch, putOnline, takeOffline } from "./apis";
import { authenticateHuawei } from "./authentication";
import {
  checkApiGroupName,
  createApiGroup,
  deleteApiGroup,
  type Gateway,
  getApiGroup,
  listApiGroups,
  type Result,
  updateApiGroup,
} from "./groups";
import { listInstances } from "./instances";

type Run = (context: Context, gateway: Gateway, parameters: Parameters) => Result;

interface Route {
  readonly operation: string;
  readonly method: string;
  /** Below `/v1.0/apigw/` or `/v2/{project_id}/apigw/instances/{instance_id}/`; of `PROJECT_ROUTE` below `/v2/{project_id}/apigw/`. */
  readonly path: RegExp;
  readonly run: Run;
  /** The version that has it, if not both do. */
  readonly version?: "v1.0" | "v2";
}

const PUBLISHED = /^apis\/publish\/(?<api_id>[^/]+)$/;
const GROUP = /^api-groups\/(?<group_id>[^/]+)$/;

const ROUTES: readonly Route[] = [
  { operation: "createApiGroup", method: "POST", path: /^api-groups$/, run: createApiGroup },
  { operation: "listApiGroups", method: "GET", path: /^api-groups$/, run: listApiGroups },
  {
    operation: "checkApiGroupName",
    method: "POST",
    path: /^api-groups\/check$/,
    run: checkApiGroupName,
    version: "v2",
  },
  { operation: "getApiGroup", method: "GET", path: GROUP, run: getApiGroup },
  { operation: "updateApiGroup", method: "PUT", path: GROUP, run: updateApiGroup },
  { operation: "deleteApiGroup", method: "DELETE", path: GROUP, run: deleteApiGroup },
  { operation: "listApis", method: "GET", path: /^apis$/, run: listApis },
  { operation: "publishApi", method: "POST", path: /^apis\/publish$/, run: publishBatch },
  { operation: "publishApi", method: "POST", path: PUBLISHED, run: putOnline, version: "v1.0" },
  { operation: "publishApi", method: "DELETE", path: PUBLISHED, run: takeOffline, version: "v1.0" },
  { operation: "publishApi", method: "POST", path: /^apis\/action$/, run: act, version: "v2" },
  { operation: "deleteApi", method: "DELETE", path: /^apis\/(?<api_id>[^/]+)$/, run: deleteApi },
];

/** The one call that is not about a gateway. */
const PROJECT_ROUTE: Route = {
  operation: "listInstances",
  method: "GET",
  path: /^instances$/,
  run: listInstances,
};

const V1 = /^\/v1\.0\/apigw\/(?<rest>.*)$/;
const V2 = /^\/v2\/(?<project_id>[^/]+)\/apigw\/(?:instances\/(?<instance_id>[^/]+)\/)?(?<rest>.*)$/;

/** Whether a path is one of the API gateway's management API. */
export function isApigPath(path: string): boolean {
  return V1.test(path) || V2.test(path);
}

/** The management API of a Huawei-style API gateway: v1.0 for the shared one, v2 for dedicated ones. */
export class ApigProtocol implements Protocol {
  readonly name = "apig";
  readonly operations = [...new Set([...ROUTES, PROJECT_ROUTE].map(({ operation }) => operation))];
  readonly throttled = new Refusal("APIG.0308", "The throttling threshold has been reached", 429);
  readonly broken = new Refusal("APIG.9999", "System error", 500);

  constructor(private readonly accounts: Accounts) {}

  receive(incoming: Incoming): ReceivedCall {
    const version = V1.test(incoming.path) ? "v1.0" : "v2";
    const base = (version === "v1.0" ? V1 : V2).exec(incoming.path)?.groups ?? {};
    const rest = base["rest"] ?? "";
    const routes = version === "v2" && base["instance_id"] === undefined ? [PROJECT_ROUTE] : ROUTES;
    const route = routes.find(
      (one) => one.method === incoming.method && one.path.test(rest) && (one.version ?? version) === version,
    );
    const ids: Readonly<Record<string, string | undefined>> = { ...base, ...route?.path.exec(rest)?.groups };
    const body = incoming.body.length === 0 ? {} : objectIn(incoming.body);
    const named = Object.entries(ids).flatMap(([name, id]) =>
      id === undefined || name === "rest" ? [] : [[name, percentDecode(id)] as const],
    );
    const path: Readonly<Record<string, string>> = Object.fromEntries(named);
    const parameters = { ...Object.fromEntries(new URLSearchParams(incoming.query)), ...body, ...path };
    return {
      operation: route?.operation ?? `${incoming.method} ${incoming.path}`,
      writes: incoming.method !== "GET" && route?.operation !== "checkApiGroupName",
      parameters,
      authenticate: (now) => authenticateHuawei(incoming, this.accounts, now, path["project_id"]),
      perform: (context) => {
        if (route === undefined)
          throw new Refusal(
            "APIGW.0101",
            "The API does not exist or has not been published in the environment",
            404,
          );
        const gateway = path["instance_id"] ?? null;
        if (gateway !== null && !context.data.apig.instances.has(gateway))
          throw new Refusal("APIG.3030", `The instance does not exist;id:${gateway}`, 404);
        if (body === undefined)
          throw new Refusal("APIG.2011", "Invalid parameter value: the body is not JSON", 400);
        const { status, body: result } = route.run(context, gateway, parameters);
        return answer(status, result, context.requestId, null);
      },
    };
  }

  refuse({ code, message, status }: Refusal, requestId: string): Answer {
    return answer(status, { error_code: code, error_msg: message, request_id: requestId }, requestId, code);
  }

  retryAfter(milliseconds: number): Record<string, string> {
    return { "retry-after": String(Math.ceil(milliseconds / 1000)) };
  }
}

function answer(status: number, body: object | undefined, requestId: string, code: string | null): Answer {
  return {
    status,
    body: body === undefined ? "" : JSON.stringify(body),
    headers: { "x-request-id": requestId },
    code,
  };
}
