import type { Checked } from "../check";
import { isUnknown, type Properties } from "../properties";
import type { UpdatePlan } from "../updatePlan";
import type { Operation } from "../calls/operation";
import type { Cloud } from "../run/account";
import type { EngineRun, GroupRef } from "../run/run";

/** What a change means. Whether there is one at all is the engine's to find, since it names the properties that differ. */
export interface Diff {
  /** The arguments whose change makes a new group necessary. */
  readonly replaces: readonly string[];
  /** Whether the old group must go first, because the new one needs its name. */
  readonly deleteBeforeReplace: boolean;
  /** Whether an update is needed although no argument may differ; else that is for the engine to find. */
  readonly isNeeded?: boolean;
  /** What an update would do beyond the arguments that differ, shown beside the resource. */
  readonly plan?: UpdatePlan;
  /** What else a preview should say of the update, a line each. */
  readonly notices?: readonly string[];
}

/** A group that exists. */
export interface Found {
  readonly id: string;
  /** The resource's outputs: its arguments as the cloud has them, and what the cloud adds. */
  readonly outs: Properties;
  /** The arguments alone, as the cloud has them, so that the next preview names what drifted. */
  readonly inputs: Properties;
}

/**
 * The life of one kind of resource. `check` and `diff` make no calls: the engine runs them one at a time for the whole stack.
 * The others throw CloudGroupsError, or PartialFailure where something was done already. What a step must know of other resources
 * stands in the run.
 */
export interface Lifecycle {
  /** The cloud whose account the groups belong to; none where a resource has nothing to do with one. */
  readonly cloud?: Cloud;
  /** The group that a state is about, of which other processes of the run are asked before a diff; none where it is not known yet. */
  groupOf?(olds: Properties): GroupRef | undefined;
  /** The group that arguments declare, of which other processes are asked before a check; none where it is not known yet. */
  declaredGroup?(news: Properties): GroupRef | undefined;
  /** @param olds the inputs of the last deployment; empty for a new resource, and where one is replaced */
  check(news: Properties, olds: Properties, run: EngineRun): Checked;
  /** @param olds the outputs that the state has. In a refresh Pulumi asks for the difference, too, without a check before it */
  diff(olds: Properties, news: Properties, run: EngineRun): Diff;
  create(
    inputs: Properties,
    operation: Operation,
    run: EngineRun,
  ): Promise<{ readonly id: string; readonly outs: Properties }>;
  /** Nothing where the cloud says that the group is gone. Any other failure throws, so that nothing is dropped from the state. */
  read(id: string, outs: Properties, operation: Operation, run: EngineRun): Promise<Found | undefined>;
  update(
    id: string,
    olds: Properties,
    news: Properties,
    operation: Operation,
    run: EngineRun,
  ): Promise<Properties>;
  delete(id: string, outs: Properties, operation: Operation, run: EngineRun): Promise<void>;
}

/**
 * The arguments whose value changes for certain. One that is not known yet in a preview counts as unchanged: to announce a
 * replacement that then does not come would be worse than the other way round.
 */
export function changedArguments(olds: Properties, news: Properties, names: readonly string[]): string[] {
  return names.filter((name) => !isUnknown(news[name]) && olds[name] !== news[name]);
}

/** A check that knows what other processes of the run declare. */
export async function checkAmongOthers(
  lifecycle: Lifecycle,
  news: Properties,
  olds: Properties,
  run: EngineRun,
): Promise<Checked> {
  const group = lifecycle.declaredGroup?.(news);
  if (group !== undefined) await run.hear(group);
  return lifecycle.check(news, olds, run);
}

/** A diff that knows what other processes of the run did to the group. */
export async function diffAmongOthers(
  lifecycle: Lifecycle,
  olds: Properties,
  news: Properties,
  run: EngineRun,
): Promise<Diff> {
  const group = lifecycle.groupOf?.(olds);
  if (group !== undefined) await run.hear(group);
  return lifecycle.diff(olds, news, run);
}
