import { type DeclaredDeviceGroup, declaredDeviceGroup } from "./ioa/arguments";
import { isUnknown, type Properties } from "./core/properties";
import { contentsOf, type NumbersState } from "./axg/contents";
import { CALL_CAP, planCalls, STRATEGIES } from "./axg/plan";
import { callsOfChange } from "./axg/summary";
import { parseNumbers } from "./axg/numberSet";
import { slices } from "./sets/memberSet";
import { deviceBatches } from "./ioa/batches";
import { bodyOf } from "./ioa/body";

/** How many calls a step makes where every one goes through at once. */
export interface CallCount {
  readonly count: number;
  /** Whether there may be more: what the cloud holds decides, or a value that is not known yet. */
  readonly isLeast: boolean;
}

/** The calls of a kind's steps, by the arguments and the state. A property that is not known stands there as `UNKNOWN`. */
export interface PlannedCalls {
  create(inputs: Properties): CallCount;
  /** @param state the outputs that the state has */
  update(state: Properties, inputs: Properties): CallCount;
  delete(state: Properties): CallCount;
}

const exactly = (count: number): CallCount => ({ count, isLeast: false });
const atLeast = (count: number): CallCount => ({ count, isLeast: true });

/** A count that an argument makes uncertain: `adopt` and `forceDestroy` act by what the cloud holds. */
const unless = (isUncertain: unknown, count: number): CallCount => ({
  count,
  isLeast: isUncertain !== undefined && isUncertain !== false,
});

const axgGroupNumbers: PlannedCalls = {
  create({ numbers, takeOver }) {
    if (typeof numbers !== "string" || isUnknown(numbers)) return atLeast(0);
    if (takeOver === true) return exactly(1);
    return exactly(planCalls([], parseNumbers(numbers), "incremental").length);
  },
  update(state, inputs) {
    const { strategy = "auto", takeOver } = inputs;
    // Unless it was taken over, others may have numbers in the group, and nothing is overwritten unasked.
    const isAlone = strategy !== "auto" || takeOver === true;
    return changeOfNumbers(state, isAlone ? inputs : { ...inputs, strategy: "incremental" });
  },
  delete(state) {
    const { numbers, compactNumbers, uncertain, compactUncertain } = state;
    if (isUnknown([numbers, compactNumbers])) return atLeast(0);
    const isOpen = isUnknown([uncertain, compactUncertain]);
    const contents = contentsOf(isOpen ? ({ numbers, compactNumbers } as NumbersState) : state);
    return unless(
      isOpen,
      [contents.held, ...contents.uncertain].flatMap((unit) => slices(unit, CALL_CAP)).length,
    );
  },
};

const axgGroup: PlannedCalls = {
  create({ numbers }) {
    if (typeof numbers !== "string" || isUnknown(numbers)) return atLeast(1);
    const further = parseNumbers(numbers).slice(CALL_CAP);
    return exactly(1 + planCalls([], further, "incremental").length);
  },
  update: changeOfNumbers,
  delete: () => exactly(1),
};

/** What an update says of itself in a preview also knows of updates that were killed, and goes before this. */
function changeOfNumbers(state: Properties, inputs: Properties): CallCount {
  const { numbers, strategy = "auto", takeOver } = inputs;
  const chosen = STRATEGIES.find((name) => name === strategy);
  const { numbers: held, compactNumbers, uncertain, compactUncertain } = state;
  const isHidden = isUnknown([held, compactNumbers, uncertain, compactUncertain, numbers]);
  if (isHidden || typeof numbers !== "string" || chosen === undefined) return atLeast(0);
  // Where others may have numbers in the group, nothing is overwritten unasked.
  const isShared = chosen === "auto" && "groupId" in inputs && takeOver !== true;
  const calls = callsOfChange({
    contents: contentsOf(state),
    intended: parseNumbers(numbers),
    strategy: isShared ? "incremental" : chosen,
  });
  return exactly(calls.length);
}

const deviceVirtualGroup: PlannedCalls = {
  create(inputs) {
    const declared = deviceGroupOf(inputs);
    if (declared === undefined) return atLeast(1);
    const isCreatable = isSameBody(declared, {
      ...declared,
      deviceBlacklist: undefined,
      deviceWhitelist: undefined,
    });
    const count = 1 + (isCreatable ? 0 : 1) + deviceBatches(undefined, declared.devices).length;
    return unless(declared.adopt, count);
  },
  update(state, inputs) {
    const made = deviceGroupOf(state);
    const declared = deviceGroupOf(inputs);
    if (made === undefined || declared === undefined) return atLeast(0);
    // Where an outcome is unknown, the devices are read before the change is planned.
    if (state["isUncertain"] === true) return atLeast(1);
    const batches = deviceBatches(made.devices, declared.devices);
    const isSame = isSameBody(made, declared) && batches.length === 0;
    return exactly(isSame ? 0 : 1 + batches.length);
  },
  delete: ({ creating }) => (creating === undefined ? exactly(1) : atLeast(0)),
};

function deviceGroupOf(properties: Properties): DeclaredDeviceGroup | undefined {
  if (isUnknown(properties)) return undefined;
  return declaredDeviceGroup.safeParse(properties).data;
}

function isSameBody(made: DeclaredDeviceGroup, declared: DeclaredDeviceGroup): boolean {
  return JSON.stringify(bodyOf(made)) === JSON.stringify(bodyOf(declared));
}

/** One call where one of these texts differs, besides others; one that is not known may or may not. */
function oneIfDiffers(
  state: Properties,
  inputs: Properties,
  names: readonly string[],
  others: number,
): CallCount {
  const differing = names.filter((name) => (state[name] ?? "") !== (inputs[name] ?? ""));
  const isCertain = differing.some((name) => !isUnknown([state[name], inputs[name]]));
  if (isCertain) return exactly(others + 1);
  const isOpen = names.some((name) => isUnknown([state[name], inputs[name]]));
  return isOpen ? atLeast(others) : exactly(others);
}

const apigGroup: PlannedCalls = {
  create: ({ adopt }) => unless(adopt, 1),
  update(state, inputs) {
    return state["isUncertain"] === true ? exactly(1) : oneIfDiffers(state, inputs, ["name", "remark"], 0);
  },
  // The group's APIs are looked for first.
  delete: ({ creating, forceDestroy }) => (creating === undefined ? unless(forceDestroy, 2) : atLeast(0)),
};

const ramGroup: PlannedCalls = {
  create: ({ adopt }) => unless(adopt, 1),
  update(state, inputs) {
    // The group is looked up first, be it under another name.
    if (state["renaming"] !== undefined) return atLeast(1);
    return oneIfDiffers(state, inputs, ["groupName", "comments"], 1);
  },
  // With forceDestroy members and policies are listed and taken out.
  delete: ({ creating, forceDestroy }) =>
    creating === undefined ? unless(forceDestroy, forceDestroy === true ? 4 : 2) : atLeast(0),
};

/** The calls of each kind of resource that makes some of its own accord. */
export const plannedCalls: Readonly<Record<string, PlannedCalls>> = {
  AxgGroupNumbers: axgGroupNumbers,
  AxgGroup: axgGroup,
  DeviceVirtualGroup: deviceVirtualGroup,
  ApigGroup: apigGroup,
  RamGroup: ramGroup,
};
