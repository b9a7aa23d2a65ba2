import { credentialsOf } from "../calls/credentials";
import type { Operation } from "../calls/operation";
import { huaweicloudSource } from "./credentials/huaweicloud";
import { callHuaweiAs, type RestCall } from "./huaweicloudRest";

export type { RestCall } from "./huaweicloudRest";

/**
 * Makes a call of the API gateway's management API, with the credentials that the settings lead to, and returns its JSON body; nothing for 204.
 * Retries are the operation's.
 *
 * @throws RefusedError, NotAppliedError, UnreachableError, UnknownOutcomeError or CredentialsError; ConfigurationError before anything is sent
 */
export async function callHuawei(operation: Operation, call: RestCall): Promise<unknown> {
  return callHuaweiAs(credentialsOf(huaweicloudSource(operation.settings)), operation, call);
}
