import type { Declaration } from "../arguments/properties";
import type { JournalRecord } from "../domain/axgJournal";
import { linesOf } from "../domain/memberText";
import { type NumberSet, parseNumbers } from "../domain/numberSet";
import { setDifference } from "../domain/setDifference";
import { setUnion } from "../domain/setUnion";
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

/** The journal of an AXG group, as this run has seen it. */
export interface JournalSeen {
  /** The attempts before this run. */
  readonly before: JournalRecord | undefined;
  /** What the group shall hold by now, as `targetText` says it. */
  readonly target: string;
  /** The attempt that this run recorded, or the last one where nothing changed. */
  readonly attempt: number;
  /** Whether this run recorded it: then it is no preview. */
  readonly isStarted: boolean;
}

/** A resource of an AXG group that parted with its journal: it was deleted, or got another journal. */
export interface PartedGroup {
  /** What its state said of its attempts and its numbers. */
  readonly state: object;
  readonly group: { readonly poolKey: string; readonly groupId: string };
  /** The numbers that were deleted with it. */
  readonly deleted: NumberSet;
}

/** Where a group is: the cloud whose account it belongs to, and what is unique there. */
export interface GroupRef {
  readonly cloud: Cloud;
  readonly name: string;
}

/**
 * What this run of the engine has seen: one for each provider process, handed to every step of every resource. Pulumi gives a step
 * the state of its own resource alone, so that whatever it must know of others stands here. It is never kept: the next run begins
 * with a new one.
 */
export class EngineRun {
  /** The journals of AXG groups, by their keys. */
  readonly journals = new Map<string, JournalSeen>();
  /** The last attempt that the state of a group's resource knows the end of, by the journal's key. */
  readonly finishedAttempts = new Map<string, number>();
  /** Resources of groups that parted with a journal in this run, by its key. */
  readonly partedGroups = new Map<string, PartedGroup[]>();
  /** Sets of numbers that a journal's check was given, by their targets: too large to stand in the journal's inputs. */
  readonly declaredSets = new Map<string, string>();
  /** Numbers, as text, that the diff of a group's resource was given last, by the journal's key. */
  readonly comparedNumbers = new Map<string, string>();
  /** Creations whose outcome is unknown and that a replacement takes on, by what their groups alone can have. */
  readonly pendingCreations = new Map<string, PendingCreation>();
  /** What the names of groups are unique within, of resources that Pulumi protects. */
  readonly protectedGroups = new Set<string>();
  /** Whether the program's resources are checked by now. Before that, a refresh asks for differences that nobody is about to update. */
  isProgramRead = false;
  /** Journals of resources that the program declares, with what tells these apart: a diff without a check before it is a refresh's. */
  readonly checkedGroups = new Map<string, Declaration | undefined>();
  /** The names that the program declares for groups. */
  readonly names = new DeclaredNames();
  /** Incarnations of resources that are replaced since an argument asks for it. */
  readonly replacedIncarnations = new Set<string>();

  /** Sets of numbers, by the group and then by the journal of the resource that declares them. */
  private readonly declared = new Map<string, Map<string, () => NumberSet>>();
  /** Incarnations of resources that have a group, by the group, each with the name that it declares for it. */
  private readonly claims = new Map<string, Map<string, string | undefined>>();
  /** Groups that were deleted in this run. */
  private readonly deletedGroups = new Set<string>();
  /** Numbers that were deleted from a group in this run, with the journal of the resource whose doing it was. */
  private readonly deletions = new Map<string, Map<string, string>>();
  /** The last call that replaced all numbers of a group in this run, with those that it holds since then. */
  private readonly overwrites = new Map<string, { readonly journal: string; readonly kept: Set<string> }>();
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

  /** A resource of the program declares these numbers of a group; the last word counts. */
  declareNumbers({ name }: GroupRef, journal: string, numbers: () => NumberSet): void {
    getOrAdd(this.declared, name, () => new Map<string, () => NumberSet>()).set(journal, numbers);
  }

  /** The numbers of a group that resources declare in this run, those with this journal left out. */
  async numbersDeclaredByOthers(group: GroupRef, journal?: string): Promise<NumberSet> {
    const answers = await this.askOthers(group);
    const elsewhere = answers.flatMap(({ declared }) => declared.map(parseNumbers));
    return [this.numbersDeclaredByOthersHere(group, journal), ...elsewhere].reduce(setUnion);
  }

  /** The same as far as this process knows: what a diff may ask. */
  numbersDeclaredByOthersHere({ name }: GroupRef, journal: string | undefined): NumberSet {
    const others = [...(this.declared.get(name) ?? [])].filter(([owner]) => owner !== journal);
    return others.map(([, numbers]) => numbers()).reduce(setUnion, []);
  }

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
    const elsewhere = this.heardOf(name).flatMap(({ keepers }) => keepers);
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
    return [...here, ...this.heardOf(name).flatMap(({ owners }) => owners)];
  }

  /** A group was deleted in this run. */
  recordDeletedGroup({ name }: GroupRef): void {
    this.deletedGroups.add(name);
  }

  /** Whether a group was deleted in this run, as far as this process has heard. */
  isDeletedGroup({ name }: GroupRef): boolean {
    return this.deletedGroups.has(name) || this.heardOf(name).some(({ isDeleted }) => isDeleted);
  }

  /** Numbers were deleted from a group for a resource, or added: then they are deleted no more. */
  recordChange(
    { name }: GroupRef,
    journal: string,
    deleted: readonly string[],
    added: readonly string[],
  ): void {
    const deletions = getOrAdd(this.deletions, name, () => new Map<string, string>());
    for (const number of deleted) deletions.set(number, journal);
    for (const number of added) deletions.delete(number);
    for (const number of added) this.overwrites.get(name)?.kept.add(number);
  }

  /** All numbers of a group were replaced by these for a resource. */
  recordOverwrite({ name }: GroupRef, journal: string, numbers: readonly string[]): void {
    this.deletions.delete(name);
    this.overwrites.set(name, { journal, kept: new Set(numbers) });
  }

  /** Those of the numbers that a group lost in this run for another resource than this one, as far as this process has heard. */
  deletedForOthers({ name }: GroupRef, journal: string | undefined, numbersOf: () => NumberSet): NumberSet {
    const heard = this.heardOf(name);
    const lost = [...this.lostHere(name), ...heard.flatMap((answer) => answer.lost)];
    const others = lost.filter((one) => one.journal !== journal).map((one) => parseNumbers(one.numbers));
    const kept = [this.overwrittenAt(name), ...heard.map(({ overwritten }) => overwritten)]
      .filter((one) => one !== undefined && one.journal !== journal)
      .map((one) => parseNumbers(one?.kept ?? ""));
    // Mostly nothing was: then a preview does not make a million numbers of a text.
    if (others.length === 0 && kept.length === 0) return [];
    const numbers = numbersOf();
    const replaced = kept.map((those) => without(numbers, those)).reduce(setUnion, []);
    return setUnion(setDifference(numbers, others.reduce(setUnion, [])).staying, replaced);
  }

  private lostHere(name: string): Answer["lost"] {
    const byJournal = Map.groupBy([...(this.deletions.get(name) ?? [])], ([, journal]) => journal);
    return [...byJournal].map(([journal, numbers]) => ({
      journal,
      numbers: linesOf(numbers.map(([number]) => number).sort()),
    }));
  }

  private overwrittenAt(name: string): Answer["overwritten"] {
    const overwrite = this.overwrites.get(name);
    return overwrite === undefined
      ? undefined
      : { journal: overwrite.journal, kept: linesOf([...overwrite.kept].sort()) };
  }

  /** What other processes know of a journal. */
  async askAboutJournal({ cloud, name }: GroupRef, journal: string): Promise<Answer[]> {
    return this.meeting.ask({ cloud, group: name, journal });
  }

  /** What this process tells another one of a group. Of a group in another account it knows nothing. */
  answer({ cloud, group, account, site, journal = "" }: Question): Answer {
    const own = this.account(cloud);
    const isOther = account !== undefined && compareAccounts(account, own) === "other";
    // What is held may well be in the same account where that is not known; what is said of the group itself must be.
    const isSame = account !== undefined && isSameAccount(account, own);
    const declared = isOther ? [] : [...(this.declared.get(group)?.values() ?? [])];
    const claims = isOther ? [] : [...(this.claims.get(group) ?? [])];
    return {
      owners: claims.map(([incarnation, name]) => ({ incarnation, ...(isSame ? { name } : {}) })),
      keepers: isSame && site === this.site(cloud) ? this.names.keepersOf(group) : [],
      isDeleted: isSame && this.deletedGroups.has(group),
      lost: isOther ? [] : this.lostHere(group),
      overwritten: isOther ? undefined : this.overwrittenAt(group),
      declared: declared.map((numbers) => linesOf(numbers())),
      record: this.journals.get(journal)?.before,
      parted: this.partedGroups.get(journal) ?? [],
    };
  }

  /** Asks the other processes of a group, for what cannot wait: a diff. */
  async hear(group: GroupRef): Promise<void> {
    await this.askOthers(group);
  }

  private heardOf(name: string): readonly Answer[] {
    return this.heard.get(name) ?? [];
  }

  private async askOthers({ cloud, name }: GroupRef): Promise<Answer[]> {
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

/** The numbers of a set that are not in another one. */
export function without(numbers: NumberSet, others: NumberSet): NumberSet {
  return others.length === 0 ? numbers : setDifference(others, numbers).added;
}

function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}
