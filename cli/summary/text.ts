import { maskNumbersIn } from "../../provider/core/mask";
import { pluralGrouped, formatCount } from "../../provider/core/plurals";
import { type Action, changesOf, otherCautions, type ResourceChange } from "./changes";
import { type GroupChange, groupChangeOf } from "./groups";
import { block, code, heading, NAME_LENGTH } from "./markdown";
import type { Diagnostic, Preview } from "./preview";
import { sectionOf } from "./section";
import { componentUrnOf, partsOf, STACK_TYPE } from "../types";
import { cautionOf, type Gate, GATES, moveWarnings, type Warning, warningsOf } from "./warnings";

/** How a text is made. */
export interface TextOptions {
  readonly failOn: readonly Gate[];
  /** How much of a group's numbers may be deleted without a warning, in percent. */
  readonly deletionShare: number;
  /** In characters. */
  readonly maxLength: number;
  readonly title?: string | undefined;
}

/** A text, and whether `failOn` names something that is in it. */
export interface Summary {
  readonly text: string;
  readonly isFailed: boolean;
}

/** What is kept free for the line that counts the groups left out, and for the one that counts warnings left out. */
const LAST_LINE = 150;

/** A text that never becomes longer than it may be. */
class BoundedText {
  private readonly parts: string[] = [];
  private length = 0;

  constructor(private readonly limit: number) {}

  /** Adds a part, an empty line before it, unless it does not fit with so much kept free. */
  add(part: string, free = 0): boolean {
    const needed = part.length + 2;
    if (this.length + needed + free > this.limit) return false;
    this.parts.push(part);
    this.length += needed;
    return true;
  }

  /** How many characters still fit. */
  get room(): number {
    return this.limit - this.length;
  }

  toString(): string {
    return this.parts.join("\n\n") + "\n";
  }
}

/** The summary of a preview that went through. */
export function summaryOf(preview: Preview, options: TextOptions): Summary {
  const changes = changesOf(preview);
  const groups = changes.filter(({ role }) => role === "group").map(groupChangeOf);
  const others = otherCautions(preview).map(({ urn, message }) => cautionOf(message.trim(), nameOf(urn)));
  const warnings = [
    ...groups.flatMap((group) => warningsOf(group, options.deletionShare)),
    ...moveWarnings(groups),
    ...others,
  ];
  const failing = warnings.filter(({ gate }) => gate !== undefined && options.failOn.includes(gate));
  const text = new BoundedText(options.maxLength);
  text.add(`## ${titleOf(preview, options)}`);
  text.add(countsText(groups, changes, preview));
  if (failing.length > 0) text.add(failureText(failing, options.failOn));
  addWarnings(text, warnings, Math.min(options.maxLength / 2, text.room - LAST_LINE));
  addSections(text, groups);
  return { text: text.toString(), isFailed: failing.length > 0 };
}

/** What a diagnostic is about, unless it is about the whole stack. */
function nameOf(urn: string | undefined): string | undefined {
  if (urn === undefined || urn === "" || partsOf(urn).type === STACK_TYPE) return undefined;
  return code(partsOf(urn).name, NAME_LENGTH);
}

/** What is said of a preview that failed: nothing of it is what an update would do. */
export function failureOf(preview: Preview, errors: readonly Diagnostic[], options: TextOptions): string {
  const text = new BoundedText(options.maxLength);
  text.add(`## ${titleOf(preview, options)}`);
  text.add(
    `**The preview failed** with ${pluralGrouped(errors.length, "error")}, so that it does not show what the update would do.`,
  );
  let shown = 0;
  for (const { urn, message } of errors) {
    const of = urn === undefined ? "" : `${code(partsOf(urn).name, NAME_LENGTH)}:\n\n`;
    if (!text.add(of + block(linesOf(message), "", ERROR_LENGTH), LAST_LINE)) break;
    shown++;
  }
  if (shown < errors.length) text.add(`and ${pluralGrouped(errors.length - shown, "further error")}`);
  return text.toString();
}

/** What is said where Pulumi printed no preview at all, so that a comment is not empty, and not the one of an earlier push. */
export function noPreviewText({ title }: Pick<TextOptions, "title">): string {
  return (
    `## ${title === undefined ? "Groups" : heading(title)}\n\n` +
    "**There is no preview**: Pulumi stopped before it printed one. See the job's log: the state may be locked or unreachable, " +
    "its passphrase wrong, or the program unable to start.\n"
  );
}

/** How many lines of an error are shown. */
const ERROR_LINES = 12;
/** How long one of them may be, in characters: what to do about it stands at its end. */
const ERROR_LENGTH = 600;
// oxlint-disable-next-line no-control-regex -- the colours that programs print
const COLOURS = /\u001b\[[\d;]*m/g;

function linesOf(message: string): string[] {
  const lines = maskNumbersIn(message.replace(COLOURS, "").trim()).split(/\r?\n/);
  const more = lines.length - ERROR_LINES;
  return more > 0 ? [...lines.slice(0, ERROR_LINES), `and ${pluralGrouped(more, "further line")}`] : lines;
}

function titleOf({ steps }: Preview, { title }: TextOptions): string {
  if (title !== undefined) return heading(title);
  const [first] = steps;
  if (first === undefined) return "Groups";
  const { project, stack } = partsOf(first.urn);
  return `Groups of ${code(`${project}/${stack}`, NAME_LENGTH)}`;
}

function countsText(
  groups: readonly GroupChange[],
  changes: readonly ResourceChange[],
  { changeSummary }: Preview,
): string {
  const count = countIn(groups.map(({ change }) => change));
  const listed = changes.filter(({ action }) => action === "unchanged").length;
  // The stack itself is one that never changes. The others have no step, so that nobody can tell what they are.
  const hidden = Math.max(0, (changeSummary["same"] ?? 0) - listed - hiddenComponents(changes) - 1);
  const unchanged = hidden > 0 ? "" : `, ${formatCount(count("unchanged"))} unchanged`;
  const rare = (["released", "other", "read"] as const)
    .filter((action) => count(action) > 0)
    .map((action) => `, ${formatCount(count(action))} ${RARE[action]}`)
    .join("");
  const all =
    `**Groups**: ${formatCount(count("created"))} created, ${formatCount(count("updated"))} updated, ` +
    `${formatCount(count("replaced"))} replaced, ${formatCount(count("deleted"))} deleted${unchanged}${rare}.`;
  const rest = hidden === 0 ? [] : [unchangedText(hidden)];
  return [all + numbersText(groups), ...othersText(changes), ...rest, ...journalText(changes, groups)].join(
    "\n\n",
  );
}

/** Components stay the same where their groups change, and are then no other resources that do. */
function hiddenComponents(changes: readonly ResourceChange[]): number {
  const shown = new Set(changes.map(({ urn }) => urn));
  const components = new Set(changes.map(({ urn }) => componentUrnOf(urn)));
  return [...components].filter((urn) => urn !== undefined && !shown.has(urn)).length;
}

const RARE = { released: "released", other: "with an unknown operation", read: "looked up" } as const;

function countIn(changes: readonly ResourceChange[]): (action: Action) => number {
  const byAction = Map.groupBy(changes, ({ action }) => action);
  return (action) => byAction.get(action)?.length ?? 0;
}

function numbersText(groups: readonly GroupChange[]): string {
  const kept = groups.flatMap(({ change: { action }, numbers }) =>
    numbers === undefined || action === "read" ? [] : [numbers],
  );
  if (kept.length === 0) return "";
  const sum = (key: "added" | "deleted" | "unchanged") =>
    formatCount(kept.reduce((total, { counts }) => total + (counts?.[key] ?? 0), 0));
  const hidden = kept.filter(({ counts }) => counts === undefined).length;
  const besides = hidden === 0 ? "" : `, besides ${pluralGrouped(hidden, "group")} whose numbers are hidden`;
  const least = kept.some(({ calls }) => calls === undefined) ? "at least " : "";
  const calls = pluralGrouped(
    kept.reduce((total, numbers) => total + (numbers.calls ?? 0), 0),
    "call",
  );
  return ` **Numbers**: ${sum("added")} added, ${sum("deleted")} deleted, ${sum("unchanged")} unchanged${besides}; ${least}${calls}.`;
}

function othersText(changes: readonly ResourceChange[]): string[] {
  const others = changes.filter(({ role }) => role === "foreign");
  const count = countIn(others);
  const parts = (
    ["created", "updated", "replaced", "deleted", "released", "other", "unchanged", "read"] as const
  )
    .filter((action) => count(action) > 0)
    .map(
      (action) =>
        `${formatCount(count(action))} ${action in RARE ? RARE[action as keyof typeof RARE] : action}`,
    );
  return parts.length === 0 ? [] : [`Other resources of the stack: ${parts.join(", ")}.`];
}

function unchangedText(count: number): string {
  const are = count === 1 ? "resource is" : "resources are";
  return `${formatCount(count)} ${are} unchanged.`;
}

/** A journal changes with its group; where it does so alone, that is worth a word. */
function journalText(changes: readonly ResourceChange[], groups: readonly GroupChange[]): string[] {
  const isActing = ({ action }: ResourceChange) => action !== "unchanged" && action !== "read";
  const acting = new Set(
    groups.filter(({ change }) => isActing(change)).map(({ change }) => `${change.name}-journal`),
  );
  const alone = changes.filter(
    (change) => change.role === "journal" && isActing(change) && !acting.has(change.name),
  );
  if (alone.length === 0) return [];
  const named = alone.slice(0, 3).map(({ name }) => code(name, NAME_LENGTH));
  const more = alone.length > named.length ? ` and ${formatCount(alone.length - named.length)} more` : "";
  const change = alone.length === 1 ? "journal changes" : "journals change";
  return [`${formatCount(alone.length)} ${change} without its group: ${named.join(", ")}${more}.`];
}

function failureText(failing: readonly Warning[], failOn: readonly Gate[]): string {
  const counts = GATES.filter((gate) => failOn.includes(gate))
    .map((gate) => ({ gate, count: failing.filter((warning) => warning.gate === gate).length }))
    .filter(({ count }) => count > 0)
    .map(({ gate, count }) => `\`${gate}\` (${pluralGrouped(count, "warning")})`);
  return `**This check fails**, as \`--fail-on\` demands, on ${counts.join(" and ")}.`;
}

function addWarnings(text: BoundedText, warnings: readonly Warning[], room: number): void {
  if (warnings.length === 0) return;
  const lines: string[] = [];
  let length = LAST_LINE;
  for (const warning of warnings) {
    const line = `- ⚠️ ${warning.text}`;
    length += line.length + 1;
    if (length > room) break;
    lines.push(line);
  }
  const more = warnings.length - lines.length;
  if (more > 0) lines.push(`- ⚠️ and ${pluralGrouped(more, "further warning")}`);
  text.add(lines.join("\n"));
}

function addSections(text: BoundedText, groups: readonly GroupChange[]): void {
  const acting = groups.filter(({ change }) => change.action !== "unchanged" && change.action !== "read");
  if (acting.length === 0) text.add("No group changes.");
  let shown = 0;
  for (const group of acting) {
    if (!text.add(sectionOf(group), LAST_LINE)) break;
    shown++;
  }
  const left = acting.length - shown;
  if (left > 0)
    text.add(
      `*${pluralGrouped(left, "further group")} that ${left === 1 ? "changes" : "change"} did not fit.*`,
    );
}
