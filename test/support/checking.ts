import type { Checked } from "../../provider/core/check";
import type { Properties } from "../../provider/core/properties";
import { EngineRun } from "../../provider/core/run/run";
import { lifecycles } from "../../provider/lifecycles";
import type { Diff } from "../../provider/core/lifecycle/lifecycle";

/** A run of the engine that has seen nothing, in one account. */
export function emptyRun(): EngineRun {
  return new EngineRun(() => ({ provider: "" }));
}

/** What `check` says of arguments for a new resource, or for one that had the inputs `olds`. */
export function checked(kind: string, news: Properties, olds: Properties = {}): Checked {
  return lifecycles[kind]!.check(news, olds, emptyRun());
}

/** The one problem that `check` finds. */
export function problem(kind: string, news: Properties, olds: Properties = {}): string {
  const { problems } = checked(kind, news, olds);
  if (problems.length !== 1) throw new Error(`${problems.length} problems: ${problems.join(" | ")}`);
  return problems[0]!;
}

export function diffed(kind: string, olds: Properties, news: Properties): Diff {
  return lifecycles[kind]!.diff(olds, news, emptyRun());
}
