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
