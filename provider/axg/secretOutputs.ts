/** What only a failure leaves in the state of a group has no input to take its secrecy from, so that it is always kept as a secret. */
export const NUMBERS_SECRETS = ["uncertain", "compactNumbers", "compactUncertain", "__refused"] as const;

/** The same for what a journal has of its group's numbers. */
export const JOURNAL_SECRETS = ["record"] as const;
