import { credentialsOf } from "../calls/credentials";
import type { Operation } from "../calls/operation";
import { tencentcloudSource } from "./credentials/tencentcloud";
import { callTencentAs, type TencentApi, type TencentCall } from "./tencentcloudRpc";

export type { TencentApi } from "./tencentcloudRpc";

/**
 * Makes a call of an API 3.0 service, with the credentials that the settings lead to, and returns what stands under `Response`. Retries are the
 * operation's.
 *
 * @throws RefusedError, NotAppliedError, UnreachableError, UnknownOutcomeError or CredentialsError; ConfigurationError before anything is sent
 */
export async function callTencent(
  operation: Operation,
  api: TencentApi,
  call: TencentCall,
): Promise<Record<string, unknown>> {
  return callTencentAs(credentialsOf(tencentcloudSource(operation.settings)), operation, api, call);
}
