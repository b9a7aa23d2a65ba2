import { optional } from "../alibaba/parameters";
import type { Context, Parameters } from "../api";
import { Refusal } from "../refusal";
import { newRamGroup, type RamGroup, ramDate } from "./data";
import { absent, comments, groupName, groupOf, invalid, lookUp, pageOf, taken } from "./rules";

type Result = Readonly<Record<string, unknown>>;

const LIST_MAX_ITEMS = 100;

function describe({ settings }: Context, group: RamGroup): Record<string, unknown> {
  return {
    ...(settings.ramGroupIds === "returned" ? { GroupId: group.id } : {}),
    GroupName: group.name,
    Comments: group.comments,
    CreateDate: group.createDate,
  };
}

/** CreateGroup: its answer has no UpdateDate. */
export function createGroup(context: Context, parameters: Parameters): Result {
  const { data, settings } = context;
  const name = groupName(parameters, "GroupName");
  const text = comments(parameters, "Comments") ?? "";
  if (lookUp(context, name) !== undefined) throw taken("Group", "The group does already EXIST.");
  if (data.ram.groups.size >= settings.ramMaxGroups)
    throw new Refusal(
      "LimitExceeded.Group",
      `The count of groups beyond the current limits: ${settings.ramMaxGroups}.`,
      409,
    );
  const group = newRamGroup(name, text, settings.ramVisibleAfterReads);
  data.ram.groups.set(name, group);
  return { Group: describe(context, group) };
}

/** GetGroup: by name alone. */
export function getGroup(context: Context, parameters: Parameters): Result {
  const group = groupOf(context, parameters);
  if (group.hiddenReads > 0) {
    group.hiddenReads--;
    throw absent("Group", "The group does not exist.");
  }
  return { Group: { ...describe(context, group), UpdateDate: group.updateDate } };
}

/** UpdateGroup: a rename keeps members, policies and GroupId. */
export function updateGroup(context: Context, parameters: Parameters): Result {
  const { data, settings } = context;
  const renamed = optional(parameters, "NewGroupName") !== undefined;
  const newName = renamed ? groupName(parameters, "NewGroupName") : undefined;
  const newComments = comments(parameters, "NewComments");
  const group = groupOf(context, parameters);
  if (newComments === "" && settings.ramEmptyComments === "refuse")
    throw invalid("NewComments", "Length", 'The parameter - "NewComments" beyond the length limit.');
  if (newName !== undefined) {
    const other = lookUp(context, newName);
    if (other !== undefined && (other !== group || settings.ramRenameToSelf === "refuse"))
      throw taken("Group", "The group does already EXIST.");
    const isKept = other === group && settings.ramRenameToSelf === "ignore";
    data.ram.groups.delete(group.name);
    group.name = isKept ? group.name : newName;
    data.ram.groups.set(group.name, group);
  }
  if (newComments !== undefined && !(newComments === "" && settings.ramEmptyComments === "ignore"))
    group.comments = newComments;
  group.updateDate = ramDate();
  return { Group: { ...describe(context, group), UpdateDate: group.updateDate } };
}

/** DeleteGroup: only of a group without members and policies. */
export function deleteGroup(context: Context, parameters: Parameters): Result {
  const group = groupOf(context, parameters);
  if (group.members.size > 0)
    throw new Refusal(
      "DeleteConflict.Group.User",
      "The group CAN NOT has any user member while deleting the group.",
      409,
    );
  if (group.policies.size > 0)
    throw new Refusal(
      "DeleteConflict.Group.Policy",
      "The entity CAN NOT has any attached policy while deleting the group.",
      409,
    );
  context.data.ram.groups.delete(group.name);
  return {};
}

/** ListGroups, by name. */
export function listGroups(context: Context, parameters: Parameters): Result {
  const visible = [...context.data.ram.groups.values()].filter((group) => group.hiddenReads === 0);
  const page = pageOf(context, parameters, visible, {
    nameOf: (group) => group.name,
    maximum: LIST_MAX_ITEMS,
  });
  const groups = page.items.map((group) => ({ ...describe(context, group), UpdateDate: group.updateDate }));
  return { Groups: { Group: groups }, ...page.rest };
}
