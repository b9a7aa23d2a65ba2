import { randomUUID } from "node:crypto";

import { z } from "zod";

import { messageOf } from "../../core/calls/errors";
import type { Operation } from "../../core/calls/operation";
import { checkArguments, trimTexts } from "../../core/check";
import type { Lifecycle } from "../../core/lifecycle/lifecycle";
import { parseProperties } from "../../core/lifecycle/parse";
import { isUnknown, omitUndefined, type Properties } from "../../core/properties";
import type { EngineRun } from "../../core/run/run";
import { setUnion } from "../../sets/memberSet";
import { encodeSorted } from "../../sets/memberText";
import { axgGroupRules } from "../arguments/group";
import { recordShape, rememberAttempt, rememberJournal, targetsToSweep } from "../attempt";
import { groupOfRef, newGroupRefOf, groupRefOf, groupInRun } from "../client";
import { decodeNumbers } from "../contents";
import {
  appendAttempt,
  type JournalRecord,
  INVALID_NUMBERS,
  targetsAfter,
  type Target,
  digestNumbers,
} from "../journal";
import type { NumberSet } from "../numberSet";
import { AxgRun } from "../run";
import { restoreDeclared, sweepNumbers } from "./deletion";

/**
 * Its arguments have the names of those of the group's resource, so that whatever makes Pulumi ignore changes of the one, by name or
 * by `*`, makes it ignore those of the other.
 */
const shape = {
  poolKey: z.string(),
  groupId: z.string().optional(),
  groupName: z.string().optional(),
  remark: z.string().optional(),
  /** The set as `digestNumbers` gives it. */
  numbers: z.string(),
};
const inputsShape = z.object(shape);
type Inputs = z.infer<typeof inputsShape>;

const stateShape = z.object({ ...shape, key: z.string(), record: recordShape.optional() });

/**
 * The life of a journal: the numbers that a group shall hold, written to the state before the calls go out. It makes no call. A group's
 * resource depends on its journal, so that the engine has stored it by then: the next update knows of one that was killed.
 */
export const axgGroupJournal: Lifecycle = {
  // Where the group is: what another account is about to do to it must not be written down.
  cloud: "alicloud",

  check(news, olds, run) {
    // In the same words as the group's resource, so that both are about the same group.
    const { __set: set, ...declared } = trimTexts(axgGroupRules, news);
    const { numbers } = declared;
    if (typeof set === "string" && !isUnknown(numbers))
      run.part(AxgRun).declaredSets.set(String(numbers), set);
    return checkArguments({ shapeFor: () => shape }, validArguments(declared, olds));
  },

  diff(olds, news, run) {
    const { key, numbers, record } = stateOf(olds);
    rememberJournal(run, key, record, numbers);
    // Without a check before it this is a refresh's: nothing is declared by it.
    if (run.part(AxgRun).declaredSets.has(String(news["numbers"])))
      registerDeclared(run, key, record, inputsOf(news));
    return { replaces: [], deleteBeforeReplace: false };
  },

  create(properties, _operation, run) {
    const key = randomUUID();
    const inputs = inputsOf(properties);
    const record = nextRecord(run, undefined, inputs);
    registerDeclared(run, key, record, inputs);
    rememberAttempt(run, key, undefined, record, inputs.numbers);
    return Promise.resolve({ id: key, outs: omitUndefined({ ...inputs, key, record }) });
  },

  read: (id, properties) => {
    const { key, record, ...inputs } = stateOf(properties);
    return Promise.resolve({
      id,
      outs: omitUndefined({ ...inputs, key, record }),
      inputs: omitUndefined(inputs),
    });
  },

  update(_id, olds, news, _operation, run) {
    const { key, record: before } = stateOf(olds);
    const inputs = inputsOf(news);
    const record = nextRecord(run, before, inputs);
    rememberAttempt(run, key, before, record, inputs.numbers);
    return Promise.resolve(omitUndefined({ ...inputs, key, record }));
  },

  /** Where the group's numbers were deleted in this run, what a killed update may have added is deleted, too. */
  async delete(_id, properties, operation, run) {
    const { key, record } = stateOf(properties);
    if (record === undefined) return;
    const targets = await targetsToSweep(run, key, record);
    if (targets === undefined) return leaveOrphan(operation, run, record);
    for (const [groupRef, numbers] of byGroupRef(targets)) await sweep(operation, run, groupRef, numbers);
  },
};

/** Deletes what unfinished attempts may have left in a group, but for what is declared there. */
async function sweep(
  operation: Operation,
  run: EngineRun,
  groupRef: string,
  numbers: NumberSet,
): Promise<void> {
  const group = groupOfRef(groupRef);
  if (group === undefined) return;
  try {
    await sweepNumbers(operation, run, group, numbers);
  } catch (error) {
    const where = `${groupRef} may still hold numbers of a killed update, and no later \`pulumi destroy\` deletes them`;
    throw new Error(`${where}: ${messageOf(error)}`, { cause: error });
  }
}

function byGroupRef(targets: readonly Target[]): Map<string, NumberSet> {
  const byRef = new Map<string, NumberSet>();
  for (const { groupRef, numbers } of targets)
    byRef.set(groupRef, setUnion(byRef.get(groupRef) ?? [], numbers));
  return byRef;
}

/**
 * A journal whose group was taken out of the state, moved elsewhere, or never made: its numbers may be somebody's by now. Those that
 * other resources of the program declare are added again, since a killed creation may have deleted them to find out whether they were
 * there.
 */
async function leaveOrphan(operation: Operation, run: EngineRun, record: JournalRecord): Promise<void> {
  for (const [groupRef, numbers] of byGroupRef(targetsAfter(record, 0).targets)) {
    const group = groupOfRef(groupRef);
    if (group !== undefined) await restoreDeclared(operation, run, group, numbers);
    operation.notice(
      `The journal of ${groupRef} was deleted without its group's resource: no number was deleted. ` +
        "If an update was killed, the group may still hold numbers of that update",
    );
  }
}

/**
 * Notes what a journal's group shall hold: no other resource deletes that. Pulumi mostly has all journals of a program before the first
 * group's update, since they wait for nothing.
 */
function registerDeclared(
  run: EngineRun,
  key: string,
  record: JournalRecord | undefined,
  inputs: Inputs,
): void {
  const group = groupOfRef(groupRefIn(inputs));
  if (group === undefined) return;
  let numbers: NumberSet | undefined;
  run
    .part(AxgRun)
    .registerDeclared(
      groupInRun(group),
      key,
      () => (numbers ??= declaredNumbers(run, record, inputs.numbers) ?? []),
    );
}

/**
 * The set that a digest stands for. Where Pulumi ignores changes, the digest is the one of before, and the set that came along is
 * another one.
 */
function declaredNumbers(
  run: EngineRun,
  record: JournalRecord | undefined,
  digest: string,
): NumberSet | undefined {
  const sets = [run.part(AxgRun).declaredSets.get(digest), record?.numbers].filter(
    (set) => set !== undefined,
  );
  return sets.map(decodeNumbers).find((numbers) => digestNumbers(encodeSorted(numbers)) === digest);
}

/** The record with what is declared now. Nothing is recorded of numbers that are no valid set: no call can go out for them. */
function nextRecord(
  run: EngineRun,
  record: JournalRecord | undefined,
  inputs: Inputs,
): JournalRecord | undefined {
  if (inputs.numbers === INVALID_NUMBERS) return record;
  const numbers = declaredNumbers(run, record, inputs.numbers);
  if (numbers === undefined) {
    throw new Error(
      "The journal of an AXG group was not given the group's numbers. Declare them in the arguments of " +
        "AxgGroupNumbers or AxgGroup, not in a transformation",
    );
  }
  return appendAttempt(record, { groupRef: groupRefIn(inputs), numbers });
}

/** The group that a journal's arguments name. */
function groupRefIn({ poolKey, groupId, groupName, remark }: Inputs): string {
  return groupId === undefined
    ? newGroupRefOf({ poolKey, groupName, remark })
    : groupRefOf({ poolKey, groupId });
}

/**
 * Arguments that no call can go out for are an error of the group's own check, which has the names that the user wrote. The journal accepts them
 * and stays as it is.
 */
function validArguments(declared: Properties, olds: Properties): Properties {
  const { numbers } = declared;
  const isComplete = inputsShape.safeParse(declared).success;
  if (isComplete && numbers !== INVALID_NUMBERS) return declared;
  if (olds["numbers"] !== undefined) return argumentsOf(olds);
  return isComplete ? declared : { poolKey: "", numbers: INVALID_NUMBERS };
}

function argumentsOf(olds: Properties): Properties {
  return Object.fromEntries(Object.keys(shape).map((name) => [name, olds[name]]));
}

function inputsOf(properties: Properties): Inputs {
  return parseProperties("AxgGroupJournal's inputs", inputsShape, properties);
}

function stateOf(properties: Properties): z.infer<typeof stateShape> {
  return parseProperties("AxgGroupJournal's state", stateShape, properties);
}
