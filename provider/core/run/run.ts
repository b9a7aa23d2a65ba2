import type { Declaration } from "../properties";
import { type Account, type Cloud, compareAccounts, isSameAccount } from "./account";
import { DeclaredNames, otherThan } from "./names";
import { type Answer, type Meeting, NOBODY_ELSE, type Question } from "./meeting";

/** A creation of which nobody can tell whether it worked. */
export interface PendingCreation {
  /** When it was under way by the cloud's clock, ISO 8601. */
  readonly from: string;
  readonly until: string;
  /** What was sent; a group with another remark is not its doing. */
  readonly remark: string;
}

/** Where a group is: the cloud whose account it belongs to, and what is unique there. */
export interface GroupRef {
  readonly cloud: Cloud;
  readonly name: string;
}

/** What a kind of group has seen of a run besides what all kinds have. */
export interface RunPart {
  /**
   * What this process tells another one of a group. It crosses as JSON.
   *
   * @param isOther whether the other process is certainly in another account
   * @param question what that one asks besides
   */
  answer(group: string, isOther: boolean, question: unknown): unknown;
}

/** The class of a part. Each process knows it by its key. */
export interface RunPartClass<T extends RunPart> {
  readonly key: string;
  new (run: EngineRun): T;
}

/**
 * What this run of the engine has seen: one for each provider process, handed to every step of every resource. Pulumi gives a step
 * the state of its own resource alone, so that whatever it must know of others stands here. It is never kept: the next run begins
 * with a new one.
 */
export class EngineRun {
  /** Creations whose outcome is unknown and that a replacement takes on, by what their groups alone can have. */
  readonly pendingCreations = new Map<string, PendingCreation>();
  /** What the names of groups are unique within, of resources that Pulumi protects. */
  readonly protectedGroups = new Set<string>();
  /** Whether the program's resources are checked by now. Before that, a refresh asks for differences that nobody is about to update. */
  isProgramRead = false;
  /** The names that the program declares for groups. */
  readonly names = new DeclaredNames();
  /** Incarnations of resources that are replaced since an argument asks for it. */
  readonly replacedIncarnations = new Set<string>();

  /** Incarnations of resources that have a group, by the group, each with the name that it declares for it. */
  private readonly claims = new Map<string, Map<string, string | undefined>>();
  /** Groups that were deleted in this run. */
  private readonly deletedGroups = new Set<string>();
  /** What kinds of groups have seen besides, by the class of it. */
  private readonly parts = new Map<RunPartClass<RunPart>, RunPart>();
  /** What other processes said of a group when they were asked last. */
  private readonly heard = new Map<string, Answer[]>();

  /**
   * @param account whom this process calls a cloud as
   * @param meeting the other provider processes of the run
   * @param site where in that account it calls, see `siteOf`
   */
  constructor(
    readonly account: (cloud: Cloud) => Account,
    private readonly meeting: Meeting = NOBODY_ELSE,
    private readonly site: (cloud: Cloud) => string = () => "",
  ) {}

  /**
   * A live resource has a group.
   *
   * @param incarnation the `__incarnation` of its state
   * @param declaredName the name that it declares for the group
   */
  claim({ name }: GroupRef, incarnation: string, declaredName?: string): void {
    const claims = getOrAdd(this.claims, name, () => new Map<string, string | undefined>());
    claims.set(incarnation, declaredName ?? claims.get(incarnation));
  }

  /** The name of another resource that declares a group, too, as far as this process has heard. */
  otherKeeper({ name }: GroupRef, declaration: Declaration): string | undefined {
    const elsewhere = this.lastAnswersOn(name).flatMap(({ keepers }) => keepers);
    return otherThan(declaration, [...this.names.keepersOf(name), ...elsewhere]);
  }

  /** A resource that is deleted has its group no more. */
  release({ name }: GroupRef, incarnation: string): void {
    this.claims.get(name)?.delete(incarnation);
  }

  /** Whether any resource that this process knows has, or is about to adopt, a group. */
  isClaimedHere({ name }: GroupRef): boolean {
    return (this.claims.get(name)?.size ?? 0) > 0;
  }

  /** Whether another resource of the run than this incarnation of one has a group. */
  async isClaimedByOthers(group: GroupRef, incarnation: string | undefined): Promise<boolean> {
    await this.hear(group);
    return this.ownersOf(group).some((owner) => owner.incarnation !== incarnation);
  }

  /** Another name that another resource declares for a group, as far as this process has heard. */
  otherName(group: GroupRef, incarnation: string, declaredName: string): string | undefined {
    const others = this.ownersOf(group).filter((owner) => owner.incarnation !== incarnation);
    return others.map(({ name }) => name).find((name) => name !== undefined && name !== declaredName);
  }

  private ownersOf({ name }: GroupRef): Answer["owners"] {
    const here = [...(this.claims.get(name) ?? [])].map(([incarnation, declared]) => ({
      incarnation,
      name: declared,
    }));
    return [...here, ...this.lastAnswersOn(name).flatMap(({ owners }) => owners)];
  }

  /** A group was deleted in this run. */
  recordDeletedGroup({ name }: GroupRef): void {
    this.deletedGroups.add(name);
  }

  /** Whether a group was deleted in this run, as far as this process has heard. */
  isDeletedGroup({ name }: GroupRef): boolean {
    return this.deletedGroups.has(name) || this.lastAnswersOn(name).some(({ isDeleted }) => isDeleted);
  }

  /** What this process tells another one of a group. Of a group in another account it knows nothing. */
  answer(question: Question): Answer {
    const { cloud, group, account, site } = question;
    const own = this.account(cloud);
    const isOther = account !== undefined && compareAccounts(account, own) === "other";
    // What is held may well be in the same account where that is not known; what is said of the group itself must be.
    const isSame = account !== undefined && isSameAccount(account, own);
    const claims = isOther ? [] : [...(this.claims.get(group) ?? [])];
    return {
      owners: claims.map(([incarnation, name]) => ({ incarnation, ...(isSame ? { name } : {}) })),
      keepers: isSame && site === this.site(cloud) ? this.names.keepersOf(group) : [],
      isDeleted: isSame && this.deletedGroups.has(group),
      parts: Object.fromEntries(
        [...this.parts].map(([{ key }, part]) => [key, part.answer(group, isOther, question.parts?.[key])]),
      ),
    };
  }

  /** Asks the other processes of a group, for what cannot wait: a diff. */
  async hear(group: GroupRef): Promise<void> {
    await this.askOthers(group);
  }

  /** The part of the run of a class; made where this process has none yet. */
  part<T extends RunPart>(kind: RunPartClass<T>): T {
    const part = this.parts.get(kind) ?? new kind(this);
    this.parts.set(kind, part);
    return part as T;
  }

  /** What other processes said of a group when they were asked last. */
  lastAnswersOn(name: string): readonly Answer[] {
    return this.heard.get(name) ?? [];
  }

  /** Asks a part of the other processes something that it knows besides, and remembers nothing of it. */
  async ask({ cloud, name }: GroupRef, parts: Readonly<Record<string, unknown>>): Promise<Answer[]> {
    return this.meeting.ask({ cloud, group: name, parts });
  }

  /** What other processes say of a group. */
  async askOthers({ cloud, name }: GroupRef): Promise<Answer[]> {
    const answers = await this.meeting.ask({
      cloud,
      group: name,
      account: this.account(cloud),
      site: this.site(cloud),
    });
    this.heard.set(name, answers);
    return answers;
  }
}

/** The value of a key; a new one is made where a map has none. */
export function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}
