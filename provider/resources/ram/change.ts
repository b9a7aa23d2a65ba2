import { defined } from "../../arguments/properties";
import { isRefusal, RefusedError } from "../../clients/errors";
import type { Operation } from "../../clients/operation";
import type { RamClient, RamGroupFacts } from "../../clients/ram";
import { NAME_TAKEN } from "../common/ownership";
import { settle } from "../common/settle";
import { isSame } from "./identity";

/** Brings a group to its declared name and comments. */
export async function changeGroup(
  operation: Operation,
  ram: RamClient,
  current: RamGroupFacts,
  inputs: { readonly groupName: string; readonly comments?: string | undefined },
): Promise<RamGroupFacts> {
  const isRenamed = current.groupName !== inputs.groupName;
  const comments = inputs.comments ?? "";
  if (!isRenamed && current.comments === comments) return current;
  const change = {
    ...(isRenamed ? { newGroupName: inputs.groupName } : {}),
    ...(current.comments === comments ? {} : { newComments: comments }),
  };
  const changed = await settle(operation, {
    attempt: () => updateGroup(ram, current.groupName, change),
    look: async () => {
      const group = await ram.getGroup(inputs.groupName);
      if (group === undefined) return "nothing";
      // A rename sets the comments along with the name.
      return isSame(current, group) && (isRenamed || group.comments === comments)
        ? { ours: group }
        : "another's";
    },
    // The old name is nobody's once the group has the new one.
    repeated: "EntityNotExist.Group",
  });
  const facts = { ...current, ...(defined({ ...changed }) as Partial<RamGroupFacts>) };
  if (comments === "" && facts.comments !== "") throw new CommentsKept(facts);
  return facts;
}

/** UpdateGroup went through, and the comments that it should have cleared are still there. */
export class CommentsKept extends RefusedError {
  constructor(readonly group: RamGroupFacts) {
    super(
      { operation: "UpdateGroup", code: "CommentsKept", detail: "RAM kept the old comments" },
      NO_CLEARING,
    );
  }
}

const NO_CLEARING = "RAM does not clear comments here: declare comments of at least one character";

async function updateGroup(
  ram: RamClient,
  groupName: string,
  change: { newGroupName?: string; newComments?: string },
): Promise<RamGroupFacts> {
  try {
    return await ram.updateGroup(groupName, change);
  } catch (error) {
    if (isRefusal(error, "EntityAlreadyExists.Group")) throw new RefusedError(error, NAME_TAKEN);
    const isClearing = change.newComments === "";
    if (isClearing && isRefusal(error, "InvalidParameter.NewComments.*", "InvalidParameter.Comments.*"))
      throw new RefusedError(error, NO_CLEARING);
    throw error;
  }
}
