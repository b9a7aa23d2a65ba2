import { CloudGroupsError, messageOf, RefusedError } from "../../core/calls/errors";
import type { Operation } from "../../core/calls/operation";
import { plural } from "../../core/plurals";
import { forgetAdvice } from "../../core/lifecycle/absence";
import { PartialFailure } from "../../core/lifecycle/partialFailure";
import type { EngineRun } from "../../core/run/run";
import { setDifference, slices, without } from "../../sets/memberSet";
import { ascending } from "../../sets/memberText";
import { type AxgGroupKey, groupOfRef, groupRefOf, groupInRun } from "../client";
import type { Target } from "../journal";
import type { GroupContents, NumberSet } from "../numberSet";
import { CALL_CAP, planCalls } from "../plan";
import { AxgRun } from "../run";
import { AxgGroupChange } from "./groupChange";

/**
 * Deletes numbers that a group may hold, but for those that resources of the program declare of it: those are added again, since a
 * killed update may have deleted them to find out whether they were there.
 */
export async function sweepNumbers(
  operation: Operation,
  run: EngineRun,
  group: AxgGroupKey,
  numbers: NumberSet,
  journal?: string,
): Promise<void> {
  const declared = await run.part(AxgRun).numbersDeclaredByOthers(groupInRun(group));
  const units = slices(without(numbers, declared), CALL_CAP);
  const known = { held: [], uncertain: units };
  const change = new AxgGroupChange(operation, run, group, known);
  try {
    await restoreDeclared(operation, run, group, numbers, journal);
    await change.apply([], "incremental");
  } catch (error) {
    // No state keeps how far it went: the journal has what it is about.
    throw error instanceof PartialFailure ? error.cause : error;
  }
}

/**
 * Adds those of the numbers again that resources of the program declare of a group: it may no longer hold them.
 *
 * @param journal of the resource that no longer declares them; what its successor declares, the successor adds
 */
export async function restoreDeclared(
  operation: Operation,
  run: EngineRun,
  group: AxgGroupKey,
  numbers: NumberSet,
  journal?: string,
): Promise<void> {
  if (numbers.length === 0) return;
  const declared = await run.part(AxgRun).numbersDeclaredByOthers(groupInRun(group), journal);
  const restored = setDifference(numbers, declared).staying;
  if (restored.length === 0) return;
  const known = { held: [], uncertain: [] };
  const change = new AxgGroupChange(operation, run, group, known);
  await change.application.restore(restored);
}

/**
 * Deletes all numbers that a group holds or may hold, but for those that resources of the program declare of it. Of these, those that
 * it may hold are added again.
 *
 * @returns what was deleted
 */
export async function deleteNumbers(
  operation: Operation,
  run: EngineRun,
  group: AxgGroupKey,
  contents: GroupContents,
  journal: string | undefined,
): Promise<NumberSet> {
  const declared = await run.part(AxgRun).numbersDeclaredByOthers(groupInRun(group));
  const held = without(contents.held, declared);
  const uncertain = contents.uncertain.map((unit) => without([...unit].sort(ascending), declared));
  // An earlier destroy may have gone some way, and Pulumi keeps nothing of a destroy that failed: its numbers are uncertain.
  const calls = planCalls(held, [], "incremental").map((call) => [...call.numbers]);
  const known = { held: [], uncertain: [...calls, ...uncertain] };
  const outs = journal === undefined ? {} : { __journal: journal };
  const change = new AxgGroupChange(operation, run, group, known, { outs });
  const mayBeHeld = contents.uncertain.flat().sort(ascending);
  try {
    await restoreDeclared(operation, run, group, mayBeHeld, journal);
    await change.apply([], "incremental");
  } catch (error) {
    throw deletionFailure(operation, change.application.done, error);
  }
  const kept = contents.held.length - held.length;
  if (kept > 0)
    operation.notice(
      `kept ${plural(kept, "number")} in ${groupRefOf(group)}: another resource of the program declares ${kept === 1 ? "it" : "them"}`,
    );
  return [...held, ...uncertain.flat()].sort(ascending);
}

/** Why a deletion ended, and what to do. */
function deletionFailure(operation: Operation, done: number, error: unknown): unknown {
  const cause = error instanceof PartialFailure ? error.cause : error;
  const isRefused = cause instanceof RefusedError && done === 0;
  if (isRefused)
    return new Error(
      `${messageOf(cause).replace(/\.$/, "")}. Nothing was deleted. ${forgetAdvice(operation)}`,
      { cause },
    );
  if (cause instanceof CloudGroupsError && !(error instanceof PartialFailure)) return error;
  const next = "Some numbers may already be deleted: run `pulumi destroy` again before any `pulumi up`";
  return new Error(`${messageOf(cause).replace(/\.$/, "")}. ${next}`, { cause });
}

/**
 * Deletes what unfinished attempts may have left in groups. Where the cloud refuses that, such as for a GID that does not exist,
 * nothing is there to be deleted, as far as anybody can tell.
 *
 * @returns what could not be deleted
 * @throws CloudGroupsError where the outcome is unknown
 */
export async function sweepTargets(
  operation: Operation,
  run: EngineRun,
  targets: readonly Target[],
  journal: string | undefined,
): Promise<Target[]> {
  const stranded: Target[] = [];
  for (const target of targets) {
    const group = groupOfRef(target.groupRef);
    try {
      if (group === undefined) stranded.push(target);
      else await sweepNumbers(operation, run, group, target.numbers, journal);
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      stranded.push(target);
    }
  }
  return stranded;
}

/** Sweeps what was left in other groups than this one, which is deleted; a notice names groups of which that was refused. */
export async function sweepOthers(
  operation: Operation,
  run: EngineRun,
  group: AxgGroupKey,
  journal: string | undefined,
  targets: readonly Target[],
): Promise<void> {
  const others = targets.filter(({ groupRef }) => groupRef !== groupRefOf(group));
  noticeStrandedGroups(operation, await sweepTargets(operation, run, others, journal));
}

/** Gives notice of groups that unfinished attempts were about, and that nothing sweeps. */
export function noticeStrandedGroups(operation: Operation, targets: readonly Target[]): void {
  for (const groupRef of new Set(targets.map((target) => target.groupRef))) {
    operation.notice(
      `An earlier update of ${groupRef} may have been killed midway: the group may still hold numbers of that update. ` +
        "Check it in the console",
    );
  }
}
