import type { ApiFacts, ApigClient } from "./client";
import { isRefusal, RefusedError } from "../core/calls/errors";
import type { Operation } from "../core/calls/operation";
import { listWithCount } from "../core/plurals";

/** The code that the gateway refuses to delete a group with APIs with. */
const HAS_APIS = "APIG.3415";
/** How often to empty and delete a group: somebody may add APIs meanwhile. */
const TRIES = 5;

/**
 * Deletes a group.
 *
 * @param force whether to take its APIs offline and delete them first, also those that are added meanwhile
 * @throws RefusedError that lists its APIs: without `force`, before any deletion; always if the gateway does not say whose APIs it lists
 */
export async function deleteGroup(
  operation: Operation,
  apig: ApigClient,
  id: string,
  force: boolean,
): Promise<void> {
  for (let tries = 1; ; tries++) {
    // Some regions delete the APIs of a group with it, others refuse: listing them first is safe with both.
    const apis = await listApis(apig, id);
    assertOurs(apis);
    if (apis.length > 0 && !force) throw inUseError(apis);
    await deleteApis(apig, apis);
    try {
      await apig.deleteGroup(id);
      return;
    } catch (error) {
      const mayPass = force && isRefusal(error, HAS_APIS) && tries < TRIES;
      if (!mayPass || !(await operation.pause(tries - 1))) throw error;
    }
  }
}

async function listApis(apig: ApigClient, id: string): Promise<ApiFacts[]> {
  try {
    return await apig.listApis(id);
  } catch (error) {
    if (isRefusal(error, "APIG.3001")) return [];
    throw error;
  }
}

/** Makes sure that every API belongs to a known group. Otherwise another group's API could be deleted. */
function assertOurs(apis: readonly ApiFacts[]): void {
  const unknown = apis.filter((api) => api.groupId === undefined);
  if (unknown.length === 0) return;
  const names = unknown.map((api) => api.name);
  throw new RefusedError(
    {
      operation: "deleteApiGroup",
      code: "UnknownGroupOfApi",
      detail: `the gateway lists ${listWithCount(names, "API", "APIs")} without a group_id, so nothing proves which group they belong to`,
    },
    "Delete the group in the console, then run `pulumi refresh`",
  );
}

function inUseError(apis: readonly ApiFacts[]): RefusedError {
  const names = apis.map((api) => api.name);
  const detail = `the group still has ${listWithCount(names, "API", "APIs")}`;
  return new RefusedError(
    { operation: "deleteApiGroup", code: HAS_APIS, detail },
    "Set `forceDestroy: true` and run `pulumi up`, then `pulumi destroy`: it takes the APIs offline and deletes them first",
  );
}

async function deleteApis(apig: ApigClient, apis: readonly ApiFacts[]): Promise<void> {
  for (const environment of new Set(apis.flatMap((api) => api.environments))) {
    const published = apis.filter((api) => api.environments.includes(environment));
    await apig.takeApisOffline(
      published.map((api) => api.id),
      environment,
    );
  }
  for (const api of apis) await apig.deleteApi(api.id);
}
