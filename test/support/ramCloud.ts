import { answered, failed, refusal, type RpcMishap, type RpcRequest } from "./axgStack";

interface Group {
  readonly GroupId: string;
  readonly GroupName: string;
  readonly Comments: string;
  readonly CreateDate: string;
  readonly UpdateDate?: string;
}

/** RAM user groups behind the vendor's client, of which the step that sends is replaced. */
export class RamCloud {
  /** By their names. */
  readonly groups = new Map<string, Group>();
  private made = 0;
  calls = 0;
  /** The provider's process is dead: nothing of it gets through, and nothing of it comes back. */
  isKilled = false;

  constructor(private readonly mishap: (call: number) => RpcMishap) {}

  answer({ action, parameters }: RpcRequest): Promise<unknown> {
    // Anything else would be tried again.
    if (this.isKilled) return Promise.reject(refusal("Killed", 400));
    const mishap = this.mishap(this.calls++);
    this.isKilled = mishap.startsWith("killed");
    const isCarriedOut = mishap === "none" || mishap.endsWith("After");
    const answer = isCarriedOut ? this.carryOut(action, parameters) : {};
    if (this.isKilled) return Promise.reject(refusal("Killed", 400));
    if (mishap !== "none") return Promise.reject(failed(mishap));
    return typeof answer === "string"
      ? Promise.reject(refusal(answer, answer.startsWith("EntityNot") ? 404 : 409))
      : Promise.resolve(answered(answer));
  }

  /** The answer, or the code of a refusal. */
  private carryOut(action: string, parameters: Readonly<Record<string, string>>): string | object {
    const { GroupName: name = "", NewGroupName: newName = name, Comments = "", NewComments } = parameters;
    const group = this.groups.get(name);
    switch (action) {
      case "CreateGroup": {
        if (group !== undefined) return "EntityAlreadyExists.Group";
        const CreateDate = new Date().toISOString();
        const created = { GroupId: `g-${++this.made}`, GroupName: name, Comments, CreateDate };
        this.groups.set(name, created);
        return { Group: created };
      }
      case "ListGroups":
        return { Groups: { Group: [...this.groups.values()] }, IsTruncated: false };
      case "ListUsersForGroup":
        return { Users: { User: [] }, IsTruncated: false };
      case "ListPoliciesForGroup":
        return { Policies: { Policy: [] } };
    }
    if (group === undefined) return "EntityNotExist.Group";
    if (action === "GetGroup") return { Group: { ...group, UpdateDate: group.CreateDate } };
    if (newName !== name && this.groups.has(newName)) return "EntityAlreadyExists.Group";
    this.groups.delete(name);
    if (action === "DeleteGroup") return {};
    const updated = { ...group, GroupName: newName, Comments: NewComments ?? group.Comments };
    this.groups.set(newName, updated);
    return { Group: { ...updated, UpdateDate: updated.CreateDate } };
  }
}
