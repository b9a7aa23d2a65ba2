import type { z } from "zod";

import type { ArgumentRules, ArgumentShape } from "../check";
import type { Properties } from "../properties";
import type { CloudClock } from "../calls/clock";
import type { RefusedError } from "../calls/errors";
import type { Operation } from "../calls/operation";
import type { PendingCreation } from "../run/run";
import type { Candidate } from "./creation";
import type { Found } from "./lifecycle";
import type { Incarnation, Ownership } from "./ownership";
import type { Renaming } from "./renaming";

/** The arguments that every kind with names has, besides its own. */
export interface NamedInputs extends Properties {
  readonly adopt?: boolean | undefined;
}

/** What the state of every kind with names may have besides its arguments. */
export interface NamedState extends Properties {
  /** Where it is unknown whether there is a group; its id is unknown, too. */
  readonly creating?: PendingCreation | undefined;
  /** Whether an update's outcome is unknown. */
  readonly isUncertain?: boolean | undefined;
  readonly __incarnation?: string | undefined;
}

/** A state of which anything may be missing: a look-up has read nothing yet. */
export type Known<State> = { readonly [Name in keyof State]?: State[Name] | undefined };

/** Arguments together with the resource that declares them. */
export type Declared<Inputs> = Inputs & Incarnation;

/**
 * How a step came by a group: its own call created it as declared, an earlier call with an unknown outcome created it, or it existed and
 * was adopted.
 */
export type Origin = "created" | "found" | "adopted";

/** A group that exists and may not yet be as declared. */
export interface ExistingGroup<Created> {
  readonly group: Created;
  readonly origin: Origin;
  /** Whether the state has the resource already, without the group's id. */
  readonly isInState: boolean;
}

/** What an update knows of its resource. */
export interface UpdateOf<Inputs, State> {
  /** The resource's id in the stack. */
  readonly id: string;
  /** The outputs that the state has, as they stand there. */
  readonly olds: Properties;
  readonly state: State;
  readonly inputs: Declared<Inputs>;
}

/** An update of a group that may be renamed, and what it leaves in the state where it fails. */
export interface GroupUpdate extends Renaming<Properties> {
  /** The failure that keeps what was reached; the error itself where the state has nothing to keep. */
  toPartialFailure(error: unknown): unknown;
}

/**
 * The calls of a kind, for one step of one resource.
 *
 * @typeParam Facts what a look-up shows of a group
 * @typeParam Created what is known of a group that a call has just created
 * @typeParam Handle what it takes to update or delete a group
 */
export interface NamedGroups<
  Inputs extends NamedInputs,
  State extends NamedState,
  Facts extends Created,
  Created extends Handle = Facts,
  Handle = Created,
> {
  readonly clock: CloudClock;
  idOf(group: Handle): string | number;

  /** Creates a group, in one call that must not be sent twice. */
  create(inputs: Inputs): Promise<Created>;
  /** The remark that `create` sends, by which a lost creation is known again. */
  remarkOf(inputs: Inputs): string;
  /** Looks up the group of exactly the name that is declared. */
  findByName(declared: Inputs | State): Promise<Facts | undefined>;
  /** Looks it up in another way, before it is taken to be absent. */
  findInList(declared: State): Promise<Facts | undefined>;
  candidateOf(group: Facts): Candidate<Facts>;
  /** The error where the name is taken by a group that no look-up shows, where it says more than the refusal. */
  hiddenError?(refusal: RefusedError, inputs: Inputs): Error;
  /** Brings an existing group to what is declared. Returns what the user should know of it besides, such as `, whose remark was "x"`. */
  adopt(existing: Facts, inputs: Inputs, refusal: RefusedError): Promise<{ group: Created; note: string }>;
  /**
   * Brings a group of a create to what is declared, and returns the resource's outputs.
   *
   * @throws PartialFailure where the group is not as declared in the end
   */
  converge(existing: ExistingGroup<Created>, inputs: Declared<Inputs>): Promise<Properties>;

  /** Reads the group that a state means; nothing where the cloud proves that it is gone. */
  find(id: string, state: State): Promise<Facts | undefined>;
  describe(id: string, state: State, group: Facts): Found | Promise<Found>;
  /** @throws RefusedError where there is no group of this id */
  lookUp(id: string, known: Known<State>): Promise<Facts>;
  describeLookup(id: string, known: Known<State>, group: Facts): Found | Promise<Found>;

  /** @throws RefusedError where it is known that the group is gone */
  groupToUpdate(id: string, state: State, inputs: Inputs): Promise<Handle>;
  startUpdate(group: Handle, update: UpdateOf<Inputs, State>): GroupUpdate | Promise<GroupUpdate>;
  groupToDelete(id: string, state: State): Promise<Handle | undefined>;
  delete(group: Handle, state: State): Promise<void>;
  /** Runs a step, or nothing where what the group is in is gone, and the group with it. */
  unlessPlaceIsGone?<T>(state: State, step: () => Promise<T>): Promise<T | undefined>;
}

/** A kind of groups that have names, by which they are created once, found again and adopted. */
export interface NamedKind<
  Shape extends ArgumentShape,
  Inputs extends NamedInputs,
  State extends NamedState,
  Facts extends Created,
  Created extends Handle = Facts,
  Handle = Created,
> {
  readonly ownership: Ownership;
  readonly rules: ArgumentRules<Shape>;
  readonly inputsShape: z.ZodType<Inputs>;
  readonly stateShape: z.ZodType<State>;
  readonly knownShape: z.ZodType<Known<State>>;
  /** The output that every state has of a group that exists; a look-up has none of it yet. */
  readonly mark: string;
  /** The code by which the cloud says that a group's name is taken. */
  readonly taken: string;
  groupIdOf(known: Known<State>): string | number | undefined;
  /** Whether the group that is replaced must go first, because it has what the new one needs; by default it goes last. */
  mustGoFirst?(olds: Properties, news: Properties): boolean;
  connect(
    operation: Operation,
    place: Inputs | State | Known<State>,
  ): NamedGroups<Inputs, State, Facts, Created, Handle>;
}
