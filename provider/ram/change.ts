import { omitUndefined, type Properties } from "../core/properties";
import { CloudGroupsError, isRefusal, RefusedError } from "../core/calls/errors";
import type { Operation } from "../core/calls/operation";
import type { RamClient, RamGroupFacts } from "./client";
import type { GroupUpdate, UpdateOf } from "../core/lifecycle/namedKind";
import { ALL_ELSE_DONE, PartialFailure } from "../core/lifecycle/partialFailure";
import { asideText, NAME_TAKEN } from "../core/lifecycle/renaming";
import { settle } from "../core/lifecycle/settle";
import { isSame } from "./identity";
import { type Inputs, outsOf, type State } from "./state";

/** The code that RAM refuses a taken name with. */
export const TAKEN = "EntityAlreadyExists.Group";

/** The update of a group that may have to step aside on its way to another name. */
export class RamGroupUpdate implements GroupUpdate {
  readonly taken = TAKEN;
  /** Whether the group has its temporary name. */
  private isAside = false;

  /** @param current the group as it is now */
  constructor(
    private readonly operation: Operation,
    private readonly ram: RamClient,
    private current: RamGroupFacts,
    private readonly step: UpdateOf<Inputs, State>,
  ) {}

  async update(): Promise<Properties> {
    const { inputs } = this.step;
    return outsOf(inputs, await changeGroup(this.operation, this.ram, this.current, inputs));
  }

  async stepAside(groupName: string): Promise<void> {
    const { comments } = this.current;
    this.current = await changeGroup(this.operation, this.ram, this.current, { groupName, comments });
    this.isAside = true;
  }

  toPartialFailure(error: unknown): unknown {
    const { id, state, inputs } = this.step;
    if (error instanceof CommentsKept) {
      const outs = outsOf({ ...inputs, comments: error.group.comments }, error.group);
      return new PartialFailure(id, outs, error, ALL_ELSE_DONE);
    }
    const { __incarnation, groupName } = inputs;
    const before = { ...state, ...this.current, __incarnation };
    const both = { ...before, renaming: groupName };
    if (this.isAside) return new PartialFailure(id, both, error, asideText(before.groupName));
    if (!(error instanceof CloudGroupsError) || error.effect === "not applied") return error;
    const isRenamed = groupName !== before.groupName;
    const next = `Run \`pulumi up\` again: it finds out whether the ${isRenamed ? "rename" : "change"} took effect`;
    return new PartialFailure(id, isRenamed ? both : before, error, next);
  }
}

/** What a group should be. */
interface Target {
  readonly groupName: string;
  readonly comments?: string | undefined;
}

/** Gives a group its declared name and comments. */
export async function changeGroup(
  operation: Operation,
  ram: RamClient,
  current: RamGroupFacts,
  inputs: Target,
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
      // A cloud that ignores case finds the group by its new name before the rename.
      if (group.groupName !== inputs.groupName) return "nothing";
      // A rename sets the comments along with the name.
      return isSame(current, group) && (isRenamed || group.comments === comments)
        ? { ours: group }
        : "another's";
    },
    // Once the group has its new name, no group has the old one.
    repeated: "EntityNotExist.Group",
  });
  const facts = { ...current, ...(omitUndefined({ ...changed }) as Partial<RamGroupFacts>) };
  if (facts.groupName !== inputs.groupName) throw new NameKept(facts);
  if (comments === "" && facts.comments !== "") throw new CommentsKept(facts);
  return facts;
}

/** UpdateGroup succeeded, but the group still has its old name. */
class NameKept extends RefusedError {
  constructor(group: RamGroupFacts) {
    super(
      { operation: "UpdateGroup", code: "NameKept", detail: `RAM kept the name ${group.groupName}` },
      "RAM ignores the case of letters in names here: declare the name as RAM has it",
    );
  }
}

/** UpdateGroup succeeded, but did not clear the comments. */
class CommentsKept extends RefusedError {
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
    if (isRefusal(error, TAKEN)) throw new RefusedError(error, NAME_TAKEN);
    const isClearing = change.newComments === "";
    if (isClearing && isRefusal(error, "InvalidParameter.NewComments.*", "InvalidParameter.Comments.*"))
      throw new RefusedError(error, NO_CLEARING);
    throw error;
  }
}
