import type { Checked } from "../check";
import type { Properties } from "../properties";
import type { UpdatePlan } from "../updatePlan";
import type { Operation } from "../calls/operation";
import type { Cloud } from "../run/account";
import type { EngineRun, GroupRef } from "../run/run";

/** What a change means. The engine itself finds whether anything differs, since it names the properties that do. */
export interface Diff {
  /** The arguments whose change needs a new group. */
  readonly replaces: readonly string[];
  /** Whether the old group must be deleted first because the new one needs its name. */
  readonly deleteBeforeReplace: boolean;
  /** Whether an update is needed even if no argument differs; otherwise the engine decides. */
  readonly isNeeded?: boolean;
  /** What an update would do beyond the arguments that differ, shown beside the resource. */
  readonly plan?: UpdatePlan;
  /** What else a preview should say of the update, a line each. */
  readonly notices?: readonly string[];
}

/** A group that exists. */
export interface Found {
  readonly id: string;
  /** The resource's outputs: its arguments as the cloud returns them, and what the cloud adds. */
  readonly outs: Properties;
  /** The arguments alone, as the cloud returns them, so that the next preview shows what drifted. */
  readonly inputs: Properties;
}

/**
 * The life of one kind of resource. `check` and `diff` make no calls: the engine runs them one at a time for the whole stack.
 * The others throw CloudGroupsError, or PartialFailure if something was done already. What a step must know about other resources is in the
 * run.
 */
export interface Lifecycle {
  /** The cloud whose account the groups belong to; none for a resource without a cloud. */
  readonly cloud?: Cloud;
  /** The group of a state, which other processes of the run are asked about before a diff; none if it is not known yet. */
  groupOf?(olds: Properties): GroupRef | undefined;
  /** The group that arguments declare, which other processes are asked about before a check; none if it is not known yet. */
  declaredGroup?(news: Properties): GroupRef | undefined;
  /** @param olds the inputs of the last deployment; empty for a new resource and for a replacement */
  check(news: Properties, olds: Properties, run: EngineRun): Checked;
  /** @param olds the outputs in the state. In a refresh, Pulumi asks for a diff without a check before it */
  diff(olds: Properties, news: Properties, run: EngineRun): Diff;
  create(
    inputs: Properties,
    operation: Operation,
    run: EngineRun,
  ): Promise<{ readonly id: string; readonly outs: Properties }>;
  /** Returns nothing if the cloud proves that the group is gone. Any other failure throws, so that the state loses nothing. */
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

/** Runs a check after asking the other processes of the run what they declare. */
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

/** Runs a diff after asking the other processes of the run what they did to the group. */
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
