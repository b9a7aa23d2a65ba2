import { z } from "zod";

import { parseAnswer } from "../core/calls/answers";
import { isAmong, RefusedError, UnknownOutcomeError } from "../core/calls/errors";
import type { Operation } from "../core/calls/operation";
import { callAlicloud, type RpcParameters } from "../core/clouds/alicloud";
import type { GroupRef } from "../core/run/run";
import type { NumberSet } from "./numberSet";
import { dyplsCalls } from "./permissions";
import type { AxgCall } from "./plan";

/** An AXG group (G group) of a number pool. */
export interface AxgGroupKey {
  readonly poolKey: string;
  readonly groupId: string;
}

/** The group ref of an existing group: its resource's id. */
export function groupRefOf({ poolKey, groupId }: AxgGroupKey): string {
  return `${poolKey}/${groupId}`;
}

/** The existing group that a group ref names; none for one that is to be created. */
export function groupOfRef(groupRef: string): AxgGroupKey | undefined {
  const [poolKey, groupId, ...others] = groupRef.split("/");
  const isExisting = others.length === 0 && poolKey !== undefined && /^\d+$/.test(groupId ?? "");
  return isExisting ? { poolKey, groupId: groupId ?? "" } : undefined;
}

/** A group as the run of the engine knows it. */
export function groupInRun(group: AxgGroupKey): GroupRef {
  return { cloud: "alicloud", name: `AXG group ${groupRefOf(group)}` };
}

/** The group ref of a group that is to be created with these arguments: its GID is not known before. */
export function newGroupRefOf(group: {
  readonly poolKey: string;
  readonly groupName?: string | undefined;
  readonly remark?: string | undefined;
}): string {
  const { poolKey, groupName, remark } = group;
  const named = groupName === undefined ? "" : ` named ${JSON.stringify(groupName)}`;
  return `a new group of ${poolKey}${named}${remark === undefined ? "" : ` with remark ${JSON.stringify(remark)}`}`;
}

/** A group to be created. */
export interface NewAxgGroup {
  readonly poolKey: string;
  readonly groupName?: string | undefined;
  readonly remark?: string | undefined;
  /** At most 200. */
  readonly numbers: NumberSet;
}

/** The calls of Alibaba Cloud Dyplsapi 2017-05-25 that concern AXG groups. There is none that reads. */
export interface DyplsClient {
  /** OperateAxgGroup: adds, deletes or overwrites 1 to 200 numbers. Never sent twice, since no document says what that does. */
  operateAxgGroup(group: AxgGroupKey, call: AxgCall): Promise<void>;
  /** CreateAxgGroup; the new group's GID. Never sent twice, since a second one makes a second group. */
  createAxgGroup(group: NewAxgGroup): Promise<string>;
  /** DeleteAxgGroup. Never sent twice, since no document says what a second one answers. */
  deleteAxgGroup(group: AxgGroupKey): Promise<void>;
}

/** A GID: an integer, or what pop-core makes of one that a JavaScript number does not hold. */
const createdShape = z.object({
  GroupId: z.union([z.int(), z.string(), z.custom<object>()]).transform(String),
});

/** @throws ConfigurationError where the endpoint is unusable */
export function dyplsClient(operation: Operation): DyplsClient {
  const endpoint = operation.settings.endpoint(
    "cloud-groups:dyplsEndpoint",
    () => "https://dyplsapi.aliyuncs.com",
  );
  const call = async (action: string, parameters: RpcParameters) => {
    const body = await callAlicloud(
      operation,
      { version: "2017-05-25", endpoint, permissions: dyplsCalls },
      action,
      parameters,
      false,
    );
    assertOk(action, body);
    return body;
  };
  return {
    operateAxgGroup: async ({ poolKey, groupId }, { operateType, numbers }) => {
      const group = { PoolKey: poolKey, GroupId: groupId };
      await call("OperateAxgGroup", { ...group, OperateType: operateType, Numbers: numbers.join(",") });
    },
    createAxgGroup: async ({ poolKey, groupName, remark, numbers }) => {
      const named = { PoolKey: poolKey, Name: groupName, Remark: remark };
      const body = await call("CreateAxgGroup", { ...named, Numbers: numbers.join(",") || undefined });
      return parseAnswer("CreateAxgGroup", createdShape, body).GroupId;
    },
    deleteAxgGroup: async ({ poolKey, groupId }) => {
      await call("DeleteAxgGroup", { PoolKey: poolKey, GroupId: groupId });
    },
  };
}

/** Success is `Code: OK` and nothing else: pop-core lets an answer without a code pass. */
function assertOk(operation: string, body: Record<string, unknown>): void {
  if (body["Code"] === "OK") return;
  const failure = {
    operation,
    code: typeof body["Code"] === "string" ? body["Code"] : "UnreadableAnswer",
    detail: "the response is not as documented",
    requestId: String(body["RequestId"]),
  };
  throw body["Code"] === undefined ? new UnknownOutcomeError(failure) : new RefusedError(failure);
}

/** Codes of refusals that concern the account, the pool or the call as such. */
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

/** Codes of refusals that the documents say concern numbers. */
const ABOUT_NUMBERS = ["isv.MOBILE_NUMBER_ILLEGAL", "isv.NO_NOT_EXIST"];

/** What a refusal is about: some of the call's numbers, something else, or either: the documents name few codes. */
export type RefusalCause = "numbers" | "other" | "unknown";

export function refusalCause({ code }: RefusedError): RefusalCause {
  if (isAmong(code, ABOUT_NUMBERS)) return "numbers";
  return isAmong(code, NOT_ABOUT_NUMBERS) ? "other" : "unknown";
}
