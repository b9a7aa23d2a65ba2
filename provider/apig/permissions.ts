import { type KindPermissions, type Needs, type Permissions } from "../core/permissions";

/**
 * The calls of API Gateway. Their actions are named in "Permissions Policies and Supported Actions" (support.huaweicloud.com,
 * api-apig/api-grant-policy), and for identity policies in the section on authorization that each v2 operation's page has.
 */
export const apigCalls = {
  listInstances: {
    api: "apig",
    actions: ["apig:instances:list"],
    identityActions: ["apig:instance:list"],
    unconfirmed: ["apig:instance:list"],
  },
  createApiGroup: {
    api: "apig",
    actions: ["apig:groups:create", "apig:instances:get"],
    identityActions: ["apig:apiGroup:create", "apig:instance:get"],
    unconfirmed: ["apig:apiGroup:create"],
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
    unconfirmed: ["apig:apiGroup:update"],
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
    unconfirmed: ["apig:api:list"],
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
} as const satisfies Permissions;

const apigGroupNeeds: Needs<keyof typeof apigCalls> = {
  create: ["createApiGroup", "listApiGroups"],
  // The list confirms that a group is gone, and that of the gateways that its gateway is. A group whose creation's outcome is unknown has
  // no id and is looked up by its name.
  read: ["getApiGroup", "listApiGroups", "listInstances"],
  // A protected group whose creation's outcome is unknown is made by an update.
  update: ["updateApiGroup", "listApiGroups", "createApiGroup"],
  delete: ["listApiGroups", "listApis", "deleteApiGroup", "listInstances"],
  adopt: ["updateApiGroup"],
  forceDestroy: ["publishApi", "deleteApi"],
};

export const apigGroupPermissions: KindPermissions = { calls: apigCalls, needs: apigGroupNeeds };
