import type { RpcOperation } from "../alibaba/gateway";
import { optional, required } from "../alibaba/parameters";
import type { Context, Parameters } from "../api";
import type { Settings } from "../settings";
import { characterCount } from "../text";
import type { AxgGroup, Pool } from "./data";
import { NUMBERS_PER_CALL, type NumberList, parseNumbers, refusal } from "./numbers";

/** The three operations on AXG groups: there is none that reads. */
export const dyplsOperations: ReadonlyMap<string, RpcOperation> = new Map([
  ["CreateAxgGroup", { writes: true, run: createAxgGroup }],
  ["OperateAxgGroup", { writes: true, run: operateAxgGroup }],
  ["DeleteAxgGroup", { writes: true, run: deleteAxgGroup }],
]);

type Result = Readonly<Record<string, unknown>>;

function findPool({ data }: Context, key: string): Pool {
  const pool = data.dypls.pools.get(key);
  if (pool === undefined) throw refusal("isv.POOLKEY_NOT_EXISTS", `the pool ${key} does not exist`);
  if (pool.type !== "AXG") throw refusal("isv.FORBIDDEN_ACTION", `the pool ${key} is not of type AXG`);
  return pool;
}

function parseGroupId(text: string): string {
  if (!/^\d{1,19}$/.test(text) || BigInt(text) > 0x7fff_ffff_ffff_ffffn)
    throw refusal("isv.INVALID_PARAMETERS", "GroupId is not a long integer");
  return String(BigInt(text));
}

function createAxgGroup(context: Context, parameters: Parameters): Result {
  const { data, settings } = context;
  const key = required(parameters, "PoolKey");
  const name = limited(parameters, "Name", settings.axgNameMaxLength);
  const remark = limited(parameters, "Remark", settings.axgRemarkMaxLength) ?? "";
  const given = optional(parameters, "Numbers");
  const numbers = given === undefined ? { good: [], refusal: undefined } : parseNumbers(given, settings);
  if (numbers.refusal !== undefined) throw numbers.refusal;
  const pool = findPool(context, key);
  if (pool.groups.size >= settings.axgMaxGroups)
    throw refusal("isv.FORBIDDEN_ACTION", `a pool holds at most ${settings.axgMaxGroups} groups`);
  if (settings.axgRepeatedName === "refuse" && [...pool.groups.values()].some((group) => group.name === name))
    throw refusal(settings.axgUndocumentedCode, `another group is named ${name ?? ""}`);
  const id = data.dypls.nextGroupId++;
  const group = {
    id: String(id),
    name: name ?? String(id),
    remark,
    numbers: new Set(numbers.good),
    bound: false,
  };
  pool.groups.set(group.id, group);
  return { GroupId: id };
}

function limited(parameters: Parameters, name: string, maximum: number): string | undefined {
  const value = optional(parameters, name);
  if (value !== undefined && characterCount(value) > maximum)
    throw refusal("isv.INVALID_PARAMETERS", `${name} is longer than ${maximum} characters`);
  return value;
}

function operateAxgGroup(context: Context, parameters: Parameters): Result {
  const { settings } = context;
  const [key, id] = [required(parameters, "PoolKey"), required(parameters, "GroupId")];
  const type = required(parameters, "OperateType");
  const text = required(parameters, "Numbers");
  const operate = OPERATE_TYPES.get(type);
  if (operate === undefined) throw refusal("isv.ILLEGAL_ARGUMENT", `there is no OperateType ${type}`);
  const groupId = parseGroupId(id);
  const numbers = parseNumbers(text, settings);
  const group = findPool(context, key).groups.get(groupId);
  if (group === undefined) throw refusal(settings.axgAbsentGroupCode, `the group ${groupId} does not exist`);
  if (settings.axgEmptyGroup === "refuse" && group.numbers.size === 0)
    throw refusal(settings.axgUndocumentedCode, `the group ${groupId} holds no numbers`);
  const change = operate(group, numbers, settings);
  if (change.refusal === undefined) {
    change.apply();
    return {};
  }
  const partly = settings.axgRefusal === "partial" && change.good > 0;
  if (partly) change.apply();
  throw refusal(change.refusal.code, change.refusal.message, partly);
}

/** What an OperateAxgGroup would do with its good numbers, and why it is refused if it is. */
interface Change {
  readonly good: number;
  readonly refusal: { readonly code: string; readonly message: string } | undefined;
  apply(): void;
}

const OPERATE_TYPES = new Map<string, (group: AxgGroup, numbers: NumberList, settings: Settings) => Change>([
  ["addNumbers", addNumbers],
  ["deleteNumbers", deleteNumbers],
  ["overwriteNumbers", overwriteNumbers],
]);

function addNumbers(group: AxgGroup, numbers: NumberList, settings: Settings): Change {
  const held =
    settings.axgRepeatedAdd === "refuse" ? numbers.good.filter((number) => group.numbers.has(number)) : [];
  const good = numbers.good.filter((number) => !held.includes(number));
  const size = group.numbers.union(new Set(good)).size;
  return {
    good: good.length,
    refusal:
      numbers.refusal ??
      undocumented(held, "in the group already", settings) ??
      tooMany(group.id, size, settings),
    apply: () => {
      for (const number of good) group.numbers.add(number);
    },
  };
}

function deleteNumbers(group: AxgGroup, numbers: NumberList, settings: Settings): Change {
  const held = numbers.good.filter((number) => group.numbers.has(number));
  if (settings.axgLastNumber === "refuse" && held.length > 0 && held.length === group.numbers.size)
    throw refusal(settings.axgUndocumentedCode, "a group must hold one number at least");
  const absent =
    settings.axgAbsentDelete === "refuse" ? numbers.good.filter((number) => !group.numbers.has(number)) : [];
  return {
    good: held.length,
    refusal: numbers.refusal ?? undocumented(absent, "not in the group", settings),
    apply: () => {
      for (const number of held) group.numbers.delete(number);
    },
  };
}

function overwriteNumbers(group: AxgGroup, numbers: NumberList, settings: Settings): Change {
  if (group.numbers.size > NUMBERS_PER_CALL)
    throw refusal(
      "isv.ILLEGAL_ARGUMENT",
      `a group of more than ${NUMBERS_PER_CALL} numbers cannot be overwritten`,
    );
  return {
    good: numbers.good.length,
    refusal: numbers.refusal ?? tooMany(group.id, numbers.good.length, settings),
    apply: () => {
      group.numbers = new Set(numbers.good);
    },
  };
}

function undocumented(numbers: readonly string[], reason: string, settings: Settings): Change["refusal"] {
  if (numbers.length === 0) return undefined;
  return { code: settings.axgUndocumentedCode, message: `${reason}: ${numbers.join(",")}` };
}

function tooMany(id: string, size: number, settings: Settings): Change["refusal"] {
  const { axgMaxNumbers, axgUndocumentedCode } = settings;
  if (axgMaxNumbers === 0 || size <= axgMaxNumbers) return undefined;
  return { code: axgUndocumentedCode, message: `the group ${id} holds at most ${axgMaxNumbers} numbers` };
}

function deleteAxgGroup(context: Context, parameters: Parameters): Result {
  const { settings } = context;
  const [key, id] = [required(parameters, "PoolKey"), required(parameters, "GroupId")];
  const groupId = parseGroupId(id);
  const pool = findPool(context, key);
  const group = pool.groups.get(groupId);
  if (group === undefined)
    throw refusal(settings.axgDeleteAbsentGroupCode, `the group ${groupId} does not exist`);
  if (group.bound) throw refusal(settings.axgBoundGroupCode, `the group ${groupId} has bindings`);
  pool.groups.delete(groupId);
  return { Message: "SUCCESS" };
}
