import type { Checked } from "../../arguments/check";
import { isUnknown, type Properties } from "../../arguments/properties";
import type { Operation } from "../../clients/operation";

/** What a change means. Whether there is one at all is the engine's to find, since it names the properties that differ. */
export interface Diff {
  /** The arguments whose change makes a new group necessary. */
  readonly replaces: readonly string[];
  /** Whether the old group must go first, because the new one needs its name. */
  readonly deleteBeforeReplace: boolean;
  /** Whether an update is needed although no argument may differ; else that is for the engine to find. */
  readonly isNeeded?: boolean;
  /** What an update would send, as a line for people, shown beside the resource. */
  readonly summary?: string | undefined;
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
 * The others throw CloudGroupsError, or PartialFailure where something was done already.
 */
export interface Lifecycle {
  /** @param olds the inputs of the last deployment; empty for a new resource */
  check(news: Properties, olds: Properties): Checked;
  /** @param olds the outputs that the state has */
  diff(olds: Properties, news: Properties): Diff;
  create(
    inputs: Properties,
    operation: Operation,
  ): Promise<{ readonly id: string; readonly outs: Properties }>;
  /** Nothing where the cloud says that the group is gone. Any other failure throws, so that nothing is dropped from the state. */
  read(id: string, outs: Properties, operation: Operation): Promise<Found | undefined>;
  update(id: string, olds: Properties, news: Properties, operation: Operation): Promise<Properties>;
  delete(id: string, outs: Properties, operation: Operation): Promise<void>;
}

/**
 * The arguments whose value changes for certain. One that is not known yet in a preview counts as unchanged: to announce a
 * replacement that then does not come would be worse than the other way round.
 */
export function changedArguments(olds: Properties, news: Properties, names: readonly string[]): string[] {
  return names.filter((name) => !isUnknown(news[name]) && olds[name] !== news[name]);
}
