/** `osType`: the operating system whose devices a group holds. */
export const OsType = {
  All: -1,
  Windows: 0,
  Linux: 1,
  MacOS: 2,
  WindowsServer: 3,
  Android: 4,
  iOS: 5,
} as const;
export type OsType = (typeof OsType)[keyof typeof OsType];

/** `timeType`: how devices get into a group, by hand or by its rules at these times. */
export const TimeType = { Manual: 0, Hourly: 1, Daily: 2, Custom: 3 } as const;
export type TimeType = (typeof TimeType)[keyof typeof TimeType];

/** One condition: a property of a device, such as `mid` or `ip`, compared (`等于`, `不等于`, `包含`, `不包含`) with a value or several. */
export interface RuleItem {
  key?: string | undefined;
  operate?: string | undefined;
  value?: string | undefined;
  values?: string[] | undefined;
}

/** Conditions, related by `并且` (all) or `或者` (any). */
export interface RuleExpression {
  items?: RuleItem[] | undefined;
  relation?: string | undefined;
}

/** Expressions, related likewise. */
export interface SimpleRule {
  expressions?: RuleExpression[] | undefined;
  relation?: string | undefined;
}

/** The rules that an automatic group is filled by (the API's ComplexRule). */
export interface AutoRules {
  simpleRules?: SimpleRule[] | undefined;
  relation?: string | undefined;
}
