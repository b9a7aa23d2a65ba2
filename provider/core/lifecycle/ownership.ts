import { randomUUID } from "node:crypto";

import { z } from "zod";

import { type ArgumentRules, type ArgumentShape, checkArguments, type Checked, trimTexts } from "../check";
import { isUnknown, type Properties } from "../properties";
import type { Operation } from "../calls/operation";
import type { Cloud } from "../run/account";
import type { EngineRun, GroupRef } from "../run/run";
import { keeperProblem, takeDeclaration } from "./keeper";
import type { Lifecycle } from "./lifecycle";

/**
 * What tells a resource in the state from any other resource of the same group: its successor under another name, the one that replaces
 * it, or one that adopted the group.
 */
export const incarnationShape = { __incarnation: z.string().optional() };

export interface Incarnation {
  readonly __incarnation: string;
}

/** The incarnation of a new resource. */
export function newIncarnation(): Incarnation {
  return { __incarnation: randomUUID() };
}

/** Decides which resource may have a group, for a kind whose groups have names and ids. */
export class Ownership {
  /**
   * @param kind the name of the resource's class
   * @param cloud the cloud whose account the groups are in
   * @param nameArgument the argument that holds a group's name
   * @param nameKeyOf what a group's name is unique within, including the name
   */
  constructor(
    readonly kind: string,
    readonly cloud: Cloud,
    readonly nameArgument: string,
    readonly nameKeyOf: (properties: Properties) => readonly unknown[],
  ) {}

  /** The group that other processes are asked about before a check. */
  declaredGroup(news: Properties): GroupRef | undefined {
    return isUnknown(this.nameKeyOf(news)) ? undefined : this.byName(news);
  }

  /**
   * Checks arguments, and records what the program says beside them: which of its resources declares the group, whether Pulumi protects it,
   * and whether it adopts. It is a problem if another resource declares the same group.
   *
   * @param checkArguments the check of the arguments without that
   */
  check(news: Properties, run: EngineRun, checkArguments: (declared: Properties) => Checked): Checked {
    const { declaration, declared: given } = takeDeclaration(news);
    const { __protected: isProtected, ...declared } = given;
    const checked = checkArguments(declared);
    const nameKey = this.nameKeyOf(declared);
    if (isUnknown(nameKey)) return checked;
    if (isProtected === true) run.protectedGroups.add(this.nameOf(declared));
    if (declared["adopt"] === true) run.claim(this.byName(declared), WANTED);
    const problem = keeperProblem(run, this.byName(declared), this.nameArgument, declaration);
    return problem === undefined ? checked : { ...checked, problems: [...checked.problems, problem] };
  }

  /** Records that a resource of the program has a group. Without an incarnation, it could not be told from others when it is deleted. */
  claim(run: EngineRun, id: string | number, incarnation: string | undefined): void {
    if (incarnation !== undefined) run.claim(this.byId(id), incarnation);
  }

  /**
   * Does the same in the diff of a resource that is not replaced, with the name that is declared for the group.
   *
   * @throws Error if another resource declares another name for it: each update would undo the other's rename
   */
  claimNamed(run: EngineRun, id: string | number, olds: Properties, news: Properties): void {
    const { __incarnation: incarnation } = z.object(incarnationShape).parse(olds);
    if (incarnation === undefined) return;
    const name = this.nameOf(news);
    // In a refresh nothing is declared.
    if (isUnknown(this.nameKeyOf(news)) || !run.names.isDeclared(name)) {
      run.claim(this.byId(id), incarnation);
      return;
    }
    if (this.nameOf(olds) !== name) run.names.rename(this.nameOf(olds), name);
    run.claim(this.byId(id), incarnation, name);
    if (run.otherName(this.byId(id), incarnation, name) === undefined) return;
    throw new Error(
      `Two resources of this program declare different names for the group ${id}. ` +
        "Declare the same name in both, or remove one of them",
    );
  }

  /** The group that other processes are asked about before a diff. */
  groupOf(id: string | number | undefined): GroupRef | undefined {
    return id === undefined ? undefined : this.byId(id);
  }

  /** Records that a resource's group was deleted. */
  recordDeleted(run: EngineRun, id: string | number): void {
    run.recordDeletedGroup(this.byId(id));
  }

  /** Whether a resource's group was deleted in this run because another resource was replaced. The resource then needs a new group. */
  isDeleted(run: EngineRun, id: string | number | undefined): boolean {
    return id !== undefined && run.isDeletedGroup(this.byId(id));
  }

  /** Records that the program looks up a group. */
  claimLookedUp(run: EngineRun, id: string | number): void {
    run.claim(this.byId(id), LOOKED_UP);
  }

  /**
   * Whether a resource that gets another name must leave its group to another resource of the program, which adopts a group of the old
   * name. A diff can ask only this process.
   */
  isWantedByOthers(run: EngineRun, olds: Properties, news: Properties): boolean {
    if (isUnknown(this.nameKeyOf(news)) || this.byName(olds).name === this.byName(news).name) return false;
    return run.isClaimedHere(this.byName(olds));
  }

  /**
   * Makes sure that no other resource of the program has a group that is about to get another name.
   *
   * @throws Error if one has it
   */
  async assertOwn(run: EngineRun, id: string | number, olds: Properties, news: Properties): Promise<void> {
    const { __incarnation: incarnation } = z.object(incarnationShape).parse(olds);
    if (this.byName(olds).name === this.byName(news).name) return;
    if (!(await run.isClaimedByOthers(this.byId(id), incarnation))) return;
    throw new Error(
      `The group ${id} cannot be renamed: another resource of this program has the same group. ` +
        "Remove one of the two. If one has just adopted the group, run `pulumi up` again",
    );
  }

  /** Records that a resource is replaced: its group is deleted even if another resource wants the name. */
  giveUp(run: EngineRun, incarnation: string | undefined): void {
    if (incarnation !== undefined) run.replacedIncarnations.add(incarnation);
  }

  /**
   * Whether a delete keeps the group in the cloud because another resource of the program has adopted, looked up or kept it, or is about to
   * adopt it. If so, the user is told.
   */
  async isLeftToOthers(
    run: EngineRun,
    operation: Operation,
    id: string | number,
    state: Properties,
  ): Promise<boolean> {
    const { __incarnation: incarnation } = z.object(incarnationShape).parse(state);
    const isGivenUp = incarnation !== undefined && run.replacedIncarnations.has(incarnation);
    const isOthers =
      (await run.isClaimedByOthers(this.byId(id), incarnation)) ||
      (!isGivenUp && (await run.isClaimedByOthers(this.byName(state), undefined)));
    if (incarnation !== undefined) run.release(this.byId(id), incarnation);
    if (isOthers)
      operation.notice(
        `kept the group ${id} in the cloud: another resource of the program manages or looks it up`,
      );
    return isOthers;
  }

  /** A group's name together with what it is unique within, as one text. */
  nameOf(properties: Properties): string {
    return JSON.stringify(this.nameKeyOf(properties));
  }

  private byId(id: string | number): GroupRef {
    return { cloud: this.cloud, name: `${this.kind} ${id}` };
  }

  private byName(properties: Properties): GroupRef {
    return { cloud: this.cloud, name: this.nameOf(properties) };
  }
}

/** The checks of a kind that has names. Names are compared without blanks around them. */
export function namedChecks<Shape extends ArgumentShape>(
  ownership: Ownership,
  rules: ArgumentRules<Shape>,
): Pick<Lifecycle, "check" | "declaredGroup"> {
  const trim = (news: Properties) => trimTexts(rules, news);
  return {
    declaredGroup: (news) => ownership.declaredGroup(trim(news)),
    check: (news, _olds, run) =>
      ownership.check(trim(news), run, (declared) => checkArguments(rules, declared)),
  };
}

/** Tells the user that the stack has an old id: an update cannot change it, but a refresh can. */
export function noticeStaleId(operation: Operation, id: string, groupId: string | number): void {
  operation.notice(
    `found or created the group ${groupId}. The stack shows its old id, ${id}, until you run \`pulumi refresh\``,
  );
}

const WANTED = "wanted";
const LOOKED_UP = "looked up";
