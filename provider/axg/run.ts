import { z } from "zod";

import type { Declaration } from "../core/properties";
import type { Answer } from "../core/run/meeting";
import { type EngineRun, getOrAdd, type GroupRef, type RunPart } from "../core/run/run";
import { setDifference, setUnion, without } from "../sets/memberSet";
import { encodeSorted } from "../sets/memberText";
import type { JournalRecord } from "./journal";
import { type NumberSet, parseNumbers } from "./numberSet";

/** The journal of an AXG group, as this run has seen it. */
export interface JournalSeen {
  /** The attempts before this run. */
  readonly before: JournalRecord | undefined;
  /** The numbers that the group shall hold, as `digestNumbers` gives them. */
  readonly intendedNumbers: string;
  /** The attempt that this run recorded, or the last one where nothing changed. */
  readonly attempt: number;
  /** Whether this run recorded it: then it is no preview. */
  readonly isStarted: boolean;
}

/** A resource of an AXG group that parted with its journal: it was deleted, or got another journal. */
export interface PartedGroup {
  /** What its state said of its attempts and its numbers. */
  readonly state: object;
  readonly group: { readonly poolKey: string; readonly groupId: string };
  /** The numbers that were deleted with it. */
  readonly deleted: NumberSet;
}

const answerShape = z.object({
  /** Numbers that were deleted from the group in this run, as text, by the journal of the resource that did it. */
  deleted: z.array(z.object({ journal: z.string(), numbers: z.string() })),
  /** The last call that replaced all of its numbers, with those that it holds since then. */
  overwritten: z.object({ journal: z.string(), kept: z.string() }).optional(),
  /** Sets of numbers, as text, that resources declare of it. */
  declared: z.array(z.string()),
  /** The record that the journal in question had before this run. JSON has none for undefined. */
  record: z.unknown().optional(),
  /** Resources that parted with that journal in this run. */
  parted: z.array(z.unknown()),
});
/** What another process says of a group's numbers. */
type NumbersAnswer = z.infer<typeof answerShape>;

/** What this run has seen of AXG groups' numbers and journals. */
export class AxgRun implements RunPart {
  static readonly key = "axg";

  /** The journals of AXG groups, by their keys. */
  readonly journals = new Map<string, JournalSeen>();
  /** The last attempt that the state of a group's resource knows the end of, by the journal's key. */
  readonly finishedAttempts = new Map<string, number>();
  /** Resources of groups that parted with a journal in this run, by its key. */
  readonly partedGroups = new Map<string, PartedGroup[]>();
  /** Sets of numbers that a journal's check was given, by their digests: too large to stand in the journal's inputs. */
  readonly declaredSets = new Map<string, string>();
  /** Numbers, as text, that the diff of a group's resource was given last, by the journal's key. */
  readonly comparedNumbers = new Map<string, string>();
  /** Journals of resources that the program declares, with what tells these apart: a diff without a check before it is a refresh's. */
  readonly checkedGroups = new Map<string, Declaration | undefined>();

  /** Sets of numbers, by the group and then by the journal of the resource that declares them. */
  private readonly declared = new Map<string, Map<string, () => NumberSet>>();
  /** Numbers that were deleted from a group in this run, with the journal of the resource that did it. */
  private readonly deletions = new Map<string, Map<string, string>>();
  /** The last call that replaced all numbers of a group in this run, with those that it holds since then. */
  private readonly overwrites = new Map<string, { readonly journal: string; readonly kept: Set<string> }>();

  constructor(private readonly run: EngineRun) {}

  /** Notes that a resource of the program declares these numbers of a group; the last time counts. */
  registerDeclared({ name }: GroupRef, journal: string, numbers: () => NumberSet): void {
    getOrAdd(this.declared, name, () => new Map<string, () => NumberSet>()).set(journal, numbers);
  }

  /** The numbers of a group that resources declare in this run, but for the one with this journal. */
  async numbersDeclaredByOthers(group: GroupRef, journal?: string): Promise<NumberSet> {
    const answers = numbersAnswers(await this.run.askOthers(group));
    const elsewhere = answers.flatMap(({ declared }) => declared.map(parseNumbers));
    return [this.numbersDeclaredByOthersHere(group, journal), ...elsewhere].reduce(setUnion);
  }

  /** The same as far as this process knows: what a diff may ask. */
  numbersDeclaredByOthersHere({ name }: GroupRef, journal: string | undefined): NumberSet {
    const others = [...(this.declared.get(name) ?? [])].filter(([owner]) => owner !== journal);
    return others.map(([, numbers]) => numbers()).reduce(setUnion, []);
  }

  /** Notes that a resource deleted numbers of a group, or added some, which are then deleted no more. */
  recordChange(
    { name }: GroupRef,
    journal: string,
    deleted: readonly string[],
    added: readonly string[],
  ): void {
    const deletions = getOrAdd(this.deletions, name, () => new Map<string, string>());
    for (const number of deleted) deletions.set(number, journal);
    for (const number of added) deletions.delete(number);
    for (const number of added) this.overwrites.get(name)?.kept.add(number);
  }

  /** Notes that a resource replaced all numbers of a group by these. */
  recordOverwrite({ name }: GroupRef, journal: string, numbers: readonly string[]): void {
    this.deletions.delete(name);
    this.overwrites.set(name, { journal, kept: new Set(numbers) });
  }

  /** Those of the numbers that other resources deleted from a group in this run, as far as this process has heard. */
  deletedForOthers({ name }: GroupRef, journal: string | undefined, numbersOf: () => NumberSet): NumberSet {
    const heard = numbersAnswers(this.run.lastAnswersOn(name));
    const deleted = [...this.deletedHere(name), ...heard.flatMap((answer) => answer.deleted)];
    const others = deleted.filter((one) => one.journal !== journal).map((one) => parseNumbers(one.numbers));
    const kept = [this.overwrittenAt(name), ...heard.map(({ overwritten }) => overwritten)]
      .filter((one) => one !== undefined && one.journal !== journal)
      .map((one) => parseNumbers(one?.kept ?? ""));
    // Mostly nothing was: then a preview does not make a million numbers of a text.
    if (others.length === 0 && kept.length === 0) return [];
    const numbers = numbersOf();
    const replaced = kept.map((those) => without(numbers, those)).reduce(setUnion, []);
    return setUnion(setDifference(numbers, others.reduce(setUnion, [])).staying, replaced);
  }

  private deletedHere(name: string): NumbersAnswer["deleted"] {
    const byJournal = Map.groupBy([...(this.deletions.get(name) ?? [])], ([, journal]) => journal);
    return [...byJournal].map(([journal, numbers]) => ({
      journal,
      numbers: encodeSorted(numbers.map(([number]) => number).sort()),
    }));
  }

  private overwrittenAt(name: string): NumbersAnswer["overwritten"] {
    const overwrite = this.overwrites.get(name);
    return overwrite === undefined
      ? undefined
      : { journal: overwrite.journal, kept: encodeSorted([...overwrite.kept].sort()) };
  }

  /** What other processes know of a journal. */
  async askAboutJournal(group: GroupRef, journal: string): Promise<NumbersAnswer[]> {
    return numbersAnswers(await this.run.ask(group, { [AxgRun.key]: journal }));
  }

  answer(group: string, isOther: boolean, journal: unknown): NumbersAnswer {
    const declared = isOther ? [] : [...(this.declared.get(group)?.values() ?? [])];
    const key = String(journal);
    return {
      deleted: isOther ? [] : this.deletedHere(group),
      overwritten: isOther ? undefined : this.overwrittenAt(group),
      declared: declared.map((numbers) => encodeSorted(numbers())),
      record: this.journals.get(key)?.before,
      parted: this.partedGroups.get(key) ?? [],
    };
  }
}

function numbersAnswers(answers: readonly Answer[]): NumbersAnswer[] {
  return answers.flatMap(({ parts }) => (AxgRun.key in parts ? [answerShape.parse(parts[AxgRun.key])] : []));
}
