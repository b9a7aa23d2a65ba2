import { z } from "zod";

import { type AutoRules, OsType, TimeType } from "../../domain/deviceGroup";
import { membersOf, repeatedIn } from "../../domain/memberText";

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

/** A set as text whose members must match; what is wrong is named one by one. */
function memberText(pattern: RegExp, rule: string): z.ZodOptional<z.ZodString> {
  return z
    .string()
    .superRefine((text, context) => {
      const { members, foreign } = membersOf(text);
      const wrong = [
        ...foreign.map(({ value }) => value),
        ...members.filter((member) => !pattern.test(member)),
      ];
      const say = (values: unknown[], what: string) => {
        if (values.length > 0)
          context.addIssue({
            code: "custom",
            message: `: ${values
              .slice(0, 5)
              .map((value) => JSON.stringify(value))
              .join(", ")} ${what}`,
          });
      };
      say(wrong, rule);
      say(repeatedIn(members), "must not stand more than once");
    })
    .optional();
}

const deviceIds = memberText(/^[1-9]\d{0,15}$/, "must be a device's id, a whole number above 0");

export const shape = {
  deviceVirtualGroupName: z.string().refine((name) => name.trim() !== "", "must not be blank"),
  description: z.string().optional(),
  osType: z.literal(Object.values(OsType)).optional(),
  timeType: z.literal(Object.values(TimeType)).optional(),
  autoMinute: z.int("must be a whole number of minutes").min(1, "must be at least 1 minute").optional(),
  // Without what says nothing, as a read gives them back.
  autoRules: complexRule.transform((rules) => normalizedRules(rules) ?? {}).optional(),
  deviceBlacklist: deviceIds,
  deviceWhitelist: deviceIds,
  devices: memberText(/^\S+$/, "must be a device's mid, without spaces"),
  domainInstanceId: z.string().min(1, "must not be empty").optional(),
  adopt: z.boolean().optional(),
};
export const declaredShape = z.object(shape);

/** The declared arguments, sets as text. */
export type Declared = z.infer<typeof declaredShape>;

/** Whether a group of this `timeType` is filled by its rules. */
export function isAutomatic(timeType: unknown): boolean {
  return (timeType ?? TimeType.Manual) !== TimeType.Manual;
}

/** What must hold between the arguments, as far as they are known. */
export function rulesAcross(known: Partial<Declared>): string[] {
  const problems: string[] = [];
  const { timeType = TimeType.Manual, autoMinute, devices } = known;
  if (timeType === TimeType.Custom && autoMinute === undefined)
    problems.push("autoMinute: is required with timeType 3 (custom)");
  if (timeType !== TimeType.Custom && autoMinute !== undefined) {
    problems.push(
      `autoMinute ${autoMinute}: goes with timeType 3 (custom) alone, and timeType is ${timeType}`,
    );
  }
  if (!isAutomatic(timeType)) {
    for (const name of ["autoRules", "deviceBlacklist", "deviceWhitelist"] as const) {
      if (known[name] !== undefined)
        problems.push(`${name}: is for automatic groups, and timeType is 0 (manual)`);
    }
  } else if (devices !== undefined) {
    problems.push(`devices: is for manual groups, and timeType is ${timeType}`);
  }
  const black = new Set(membersOf(known.deviceBlacklist ?? "").members);
  const both = membersOf(known.deviceWhitelist ?? "").members.filter((id) => black.has(id));
  if (both.length > 0)
    problems.push(
      `deviceBlacklist, deviceWhitelist ${both.slice(0, 5).join(", ")}: must not stand in both lists`,
    );
  return problems;
}

/**
 * The body of a Create or Modify: the whole desired state, since no document says what a left-out field does.
 *
 * @param before what the group is made by so far: what it had and is no longer declared is sent empty, which clears it
 */
export function bodyOf(declared: Declared, before?: Declared): Record<string, unknown> {
  const { timeType = TimeType.Manual } = declared;
  const body: Record<string, unknown> = {
    DeviceVirtualGroupName: declared.deviceVirtualGroupName,
    Description: declared.description ?? "",
    OsType: declared.osType ?? OsType.Windows,
    TimeType: timeType,
    AutoMinute: declared.autoMinute ?? 0,
  };
  if (declared.domainInstanceId !== undefined) body["DomainInstanceId"] = declared.domainInstanceId;
  if (!isAutomatic(timeType)) return body;
  if (declared.autoRules !== undefined || before?.autoRules !== undefined) {
    body["AutoRules"] = capitalized(declared.autoRules ?? { simpleRules: [] });
  }
  const lists = { DeviceBlacklist: "deviceBlacklist", DeviceWhitelist: "deviceWhitelist" } as const;
  for (const [field, name] of Object.entries(lists)) {
    const declaredList = declared[name];
    if (declaredList ?? before?.[name]) body[field] = membersOf(declaredList ?? "").members.map(Number);
  }
  return body;
}

/** The arguments that a group had something in and that are no longer declared, so that `bodyOf` sends them empty. */
export function clearedBy(declared: Declared, before: Declared): string[] {
  const names = ["description", "autoRules", "deviceBlacklist", "deviceWhitelist"] as const;
  return names.filter((name) => before[name] && !declared[name]);
}

/** `simpleRules` becomes `SimpleRules`, all the way down. */
function capitalized(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(capitalized);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([key, inner]) => [key.charAt(0).toUpperCase() + key.slice(1), capitalized(inner)]),
  );
}

/** Rules in the arguments' names, without what says nothing: empty relations and stray members. */
export function normalizedRules(rules: unknown): AutoRules | undefined {
  const parsed = complexRule.safeParse(uncapitalized(rules));
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

function uncapitalized(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(uncapitalized).filter((inner) => !isEmpty(inner));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key.charAt(0).toLowerCase() + key.slice(1), uncapitalized(inner)] as const)
      .filter(([key, inner]) => RULE_KEYS.has(key) && inner !== "" && !isEmpty(inner)),
  );
}

/** Null, or an object or array with nothing in it. */
function isEmpty(value: unknown): boolean {
  return typeof value === "object" && (value === null || Object.keys(value).length === 0);
}
