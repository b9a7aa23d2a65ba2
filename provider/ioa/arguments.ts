import { z } from "zod";

import { OsType, TimeType } from "./deviceGroup";
import { quote } from "../core/visible";
import { decodeSet, findRepeated } from "../sets/memberText";
import { adoptArgument, type ArgumentRules, memberIssue, type SetMembers, withMetadata } from "../core/check";

const relation = z.string().optional().describe("`并且`: all must hold; `或者`: any.");
const item = z
  .strictObject({
    key: z.string().optional().describe("The device's property, such as `hostname`, `mid`, `ip` or `tags`."),
    operate: z
      .string()
      .optional()
      .describe(
        "How it is compared: `等于` (equals), `不等于` (does not equal), `包含` (contains) or `不包含` (does not contain).",
      ),
    value: z.string().optional().describe("What it is compared with."),
    values: z.array(z.string()).optional().describe("Several values, in the place of `value`."),
  })
  .meta({
    title: "RuleItem",
    description: "One condition on a device: a property of it, compared with a value or several.",
  });
const expression = z
  .strictObject({ items: z.array(item).optional().describe("The conditions."), relation })
  .meta({ title: "RuleExpression", description: "Conditions, and how they are related." });
const simpleRule = z
  .strictObject({ expressions: z.array(expression).optional().describe("The expressions."), relation })
  .meta({ title: "SimpleRule", description: "Expressions, and how they are related." });
const complexRule = z
  .strictObject({ simpleRules: z.array(simpleRule).optional().describe("The rules."), relation })
  .meta({ title: "AutoRules" });

/** A set as text. Each member must match; wrong members are listed. */
function memberText(members: SetMembers, description: string): z.ZodOptional<z.ZodString> {
  const { pattern, rule } = members;
  const text = z
    .string()
    .superRefine((text, context) => {
      const { members, foreign } = decodeSet(text);
      const wrong = [
        ...foreign.map(({ value }) => value),
        ...members.filter((member) => !pattern.test(member)),
      ];
      const report = (values: unknown[], what: string) => {
        if (values.length === 0) return;
        const shown = values.slice(0, 5).map(quote);
        context.addIssue(memberIssue(`${shown.join(", ")} ${what}`, `each ${what}`));
      };
      report(wrong, rule);
      report(findRepeated(members), "must not be repeated");
    })
    .optional()
    .describe(description);
  return withMetadata(text, { members });
}

function deviceIds(description: string): z.ZodOptional<z.ZodString> {
  const rule = "must be a device id, a whole number above 0";
  return memberText({ type: "digits", areNumbers: true, pattern: /^[1-9]\d{0,15}$/, rule }, description);
}

export const deviceVirtualGroupShape = {
  deviceVirtualGroupName: withMetadata(
    z.string().min(1, "must not be blank").describe("The group's name: unique, not blank. Renamed in place."),
    { text: "trimmed" },
  ),
  description: withMetadata(
    z.string().optional().describe("What the group is for. Default: none. Removing it clears it."),
    { text: "trimmed", output: "The description that was last declared: no API returns it." },
  ),
  osType: withMetadata(
    z
      .literal(Object.values(OsType))
      .optional()
      .describe("The operating system of the devices. Default: Windows."),
    { names: OsType, replaces: true },
  ),
  timeType: withMetadata(
    z
      .literal(Object.values(TimeType))
      .optional()
      .describe("When the rules run. Default: `Manual`, which is never."),
    {
      names: TimeType,
      replaces: {
        when: "between manual and the others",
        isNeeded: (before, after) => isAutomatic(before) !== isAutomatic(after),
      },
    },
  ),
  autoMinute: z
    .int("must be a whole number of minutes")
    .min(1, "must be at least 1 minute")
    .optional()
    .describe(
      "Minutes between two runs of the rules: a whole number, at least 1. Required with `Custom` as `timeType`, and not allowed without it.",
    ),
  // Without empty parts, as a read returns them.
  autoRules: complexRule
    .transform((rules) => normalizeRules(rules) ?? {})
    .optional()
    .describe(
      "The rules that an automatic group is filled by (the API's ComplexRule). Default: none. Removing them clears them.",
    ),
  deviceBlacklist: deviceIds(
    "Ids of devices that an automatic group never holds: whole numbers above 0, each once, and in one of the two lists only. Order does not matter. Default: none.",
  ),
  deviceWhitelist: deviceIds(
    "Ids of devices that an automatic group always holds, with the same rules. Default: none.",
  ),
  devices: memberText(
    {
      type: "text",
      pattern: /^(?!#)\S+$/,
      rule: "must be a device mid, without spaces and with no # in front",
    },
    "Mids of the devices of a manual group, without spaces, each once. Order does not matter. Default: the group's devices are left alone.",
  ),
  domainInstanceId: withMetadata(
    z
      .string()
      .min(1, "must not be empty")
      .optional()
      .describe("The id of the management domain. Default: the root domain, which iOA chooses."),
    { text: "trimmed", replaces: true },
  ),
  adopt: adoptArgument("set what is declared and clear the rest"),
};
export const declaredDeviceGroup = z.object(deviceVirtualGroupShape);

/** The declared arguments, sets as text. */
export type DeclaredDeviceGroup = z.infer<typeof declaredDeviceGroup>;

/** The arguments of DeviceVirtualGroup: iOA 2022-06-01, Create- and ModifyDeviceVirtualGroup. */
export const deviceVirtualGroupRules: ArgumentRules<typeof deviceVirtualGroupShape> = {
  shapeFor: () => deviceVirtualGroupShape,
  across: checkAcross,
  identity: {
    names: ["domainInstanceId", "osType", "deviceVirtualGroupName"],
    defaults: { osType: OsType.Windows },
  },
};

/** Whether rules fill a group of this `timeType`. */
export function isAutomatic(timeType: unknown): boolean {
  return (timeType ?? TimeType.Manual) !== TimeType.Manual;
}

/** Checks the arguments against each other, as far as they are known. */
function checkAcross(
  known: Partial<DeclaredDeviceGroup>,
  show: (name: string, value: unknown) => string,
): string[] {
  const problems: string[] = [];
  const { timeType = TimeType.Manual, autoMinute, devices } = known;
  const shownType = show("timeType", timeType === TimeType.Manual ? "0 (manual)" : timeType);
  if (timeType === TimeType.Custom && autoMinute === undefined)
    problems.push(`autoMinute: is required with timeType ${show("timeType", "3 (custom)")}`);
  if (timeType !== TimeType.Custom && autoMinute !== undefined) {
    problems.push(
      `autoMinute ${autoMinute}: is only for timeType 3 (custom), but timeType is ${show("timeType", timeType)}`,
    );
  }
  if (!isAutomatic(timeType)) {
    for (const name of ["autoRules", "deviceBlacklist", "deviceWhitelist"] as const) {
      if (known[name] !== undefined)
        problems.push(`${name}: is only for automatic groups, but timeType is ${shownType}`);
    }
  } else if (devices !== undefined) {
    problems.push(`devices: is only for manual groups, but timeType is ${shownType}`);
  }
  const black = new Set(decodeSet(known.deviceBlacklist ?? "").members);
  const both = decodeSet(known.deviceWhitelist ?? "").members.filter((id) => black.has(id));
  if (both.length > 0)
    problems.push(
      `deviceBlacklist, deviceWhitelist ${both.slice(0, 5).join(", ")}: must not be in both lists`,
    );
  return problems;
}

/** Rules with the arguments' names, without empty relations and unknown members. */
export function normalizeRules(rules: unknown): z.infer<typeof complexRule> | undefined {
  const parsed = complexRule.safeParse(uncapitalize(rules));
  return parsed.success && Object.keys(parsed.data).length > 0 ? parsed.data : undefined;
}

const RULE_KEYS = new Set([
  "simpleRules",
  "expressions",
  "items",
  "key",
  "operate",
  "value",
  "values",
  "relation",
]);

function uncapitalize(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(uncapitalize).filter((inner) => !isEmpty(inner));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key.charAt(0).toLowerCase() + key.slice(1), uncapitalize(inner)] as const)
      .filter(([key, inner]) => RULE_KEYS.has(key) && inner !== "" && !isEmpty(inner)),
  );
}

/** Null, or an object or array with nothing in it. */
function isEmpty(value: unknown): boolean {
  return typeof value === "object" && (value === null || Object.keys(value).length === 0);
}
