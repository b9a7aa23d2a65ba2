import { z } from "zod";

import { ioaRefusal } from "./refusals";
import type { ComplexRule, RuleItem } from "./ruleForm";

const ruleItem = z.strictObject({
  Key: z.string().optional(),
  Operate: z.string().optional(),
  Value: z.string().optional(),
  Values: z.array(z.string()).optional(),
});
const ruleExpression = z.strictObject({
  Items: z.array(ruleItem).optional(),
  Relation: z.string().optional(),
});
const simpleRule = z.strictObject({
  Expressions: z.array(ruleExpression).optional(),
  Relation: z.string().optional(),
});

/** The form of `AutoRules`; what it says is checked by `checkAutoRules`. */
export const complexRule: z.ZodType<ComplexRule> = z.strictObject({
  SimpleRules: z.array(simpleRule).optional(),
  Relation: z.string().optional(),
});

const KEYS = [
  ..."name ioausername username serialnum baseboardsn ip localiplist macaddr mid groupname os tags".split(
    " ",
  ),
  ..."riskcount criticalvullistcount strversion virusver vulver sysrepver hostname domainname".split(" "),
];
const EQUALITY = ["等于", "不等于"];
const OPERATIONS = [...EQUALITY, "包含", "不包含"];

/**
 * Checks what rules say: known fields and operations, and something to compare with.
 *
 * @throws Refusal
 */
export function checkAutoRules(rules: ComplexRule): void {
  for (const { Key = "", Operate = "", Value, Values = [] } of itemsOf(rules)) {
    if (!KEYS.includes(Key) && !/^profile_\d+$/.test(Key)) refuse(`there is no Key ${Key}`);
    const operations = Key === "criticalvullistcount" ? EQUALITY : OPERATIONS;
    if (!operations.includes(Operate)) refuse(`there is no Operate ${Operate} for ${Key}`);
    if ((Value ?? "") === "" && Values.length === 0) refuse(`${Key} ${Operate} compares with nothing`);
  }
}

/** Whether rules say nothing at all. */
export function saysNothing(rules: ComplexRule): boolean {
  return itemsOf(rules).length === 0;
}

function itemsOf({ SimpleRules = [] }: ComplexRule): RuleItem[] {
  return SimpleRules.flatMap(({ Expressions = [] }) => Expressions.flatMap(({ Items = [] }) => Items));
}

function refuse(reason: string): never {
  throw ioaRefusal("InvalidParameter.AutoRuleParameterError", `AutoRules: ${reason}`);
}
