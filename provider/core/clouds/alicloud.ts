import { credentialsOf } from "../calls/credentials";
import type { Operation } from "../calls/operation";
import { type AlicloudApi, callAlicloudAs, type RpcParameters } from "./alicloudRpc";
import { alicloudSource } from "./credentials/alicloud";

export { ALICLOUD_DENIALS, type AlicloudApi, type RpcParameters } from "./alicloudRpc";

/**
 * Makes a call of an RPC-style API, with the credentials that the settings lead to, and returns its body. Retries are the operation's.
 *
 * @param repeatable see `CallOptions`
 * @throws RefusedError, NotAppliedError, UnreachableError, UnknownOutcomeError or CredentialsError; ConfigurationError before anything is sent
 */
export async function callAlicloud(
  operation: Operation,
  api: AlicloudApi,
  action: string,
  parameters: RpcParameters,
  repeatable: boolean,
): Promise<Record<string, unknown>> {
  const credentials = credentialsOf(alicloudSource(operation.settings));
  return callAlicloudAs(credentials, operation, { api, action, parameters, repeatable });
}
