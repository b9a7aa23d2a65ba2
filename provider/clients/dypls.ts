import type { AxgCall } from "../domain/axgPlan";
import { callAlicloud } from "./alicloud";
import { RefusedError, UnknownOutcomeError } from "./errors";
import type { Operation } from "./operation";

/** An AXG group (G group) of a number pool. */
export interface AxgGroupKey {
  readonly poolKey: string;
  readonly groupId: string;
}

/** The calls of Alibaba Cloud Dyplsapi 2017-05-25 that concern AXG groups. There is none that reads. */
export interface DyplsClient {
  /** OperateAxgGroup: adds, deletes or overwrites 1 to 200 numbers. Never sent twice, since no document says what that does. */
  operateAxgGroup(group: AxgGroupKey, call: AxgCall): Promise<void>;
}

/** @throws ConfigurationError where the endpoint is unusable */
export function dyplsClient(operation: Operation): DyplsClient {
  const endpoint = operation.settings.endpoint(
    "cloud-groups:dyplsEndpoint",
    () => "https://dyplsapi.aliyuncs.com",
  );
  return {
    operateAxgGroup: async ({ poolKey, groupId }, { operateType, numbers }) => {
      const parameters = {
        PoolKey: poolKey,
        GroupId: groupId,
        OperateType: operateType,
        Numbers: numbers.join(","),
      };
      const api = { version: "2017-05-25", endpoint };
      assertOk("OperateAxgGroup", await callAlicloud(operation, api, "OperateAxgGroup", parameters, false));
    },
  };
}

/** Success is `Code: OK` and nothing else: pop-core lets an answer without a code pass. */
function assertOk(operation: string, body: Record<string, unknown>): void {
  if (body["Code"] === "OK") return;
  const failure = {
    operation,
    code: typeof body["Code"] === "string" ? body["Code"] : "UnreadableAnswer",
    detail: "the answer is not the documented one",
    requestId: String(body["RequestId"]),
  };
  throw body["Code"] === undefined ? new UnknownOutcomeError(failure) : new RefusedError(failure);
}

/** Codes of refusals that concern the account, the pool or the call as such. A trailing `*` stands for all that begin so. */
const NOT_ABOUT_NUMBERS = [
  "isp.*",
  "isv.OUT_OF_SERVICE",
  "isv.PRODUCT_*",
  "isv.ACCOUNT_*",
  "isv.POOLKEY_NOT_EXISTS",
  "isv.FORBIDDEN_ACTION",
  "Signature*",
  "Invalid*",
  "Missing*",
  "Forbidden*",
  "NoPermission",
];

/**
 * Whether a call may have been refused because of some of its numbers. Where the documents name no code, it may.
 */
export function isAboutNumbers({ code }: RefusedError): boolean {
  return !NOT_ABOUT_NUMBERS.some((known) =>
    known.endsWith("*") ? code.startsWith(known.slice(0, -1)) : code === known,
  );
}
