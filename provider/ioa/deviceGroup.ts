/** `osType`: the operating system whose devices a group holds. */
export const OsType = {
  /** Every operating system. */
  All: -1,
  /** Windows. */
  Windows: 0,
  /** Linux. */
  Linux: 1,
  /** macOS. */
  MacOS: 2,
  /** Windows Server. */
  WindowsServer: 3,
  /** Android. */
  Android: 4,
  /** iOS. */
  iOS: 5,
} as const;
/** A value of `OsType`. */
export type OsType = (typeof OsType)[keyof typeof OsType];

/** `timeType`: how devices get into a group, by hand or by its rules at these times. */
export const TimeType = {
  /** By hand. */
  Manual: 0,
  /** By rules, every hour. */
  Hourly: 1,
  /** By rules, every day. */
  Daily: 2,
  /** By rules, every `autoMinute` minutes. */
  Custom: 3,
} as const;
/** A value of `TimeType`. */
export type TimeType = (typeof TimeType)[keyof typeof TimeType];

/** One condition on a device: a property of it, compared with a value or several. */
export interface RuleItem {
  /** The device's property, such as `hostname`, `mid`, `ip` or `tags`. */
  key?: string | undefined;
  /** How it is compared: `等于` (equals), `不等于` (does not equal), `包含` (contains) or `不包含` (does not contain). */
  operate?: string | undefined;
  /** What it is compared with. */
  value?: string | undefined;
  /** Several values, in the place of `value`. */
  values?: string[] | undefined;
}

/** Conditions, and how they are related. */
export interface RuleExpression {
  /** The conditions. */
  items?: RuleItem[] | undefined;
  /** `并且`: all must hold; `或者`: any. */
  relation?: string | undefined;
}

/** Expressions, and how they are related. */
export interface SimpleRule {
  /** The expressions. */
  expressions?: RuleExpression[] | undefined;
  /** `并且`: all must hold; `或者`: any. */
  relation?: string | undefined;
}

/** The rules that an automatic group is filled by (the API's ComplexRule). */
export interface AutoRules {
  /** The rules. */
  simpleRules?: SimpleRule[] | undefined;
  /** `并且`: all must hold; `或者`: any. */
  relation?: string | undefined;
}
