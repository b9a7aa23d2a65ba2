/** The four APIs, by the names that the emulator and its call log use too. */
export type ApiName = "dypls" | "ram" | "ioa" | "apig";

/** What a cloud's policies call the permission to make a call. */
export interface Permission {
  readonly api: ApiName;
  /** In policies: first the call's own action, then those that the cloud wants the caller to have beside it. */
  readonly actions: readonly [string, ...string[]];
  /** The same in identity policies, Huawei Cloud's newer kind, which name actions otherwise. */
  readonly identityActions?: readonly [string, ...string[]];
}

/**
 * Every call that any resource makes, with its permission. The names are those of the clouds' public documents:
 *
 * - `dypls:` and `ram:`: the section on RAM authorization that each operation's page in the help center has; a RAM action is
 *   named after its operation.
 * - `ioa:`: the page on iOA among the services that Cloud Access Management supports (cloud.tencent.com/document/product/598/82002),
 *   which grants by operation; a CAM action is named after it.
 * - `apig:`: "Permissions Policies and Supported Actions" of API Gateway (support.huaweicloud.com, api-apig/api-grant-policy), and
 *   for identity policies the section on authorization that each v2 operation's page has.
 */
export const permissions = {
  CreateAxgGroup: { api: "dypls", actions: ["dypls:CreateAxgGroup"] },
  OperateAxgGroup: { api: "dypls", actions: ["dypls:OperateAxgGroup"] },
  DeleteAxgGroup: { api: "dypls", actions: ["dypls:DeleteAxgGroup"] },

  CreateGroup: { api: "ram", actions: ["ram:CreateGroup"] },
  GetGroup: { api: "ram", actions: ["ram:GetGroup"] },
  ListGroups: { api: "ram", actions: ["ram:ListGroups"] },
  UpdateGroup: { api: "ram", actions: ["ram:UpdateGroup"] },
  DeleteGroup: { api: "ram", actions: ["ram:DeleteGroup"] },
  ListUsersForGroup: { api: "ram", actions: ["ram:ListUsersForGroup"] },
  ListPoliciesForGroup: { api: "ram", actions: ["ram:ListPoliciesForGroup"] },
  RemoveUserFromGroup: { api: "ram", actions: ["ram:RemoveUserFromGroup"] },
  DetachPolicyFromGroup: { api: "ram", actions: ["ram:DetachPolicyFromGroup"] },

  CreateDeviceVirtualGroup: { api: "ioa", actions: ["ioa:CreateDeviceVirtualGroup"] },
  DescribeDeviceVirtualGroups: { api: "ioa", actions: ["ioa:DescribeDeviceVirtualGroups"] },
  DescribeAutoVirtualGroupRule: { api: "ioa", actions: ["ioa:DescribeAutoVirtualGroupRule"] },
  DescribeVirtualDevices: { api: "ioa", actions: ["ioa:DescribeVirtualDevices"] },
  ModifyDeviceVirtualGroup: { api: "ioa", actions: ["ioa:ModifyDeviceVirtualGroup"] },
  ModifyVirtualDeviceGroups: { api: "ioa", actions: ["ioa:ModifyVirtualDeviceGroups"] },
  DeleteDeviceVirtualGroup: { api: "ioa", actions: ["ioa:DeleteDeviceVirtualGroup"] },

  listInstances: {
    api: "apig",
    actions: ["apig:instances:list"],
    identityActions: ["apig:instance:list"],
  },
  createApiGroup: {
    api: "apig",
    actions: ["apig:groups:create", "apig:instances:get"],
    identityActions: ["apig:apiGroup:create", "apig:instance:get"],
  },
  listApiGroups: {
    api: "apig",
    actions: ["apig:groups:list", "apig:instances:get"],
    identityActions: ["apig:apiGroup:list", "apig:instance:get"],
  },
  getApiGroup: {
    api: "apig",
    actions: ["apig:groups:get", "apig:instances:get"],
    identityActions: ["apig:apiGroup:get", "apig:instance:get"],
  },
  updateApiGroup: {
    api: "apig",
    actions: ["apig:groups:update", "apig:instances:get"],
    identityActions: ["apig:apiGroup:update", "apig:instance:get"],
  },
  deleteApiGroup: {
    api: "apig",
    actions: ["apig:groups:delete", "apig:instances:get"],
    identityActions: ["apig:apiGroup:delete", "apig:instance:get"],
  },
  listApis: {
    api: "apig",
    actions: ["apig:apis:list", "apig:instances:get", "apig:groups:get"],
    identityActions: ["apig:api:list", "apig:instance:get", "apig:apiGroup:get"],
  },
  /** The batch call that publishes and takes offline; only the latter is asked of it. */
  publishApi: {
    api: "apig",
    actions: ["apig:apis:offline", "apig:instances:get", "apig:groups:get", "apig:envs:list"],
    identityActions: [
      "apig:api:batchOnlineOrOffline",
      "apig:instance:get",
      "apig:apiGroup:get",
      "apig:environment:list",
    ],
  },
  deleteApi: {
    api: "apig",
    actions: ["apig:apis:delete", "apig:instances:get", "apig:groups:get"],
    identityActions: ["apig:api:delete", "apig:instance:get", "apig:apiGroup:get"],
  },
} as const satisfies Readonly<Record<string, Permission>>;

/** A call by the name that errors, the call log and `permissions` give it. */
export type ApiOperation = keyof typeof permissions;

/** Names that follow their neighbours' pattern and that no document was found to have. */
export const UNCONFIRMED_ACTIONS: readonly string[] = [
  "ioa:DescribeAutoVirtualGroupRule",
  "apig:instance:list",
  "apig:apiGroup:create",
  "apig:apiGroup:update",
  "apig:api:list",
];

/** The action to grant for a call, or words for it. */
export function actionOf(operation: string): string {
  const known: Readonly<Record<string, Permission>> = permissions;
  return known[operation]?.actions[0] ?? `the permission to call ${operation}`;
}
