import type { RpcApi, RpcOperation } from "../alibaba/gateway";
import { Refusal } from "../refusal";
import { createGroup, deleteGroup, getGroup, listGroups, updateGroup } from "./groups";
import {
  addUserToGroup,
  attachPolicyToGroup,
  detachPolicyFromGroup,
  listPoliciesForGroup,
  listUsersForGroup,
  removeUserFromGroup,
} from "./members";

const operations: ReadonlyMap<string, RpcOperation> = new Map([
  ["CreateGroup", { writes: true, run: createGroup }],
  ["GetGroup", { writes: false, run: getGroup }],
  ["UpdateGroup", { writes: true, run: updateGroup }],
  ["DeleteGroup", { writes: true, run: deleteGroup }],
  ["ListGroups", { writes: false, run: listGroups }],
  ["ListUsersForGroup", { writes: false, run: listUsersForGroup }],
  ["AddUserToGroup", { writes: true, run: addUserToGroup }],
  ["RemoveUserFromGroup", { writes: true, run: removeUserFromGroup }],
  ["ListPoliciesForGroup", { writes: false, run: listPoliciesForGroup }],
  ["AttachPolicyToGroup", { writes: true, run: attachPolicyToGroup }],
  ["DetachPolicyFromGroup", { writes: true, run: detachPolicyFromGroup }],
]);

/** RAM 2015-05-01: user groups. Its successes have no `Code`. */
export const ramApi: RpcApi = {
  name: "ram",
  version: "2015-05-01",
  host: "ram.aliyuncs.com",
  operations,
  success: {},
  throttled: new Refusal("Throttling.User", "Request was denied due to user flow control.", 400),
  broken: new Refusal("InternalError", "The request processing has failed due to some unknown error.", 500),
};
