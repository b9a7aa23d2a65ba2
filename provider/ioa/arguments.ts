import { z } from "zod";

import { type AutoRules, OsType, TimeType } from "./deviceGroup";
import { quote } from "../core/visible";
import { decodeSet, findRepeated } from "../sets/memberText";
import { adopt, type ArgumentRules, memberIssue, type SetMembers, withMetadata } from "../core/check";

const item = z.strictObject({
  key: z.string().optional(),
  operate: z.string().optional(),
  value: z.string().optional(),
  values: z.array(z.string()).optional(),
});
const expression = z.strictObject({ items: z.array(item).optional(), relation: z.string().optional() });
const simpleRule = z.strictObject({
  expressions: z.array(expression).optional(),
  relation: z.string().optional(),
});
const complexRule = z.strictObject({
  simpleRules: z.array(simpleRule).optional(),
  relation: z.string().optional(),
});

/** A set as text. Each member must match; wrong members are listed. */
function memberText(
  type: SetMembers["type"],
  pattern: RegExp,
  rule: string,
  description: string,
): z.ZodOptional<z.ZodString> {
  const members: SetMembers = { type, pattern, rule };
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
  return memberText("digits", /^[1-9]\d{0,15}$/, "must be a device id, a whole number above 0", description);
}

export const deviceVirtualGroupShape = {
  deviceVirtualGroupName: withMetadata(
    z.string().min(1, "must not be blank").describe("The group's name, unique. Renamed in place"),
    { text: "trimmed" },
  ),
  description: withMetadata(z.string().optional().describe("What the group is for. Removing it clears it"), {
    text: "trimmed",
  }),
  osType: withMetadata(
    z
      .literal(Object.values(OsType))
      .optional()
      .describe(
        "The devices' operating system: 0 Windows (default), 1 Linux, 2 macOS, 3 Windows Server, 4 Android, 5 iOS, -1 all. A change replaces the group",
      ),
    { names: OsType },
  ),
  timeType: withMetadata(
    z
      .literal(Object.values(TimeType))
      .optional()
      .describe(
        "When the rules run: 0 manual (default, never), 1 hourly, 2 daily, 3 custom. Between 0 and the others a change replaces the group",
      ),
    { names: TimeType },
  ),
  autoMinute: z
    .int("must be a whole number of minutes")
    .min(1, "must be at least 1 minute")
    .optional()
    .describe("Minutes between two runs of the rules: with timeType 3 alone, and required there"),
  // Without empty parts, as a read returns them.
  autoRules: complexRule
    .transform((rules) => normalizeRules(rules) ?? {})
    .optional()
    .describe("The rules of an automatic group"),
  deviceBlacklist: deviceIds("Ids of devices that an automatic group never holds"),
  deviceWhitelist: deviceIds("Ids of devices that an automatic group always holds"),
  devices: memberText(
    "text",
    /^(?!#)\S+$/,
    "must be a device mid, without spaces and with no # in front",
    "Mids of the devices of a manual group. Default: the group's devices are left alone",
  ),
  domainInstanceId: withMetadata(
    z
      .string()
      .min(1, "must not be empty")
      .optional()
      .describe("The management domain. A change replaces the group"),
    { text: "trimmed" },
  ),
  adopt,
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
export function normalizeRules(rules: unknown): AutoRules | undefined {
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
