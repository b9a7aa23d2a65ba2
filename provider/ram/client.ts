import { z } from "zod";

import { type AlicloudApi, callAlicloud, type RpcParameters } from "../core/clouds/alicloud";
import { parseAnswer, unlessRefused } from "../core/calls/answers";
import { CloudClock } from "../core/calls/clock";
import type { Operation } from "../core/calls/operation";
import { repeatedPage } from "../core/calls/pages";
import { ramCalls } from "./permissions";

/** A RAM user group as the API returns it. */
export interface RamGroupFacts {
  readonly groupName: string;
  /** `g-…`, which never changes. Old versions of the API do not return it. */
  readonly groupId: string | undefined;
  /** Empty if there are none. */
  readonly comments: string;
  readonly createDate: string;
  readonly updateDate: string | undefined;
}

/** What a search through all groups finds. */
export interface RamGroupSearch {
  readonly group?: RamGroupFacts;
  /** Whether RAM listed no group at all. */
  readonly isEmpty: boolean;
}

/** A policy attached to a group. */
export interface RamPolicy {
  readonly policyName: string;
  readonly policyType: string;
}

/** The calls of Alibaba Cloud RAM 2015-05-01 that concern user groups. */
export interface RamClient {
  readonly clock: CloudClock;
  /** CreateGroup. Not repeated: a second call fails if the first took effect. */
  createGroup(groupName: string, comments: string | undefined): Promise<RamGroupFacts>;
  /** GetGroup; returns nothing if RAM answers EntityNotExist.Group. */
  getGroup(groupName: string): Promise<RamGroupFacts | undefined>;
  /** ListGroups, page after page until one has the id: for a group whose name is not known. */
  findGroupById(groupId: string): Promise<RamGroupSearch>;
  /** UpdateGroup: renames in place, sets comments (empty clears them), or both. A rename is not repeated. */
  updateGroup(
    groupName: string,
    change: { newGroupName?: string; newComments?: string },
  ): Promise<RamGroupFacts>;
  /** DeleteGroup; it is no error if the group is already gone. */
  deleteGroup(groupName: string): Promise<void>;
  /** ListUsersForGroup, all pages: the names of the members. */
  listUsers(groupName: string): Promise<string[]>;
  /** ListPoliciesForGroup. */
  listPolicies(groupName: string): Promise<RamPolicy[]>;
  /** RemoveUserFromGroup; it is no error if the user is not a member. */
  removeUser(groupName: string, userName: string): Promise<void>;
  /** DetachPolicyFromGroup; it is no error if the policy is not attached. */
  detachPolicy(groupName: string, policy: RamPolicy): Promise<void>;
}

const factsShape = z
  .object({
    GroupName: z.string(),
    GroupId: z.string().optional(),
    Comments: z.string().nullish(),
    CreateDate: z.string().default(""),
    UpdateDate: z.string().optional(),
  })
  .transform((group): RamGroupFacts => ({
    groupName: group.GroupName,
    groupId: group.GroupId,
    comments: group.Comments ?? "",
    createDate: group.CreateDate,
    updateDate: group.UpdateDate,
  }));
const groupShape = z.object({ Group: factsShape });
const pageShape = z.object({ IsTruncated: z.boolean().default(false), Marker: z.string().optional() });
type Page = z.infer<typeof pageShape>;
const groupsShape = pageShape.extend({ Groups: z.object({ Group: z.array(factsShape) }) });
const usersShape = pageShape.extend({
  Users: z.object({ User: z.array(z.object({ UserName: z.string() })) }),
});
const policiesShape = z.object({
  Policies: z.object({ Policy: z.array(z.object({ PolicyName: z.string(), PolicyType: z.string() })) }),
});

/** @throws ConfigurationError if the endpoint is unusable */
export function ramClient(operation: Operation): RamClient {
  const endpoint = operation.settings.endpoint("cloud-groups:ramEndpoint", () => "https://ram.aliyuncs.com");
  const caller = new RamCaller(operation, { version: "2015-05-01", endpoint, permissions: ramCalls });
  return {
    clock: new CloudClock(endpoint.url),
    createGroup: (groupName, comments) =>
      caller.requestGroup("CreateGroup", { GroupName: groupName, Comments: comments || undefined }, false),
    getGroup: (groupName) =>
      unlessRefused("EntityNotExist.Group", () =>
        caller.requestGroup("GetGroup", { GroupName: groupName }, true),
      ),
    findGroupById: (groupId) => caller.findGroupById(groupId),
    updateGroup: (groupName, { newGroupName, newComments }) => {
      const parameters = { GroupName: groupName, NewGroupName: newGroupName, NewComments: newComments };
      return caller.requestGroup("UpdateGroup", parameters, newGroupName === undefined);
    },
    deleteGroup: async (groupName) => {
      await unlessRefused("EntityNotExist.Group", () =>
        caller.call("DeleteGroup", { GroupName: groupName }, true),
      );
    },
    listUsers: (groupName) => caller.listUsers(groupName),
    listPolicies: async (groupName) => {
      const body = await caller.request("ListPoliciesForGroup", { GroupName: groupName }, policiesShape);
      return body.Policies.Policy.map((policy) => ({
        policyName: policy.PolicyName,
        policyType: policy.PolicyType,
      }));
    },
    removeUser: async (groupName, userName) => {
      const parameters = { GroupName: groupName, UserName: userName };
      await unlessRefused("EntityNotExist.*", () => caller.call("RemoveUserFromGroup", parameters, true));
    },
    detachPolicy: async (groupName, { policyName, policyType }) => {
      const parameters = { GroupName: groupName, PolicyName: policyName, PolicyType: policyType };
      await unlessRefused("EntityNotExist.*", () => caller.call("DetachPolicyFromGroup", parameters, true));
    },
  };
}

class RamCaller {
  constructor(
    private readonly operation: Operation,
    private readonly api: AlicloudApi,
  ) {}

  call(action: string, parameters: RpcParameters, repeatable: boolean): Promise<Record<string, unknown>> {
    return callAlicloud(this.operation, this.api, action, parameters, repeatable);
  }

  async request<T>(
    action: string,
    parameters: RpcParameters,
    shape: z.ZodType<T>,
    repeatable = true,
  ): Promise<T> {
    return parseAnswer(action, shape, await this.call(action, parameters, repeatable));
  }

  async requestGroup(action: string, parameters: RpcParameters, repeatable: boolean): Promise<RamGroupFacts> {
    return (await this.request(action, parameters, groupShape, repeatable)).Group;
  }

  async findGroupById(groupId: string): Promise<RamGroupSearch> {
    let isEmpty = true;
    for await (const page of this.readPages("ListGroups", { MaxItems: "100" }, groupsShape)) {
      const group = page.Groups.Group.find((one) => one.groupId === groupId);
      if (group !== undefined) return { group, isEmpty: false };
      isEmpty &&= page.Groups.Group.length === 0;
    }
    return { isEmpty };
  }

  async listUsers(groupName: string): Promise<string[]> {
    const names = new Set<string>();
    const parameters = { GroupName: groupName, MaxItems: "1000" };
    for await (const page of this.readPages("ListUsersForGroup", parameters, usersShape))
      for (const user of page.Users.User) names.add(user.UserName);
    return [...names];
  }

  /** RAM says whether a list continues, and where. The number of items on a page means nothing. */
  private async *readPages<T extends Page>(
    action: string,
    parameters: RpcParameters,
    shape: z.ZodType<T>,
  ): AsyncGenerator<T, void> {
    const markers = new Set<string>();
    let marker: string | undefined;
    for (;;) {
      const page = await this.request(action, { ...parameters, Marker: marker }, shape);
      yield page;
      marker = page.IsTruncated ? (page.Marker ?? "") : undefined;
      if (marker === undefined) return;
      if (marker === "" || markers.has(marker)) throw repeatedPage(action);
      markers.add(marker);
    }
  }
}
