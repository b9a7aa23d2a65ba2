const TAKEN_ON = "taken on";

/** What a preview says of a group whose creation has an unknown outcome. */
export function unsettledText(isSame: boolean): string {
  return `its creation has an unknown outcome: what it made is looked up and ${isSame ? TAKEN_ON : "deleted"}`;
}

/** Whether a text is the one of a group that is taken on: the replacement that Pulumi announces then makes no other one. */
export function isTakenOn(text: string): boolean {
  return text.includes(unsettledText(true));
}
