import { randomBytes } from "node:crypto";

import type { Properties } from "../properties";
import { isRefusal } from "../calls/errors";
import type { Operation } from "../calls/operation";
import type { DeclaredNames } from "../run/names";
import type { EngineRun } from "../run/run";
import type { Ownership } from "./ownership";
import { PartialFailure } from "./partialFailure";

/** What to do if a group cannot get a name because another group has it. */
export const NAME_TAKEN =
  "Another group has that name. To swap two names, rename one of the groups to a third name first";

/**
 * How often to check whether another resource of the program is about to give up a name: for 1.5 seconds in which no resource was heard of
 * that was not known before.
 */
const LOOKS = 2;
/** How often to try the name again: for half a minute. */
const TRIES = 9;
/** The longest pause between two tries, as `Operation.pause` counts. */
const LONGEST_PAUSE = 3;

/** A group's name before and after an update, among the names of the program's other groups. */
export class NameChange {
  private readonly from: string;
  readonly to: string;

  constructor(
    readonly names: DeclaredNames,
    ownership: Ownership,
    olds: Properties,
    news: Properties,
  ) {
    this.from = ownership.nameOf(olds);
    this.to = ownership.nameOf(news);
  }

  get isRename(): boolean {
    return this.from !== this.to;
  }

  /** Whether the group must step aside because it exchanges names with other groups in a circle. */
  get isCircular(): boolean {
    return this.isRename && this.names.closesCircle(this.from);
  }

  /** Whether only the case of letters changes. A cloud that ignores case may then report the name as taken by the group itself. */
  get isOfCase(): boolean {
    return this.isRename && this.from.toLowerCase() === this.to.toLowerCase();
  }
}

/** An update that may rename a group. */
export interface Renaming<T> {
  /** The code by which the cloud says that the name is taken. */
  readonly taken: string;
  update(): Promise<T>;
  /** Gives the group a temporary name that nobody else wants. */
  stepAside(name: string): Promise<void>;
}

/**
 * Updates a group whose new name another group of the program may still have. It waits for that group to give up the name; in a circle, one
 * group steps aside. If the engine is killed meanwhile, the group keeps its temporary name, and the next update finds it by its id.
 */
export async function updateAmongOthers<T>(
  operation: Operation,
  change: NameChange,
  renaming: Renaming<T>,
): Promise<T> {
  const { taken } = renaming;
  const update = () => renaming.update();
  if (!change.isRename) return update();
  if (change.isCircular) await renaming.stepAside(temporaryName());
  try {
    return await whenNameIsFree(operation, change.names, { name: change.to, taken }, update);
  } catch (error) {
    if (!change.isOfCase || change.isCircular || !isTaken(error, taken)) throw error;
    await renaming.stepAside(temporaryName());
    return update();
  }
}

/** Creates a group. If it may not adopt one, and another group of the program is about to give up the name, it waits for that. */
export function createAmongOthers<T>(
  operation: Operation,
  run: EngineRun,
  ownership: Ownership,
  { declared, taken }: { readonly declared: Properties; readonly taken: string },
  create: () => Promise<T>,
): Promise<T> {
  if (declared["adopt"] === true) return create();
  return whenNameIsFree(operation, run.names, { name: ownership.nameOf(declared), taken }, create);
}

/**
 * Makes a call that gives a group a name. If another group has the name and is about to give it up, it waits for that.
 *
 * @param name the name, with what it is unique within
 * @param taken the code by which the cloud says that it is taken
 */
async function whenNameIsFree<T>(
  operation: Operation,
  names: DeclaredNames,
  { name, taken }: { readonly name: string; readonly taken: string },
  call: () => Promise<T>,
): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await call();
    } catch (error) {
      if (!isTaken(error, taken) || tries === TRIES || !(await isAwaited(operation, names, name)))
        throw error;
      if (!(await operation.pause(Math.min(tries, LONGEST_PAUSE)))) throw error;
    }
  }
}

function isTaken(error: unknown, code: string): boolean {
  return isRefusal(error instanceof PartialFailure ? error.cause : error, code);
}

/** Whether another group gives up a name: its diff may come later, since the engine compares resources one by one. */
async function isAwaited(operation: Operation, names: DeclaredNames, name: string): Promise<boolean> {
  for (let looks = 0; looks < LOOKS && !names.isLeft(name);) {
    const { declarations } = names;
    if (!(await operation.pause(looks))) return false;
    looks = names.declarations > declarations ? 0 : looks + 1;
  }
  return names.isLeft(name);
}

/** What an error says of a group that an update left under its temporary name. */
export function asideText(name: string): string {
  return `The group is named ${name} for now: run \`pulumi up\` again to continue`;
}

/** A name that every cloud accepts and that no two groups get. */
function temporaryName(): string {
  return `renaming${randomBytes(8).toString("hex")}`;
}
