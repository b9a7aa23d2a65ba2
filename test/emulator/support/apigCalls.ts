import assert from "node:assert/strict";

import type { Emulator } from "../../../emulator";
import { callersOf } from "./callers";
import { answerOf } from "./refused";

export const V1 = "/v1.0/apigw";

interface GroupBody {
  readonly id: string;
  readonly name: string;
  readonly remark: string;
  readonly status: number;
  readonly sl_domain: string;
  readonly sl_domains: readonly string[];
  readonly register_time: string;
  readonly update_time: string;
  readonly on_sell_status: number;
}

/** What tests of the API gateway do with an emulator that will be running by then. */
export function apigCalls(emulator: { readonly running: Emulator }) {
  const { apig: call } = callersOf(emulator);

  function v2(instance = "instance-1"): string {
    return `/v2/${emulator.running.credentials.huaweicloud.projectId}/apigw/instances/${instance}`;
  }

  async function create(base: string, body: object): Promise<GroupBody> {
    const { status, body: group } = await answerOf(call("POST", `${base}/api-groups`, body));
    assert.equal(status, 201);
    return group as unknown as GroupBody;
  }

  async function list(
    path: string,
    member: "groups" | "apis" = "groups",
  ): Promise<{ total: number; names: string[] }> {
    const { body } = await answerOf(call("GET", path));
    const items = body[member] as { name: string }[];
    assert.equal(body["size"], items.length);
    return { total: body["total"] as number, names: items.map(({ name }) => name) };
  }

  function stateOf(id: string) {
    return emulator.running.state().accounts.first.apig.groups[id];
  }

  return { call, v2, create, list, stateOf };
}
