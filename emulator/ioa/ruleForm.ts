/** A condition on one field of a device. */
export interface RuleItem {
  /** The field, such as `hostname`. */
  readonly Key?: string | undefined;
  /** 等于, 不等于, 包含 or 不包含. */
  readonly Operate?: string | undefined;
  /** What it is compared with. */
  readonly Value?: string | undefined;
  /** Several values, in the place of `Value`. */
  readonly Values?: readonly string[] | undefined;
}

/** Conditions and how they combine. */
export interface RuleExpression {
  /** The conditions. */
  readonly Items?: readonly RuleItem[] | undefined;
  /** 并且 (all) or 或者 (any). */
  readonly Relation?: string | undefined;
}

/** Expressions and how they combine. */
export interface SimpleRule {
  /** The expressions. */
  readonly Expressions?: readonly RuleExpression[] | undefined;
  /** 并且 (all) or 或者 (any). */
  readonly Relation?: string | undefined;
}

/** What makes a device a member of an automatic group, as the API writes it. */
export interface ComplexRule {
  /** The rules. */
  readonly SimpleRules?: readonly SimpleRule[] | undefined;
  /** 并且 (all) or 或者 (any). */
  readonly Relation?: string | undefined;
}
