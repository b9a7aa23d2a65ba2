/** A condition on one field of a device. */
export interface RuleItem {
  readonly Key?: string | undefined;
  /** 等于, 不等于, 包含 or 不包含. */
  readonly Operate?: string | undefined;
  readonly Value?: string | undefined;
  readonly Values?: readonly string[] | undefined;
}

/** Conditions and how they combine. */
export interface RuleExpression {
  readonly Items?: readonly RuleItem[] | undefined;
  readonly Relation?: string | undefined;
}

/** Expressions and how they combine. */
export interface SimpleRule {
  readonly Expressions?: readonly RuleExpression[] | undefined;
  readonly Relation?: string | undefined;
}

/** What makes a device a member of an automatic group, as the API writes it. */
export interface ComplexRule {
  readonly SimpleRules?: readonly SimpleRule[] | undefined;
  readonly Relation?: string | undefined;
}
