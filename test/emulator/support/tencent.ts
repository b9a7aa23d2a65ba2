import { Agent } from "node:http";
import type { LookupFunction } from "node:net";

import { CommonClient } from "tencentcloud-sdk-nodejs-common/tencentcloud/common/common_client.js";

import type { Credentials } from "../../../emulator";
import type { Outcome } from "./refused";

/** An answer of API 3.0, without its envelope. */
export type TencentAnswer = Readonly<Record<string, unknown>>;

/** Calls iOA by the vendor's own SDK. */
export type IoaCall = (action: string, body?: object) => Promise<Outcome<TencentAnswer>>;

/** What the SDK throws. */
interface Thrown {
  readonly code?: string;
  readonly message: string;
  readonly httpCode?: number;
  readonly requestId?: string;
}

/** Where and how to call. */
export interface IoaCallOptions {
  /** Default: the cloud's own host name, so that the SDK signs for the service `ioa`. */
  readonly host?: string;
  /** Default `/`. */
  readonly path?: string;
  readonly version?: string;
  /** Default: none, as iOA knows none. */
  readonly region?: string;
  /** Sends no signature. */
  readonly unsigned?: boolean;
}

/** How to reach STS, whose documents want a region. */
export const TENCENT_STS = {
  host: "sts.tencentcloudapi.com",
  version: "2018-08-13",
  region: "ap-guangzhou",
} as const;

/** Leads every host name to the loopback interface. */
const toLoopback: LookupFunction = (_host, { all }, callback) => {
  if (all === true) callback(null, [{ address: "127.0.0.1", family: 4 }]);
  else callback(null, "127.0.0.1", 4);
};

/** What a client of the vendor's SDKs is made with to call an emulator by the cloud's own host name. */
export function sdkConfig(
  url: string,
  { secretId, secretKey, securityToken }: Credentials["tencentcloud"],
  host = "ioa.tencentcloudapi.com",
) {
  return {
    credential: { secretId, secretKey, ...(securityToken === undefined ? {} : { token: securityToken }) },
    profile: {
      httpProfile: {
        endpoint: `${host}:${new URL(url).port}`,
        protocol: "http://",
        agent: new Agent({ lookup: toLoopback }),
      },
    },
  };
}

/** How to call iOA at this URL with these keys. */
export function ioaCaller(
  url: string,
  keys: Credentials["tencentcloud"],
  { host, path = "/", version = "2022-06-01", region, unsigned = false }: IoaCallOptions = {},
): IoaCall {
  const client = new CommonClient("", version, {
    ...sdkConfig(url, keys, host),
    ...(region === undefined ? {} : { region }),
  });
  client.path = path;
  return async (action, body = {}) => {
    try {
      return { answer: (await client.request(action, body, { skipSign: unsigned })) as TencentAnswer };
    } catch (error) {
      const { code, message, httpCode, requestId } = error as Thrown;
      return { refused: { code, message, status: httpCode, requestId } };
    }
  };
}
