import { journals, kinds } from "./kinds";
import type { KindPermissions, Needs, Permissions } from "./core/permissions";

const all: readonly (readonly [string, KindPermissions])[] = [
  ...Object.entries(kinds).map(([kind, { permissions }]) => [kind, permissions] as const),
  ...Object.entries(journals),
];

/** Every call that any resource makes, with its permission. */
export const permissions: Permissions = Object.fromEntries(
  all.flatMap(([, { calls }]) => Object.entries(calls)),
);

/** What each kind of resource needs: no more, no less than it calls. */
export const needs: Readonly<Record<string, Needs>> = Object.fromEntries(
  all.map(([kind, permissionsOfKind]) => [kind, permissionsOfKind.needs]),
);

/**
 * What a process may ask once besides, of any kind: whose keys it has. It needs no permission, as Alibaba Cloud (STS) and Huawei Cloud (IAM)
 * say; Tencent Cloud's documents name none. Where it is refused, everything goes on without.
 */
export const identityCalls = ["sts GetCallerIdentity", "iam validateToken"] as const;
