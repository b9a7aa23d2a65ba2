import { UNKNOWN, type Properties } from "../../provider/core/properties";
import { parseUpdatePlan } from "../../provider/core/updatePlan";
import type { Diagnostic, Preview, ResourceState, Step } from "./preview";
import { componentUrnOf, kindIn, partsOf, type Role, roleOf, STACK_TYPE } from "../types";

/** What becomes of a resource, worst first. `released` leaves the stack and stays in the cloud. */
export const ACTIONS = [
  "replaced",
  "deleted",
  "released",
  "other",
  "updated",
  "created",
  "unchanged",
  "read",
] as const;
export type Action = (typeof ACTIONS)[number];

/** A resource of the stack, and what the update will do to it. */
export interface ResourceChange {
  readonly urn: string;
  readonly role: Role;
  /** The type's name, such as `AxgGroup`. */
  readonly kind: string;
  readonly name: string;
  readonly action: Action;
  /** The engine's words for it; several where a replacement is shown step by step. */
  readonly operations: readonly string[];
  readonly before: ResourceState | undefined;
  readonly after: ResourceState | undefined;
  readonly diffReasons: readonly string[];
  readonly replaceReasons: readonly string[];
  /** What the preview says of it. */
  readonly messages: readonly string[];
  /** What it warns of. */
  readonly cautions: readonly string[];
}

/** The engine's operations; one that is not among them is `other`. */
const ACTION_OF: Readonly<Record<string, Action>> = {
  replace: "replaced",
  "create-replacement": "replaced",
  "delete-replaced": "replaced",
  "import-replacement": "replaced",
  delete: "deleted",
  update: "updated",
  create: "created",
  import: "created",
  same: "unchanged",
  refresh: "unchanged",
  read: "read",
  "read-replacement": "read",
  diff: "read",
};

/** The resources of a preview but for the stack itself, worst first, then by their names. */
export function changesOf({ steps, diagnostics }: Preview): ResourceChange[] {
  const messages = Map.groupBy(diagnostics, ({ urn }) => urn);
  const textsOf = (urn: string, isCaution: boolean) =>
    placesOf(urn)
      .flatMap((place) => messages.get(place) ?? [])
      .filter(({ severity }) => (severity === WARNING) === isCaution)
      .map(({ message }) => message.trim());
  const resources = Map.groupBy(
    steps.filter(({ urn }) => partsOf(urn).type !== STACK_TYPE),
    ({ urn }) => urn,
  );
  return [...resources]
    .map(([urn, own]) => ({
      ...changeOf(urn, own, textsOf(urn, false)),
      cautions: textsOf(urn, true),
    }))
    .sort((a, b) => rank(a) - rank(b) || compare(a.name, b.name) || compare(a.kind, b.kind));
}

/** The URNs that stand for a resource: what a component says is about its group. */
function placesOf(urn: string): string[] {
  return [urn, componentUrnOf(urn)].filter((place) => place !== undefined);
}

function rank({ action }: ResourceChange): number {
  return ACTIONS.indexOf(action);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What the preview warns of besides: of the whole stack, and of resources that it has no step of, since nothing changes. */
export function otherCautions({ steps, diagnostics }: Preview): Diagnostic[] {
  const resources = Map.groupBy(steps, ({ urn }) => urn);
  const shown = new Set(
    [...resources]
      .filter(([urn, own]) => partsOf(urn).type !== STACK_TYPE && roleIn(urn, own) !== "component")
      .flatMap(([urn]) => placesOf(urn)),
  );
  const others = diagnostics.filter(
    ({ urn, severity }) => severity === WARNING && (urn === undefined || !shown.has(urn)),
  );
  // The engine says of a plugin more than once where it comes from.
  return [...new Map(others.map((other) => [JSON.stringify([other.urn, other.message]), other])).values()];
}

/** The severity of what a preview warns of. */
const WARNING = "warning";

function changeOf(
  urn: string,
  steps: readonly Step[],
  messages: readonly string[],
): Omit<ResourceChange, "cautions"> {
  const { type, name } = partsOf(urn);
  // A preview with --refresh has a step for what was read, too.
  const acting = steps.filter(({ op }) => op !== "refresh" && ACTION_OF[op] !== "read");
  const own = acting.length > 0 ? acting : steps;
  const before = own.find(({ op, oldState }) => oldState && op !== "create-replacement")?.oldState;
  const after = own.find(({ op, newState }) => newState && op !== "delete-replaced")?.newState;
  return {
    urn,
    role: roleIn(urn, steps),
    kind: kindIn(type),
    name,
    action: actionOf(own, before ?? undefined, messages),
    operations: own.map(({ op }) => op),
    before: before ?? own.find(({ oldState }) => oldState)?.oldState ?? undefined,
    after: after ?? undefined,
    diffReasons: own.flatMap(({ diffReasons }) => diffReasons ?? []),
    replaceReasons: own.flatMap(({ replaceReasons }) => replaceReasons ?? []),
    messages,
  };
}

/** What a resource is, of which the engine knows whether it is a component. */
function roleIn(urn: string, steps: readonly Step[]): Role {
  return roleOf(
    partsOf(urn).type,
    steps.some(({ oldState, newState }) => (newState ?? oldState)?.custom === false),
  );
}

function actionOf(
  steps: readonly Step[],
  before: ResourceState | undefined,
  messages: readonly string[],
): Action {
  const actions = steps.map(({ op }) => ACTION_OF[op] ?? "other");
  const worst = ACTIONS.find((action) => actions.includes(action)) ?? "other";
  if (worst === "deleted" && before?.retainOnDelete === true) return "released";
  return worst === "replaced" && messages.some(isAdopted) ? "updated" : worst;
}

/** The replacement that Pulumi announces for a creation with an unknown outcome creates no other group where it adopts the one there is. */
function isAdopted(message: string): boolean {
  const plan = parseUpdatePlan(message);
  return plan?.kind === "creation" && plan.end === "adopt";
}

/** What the engine prints in place of a secret. */
export const SECRET = "[secret]";

/** Properties in which a secret counts as not known. */
export function withoutSecrets(properties: Properties | null | undefined): Properties {
  const entries = Object.entries(properties ?? {});
  return Object.fromEntries(entries.map(([name, value]) => [name, hideIn(value)]));
}

function hideIn(value: unknown): unknown {
  if (value === SECRET) return UNKNOWN;
  if (Array.isArray(value)) return value.map(hideIn);
  return typeof value === "object" && value !== null ? withoutSecrets(value as Properties) : value;
}
