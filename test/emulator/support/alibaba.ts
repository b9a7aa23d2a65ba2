import RPCClient from "@alicloud/pop-core";

import type { Credentials } from "../../../emulator";
import type { Outcome } from "./refused";

/** An answer of an RPC API. */
export type RpcAnswer = Readonly<Record<string, unknown>>;

/** Calls an RPC API by the vendor's own SDK. */
export type RpcCall = (
  action: string,
  parameters?: object,
  method?: "GET" | "POST",
) => Promise<Outcome<RpcAnswer>>;

/** What pop-core throws. */
interface Thrown {
  readonly code?: string;
  readonly message: string;
  readonly data?: { readonly Message?: string; readonly RequestId?: string };
  readonly entry?: {
    readonly response?: { readonly statusCode?: number; readonly headers?: Readonly<Record<string, string>> };
  };
}

/** How to call an RPC API at this URL with these keys. */
export function rpcCaller(
  url: string,
  apiVersion: string,
  { accessKey, secretKey, securityToken }: Credentials["alicloud"],
): RpcCall {
  const client = new RPCClient({
    endpoint: url,
    apiVersion,
    accessKeyId: accessKey,
    accessKeySecret: secretKey,
    ...(securityToken === undefined ? {} : { securityToken }),
  });
  return callOf(client);
}

/** How to call an RPC API at this URL without any key, by what the vendor's SDK has for that and its types lack. */
export function unsignedRpcCaller(url: string, apiVersion: string): RpcCall {
  const credentialsProvider = { getCredentials: () => Promise.resolve({}) };
  const config: object = { endpoint: url, apiVersion, credentialsProvider };
  return callOf(new RPCClient(config as RPCClient.Config));
}

function callOf(client: RPCClient): RpcCall {
  return async (action, parameters = {}, method = "POST") => {
    try {
      const answer = await client.request<RpcAnswer>(action, parameters, { method, timeout: 10_000 });
      // pop-core's objects have no prototype, which deep equality would stumble over.
      return { answer: structuredClone(answer) };
    } catch (error) {
      const { code, message, data, entry } = error as Thrown;
      return {
        refused: {
          code,
          message: data?.Message ?? message,
          status: entry?.response?.statusCode,
          requestId: data?.RequestId,
          retryAfter: entry?.response?.headers?.["x-acs-retry-after"],
        },
      };
    }
  };
}

/** The version of Dyplsapi. */
export const DYPLS_VERSION = "2017-05-25";

/** The version of STS. */
export const STS_VERSION = "2015-04-01";

/** The version of RAM. */
export const RAM_VERSION = "2015-05-01";
