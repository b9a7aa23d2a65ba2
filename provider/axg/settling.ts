import type { GroupContents } from "./ledger";
import { type AxgCall, CALL_CAP, planCalls, type Strategy } from "./plan";
import { ascending } from "../sets/memberText";
import type { NumberSet } from "./numberSet";
import { isIn, setUnion, slices } from "../sets/memberSet";

/**
 * The one call that makes a group with uncertain numbers what is declared, whatever it held, where the strategy has one and the
 * group is at most 200.
 *
 * @throws PlanError
 */
export function settlingCall(
  { held, uncertain }: GroupContents,
  declared: NumberSet,
  strategy: Strategy,
): AxgCall | undefined {
  if (uncertain.length === 0) return undefined;
  const [only, ...others] = planCalls(held, declared, strategy, { uncertain: uncertain.flat() });
  return only?.operateType === "overwriteNumbers" && others.length === 0 ? only : undefined;
}

/**
 * The plan, and with it what settles uncertain numbers: those that shall stay are added, the others deleted. They go out in their
 * units, since a call that mixes them with others may have to be halved. Numbers that are certainly absent go first: where the cloud takes no
 * additions at all, that shows before anything is done to find out about uncertain ones. Nothing is deleted before everything is added.
 *
 * @throws PlanError
 */
export function settlingPlan(
  { held, uncertain }: GroupContents,
  declared: NumberSet,
  strategy: Strategy,
): AxgCall[] {
  // After a killed update there may be thousands of units, so that none is compared with all that is declared.
  const staying = uncertain.map((unit) => unit.filter((number) => isIn(declared, number)));
  const leaving = uncertain.map((unit) => unit.filter((number) => !isIn(declared, number)));
  const wanted = staying.flatMap((numbers) => callsOf("addNumbers", numbers));
  const unwanted = leaving.flatMap((numbers) => callsOf("deleteNumbers", numbers));
  const settled = staying.flat().sort(ascending);
  const plan = planCalls(setUnion(held, settled), declared, strategy);
  // An overwrite needs a group of at most 200, so that what is unwanted goes before it.
  const overwrites = plan.some(({ operateType }) => operateType === "overwriteNumbers");
  const additions = overwrites ? [] : plan.filter(({ operateType }) => operateType === "addNumbers");
  return [...additions, ...wanted, ...unwanted, ...plan.slice(additions.length)];
}

/** Calls of one kind that carry all of these numbers. */
export function callsOf(operateType: AxgCall["operateType"], numbers: NumberSet): AxgCall[] {
  return slices(numbers, CALL_CAP).map((part) => ({ operateType, numbers: part }));
}
