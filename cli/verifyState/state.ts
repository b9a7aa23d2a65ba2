import { z } from "zod";

import { duplicateKeys } from "./duplicates";

const propertiesShape = z.record(z.string(), z.unknown());
export type Properties = z.infer<typeof propertiesShape>;

const resourceShape = z.looseObject({
  urn: z.string(),
  type: z.string(),
  custom: z.boolean().nullish(),
  provider: z.string().nullish(),
  aliases: z.array(z.string()).nullish(),
  inputs: propertiesShape.nullish(),
  outputs: propertiesShape.nullish(),
});

const operationShape = z.looseObject({ resource: resourceShape });

const deploymentShape = z.looseObject({
  resources: z.array(resourceShape).nullish(),
  pending_operations: z.array(operationShape).nullish(),
});
type Deployment = z.infer<typeof deploymentShape>;

/** What `pulumi stack export` prints (`deployment`), or a file of a backend (`checkpoint`). */
const stateShape = z.looseObject({
  version: z.number(),
  deployment: deploymentShape.nullish(),
  checkpoint: z.looseObject({ latest: deploymentShape.nullish() }).nullish(),
});

/** The formats of states that are read; Pulumi writes 3, or 4 for states with parts that older versions do not know. */
const VERSIONS = [3, 4];

/** The parts of a deployment that hold no code, or whose code is looked for. */
const PARTS = ["manifest", "secrets_providers", "resources", "pending_operations", "metadata"];

/** A resource, and where the state has it: `resources[3]`. */
export interface Entry extends z.infer<typeof resourceShape> {
  readonly place: string;
}

export interface State {
  readonly entries: readonly Entry[];
  /** What may be read in two ways, or is not known here. */
  readonly problems: readonly string[];
}

/** A text that is no state. */
export class NoStateError extends Error {
  override readonly name = "NoStateError";
}

const EXPECTED = "expected the output of pulumi stack export";

/** @throws NoStateError */
export function parseState(text: string): State {
  const { success, data, error } = stateShape.safeParse(valueIn(text));
  if (!success) {
    const [issue] = error.issues;
    throw new NoStateError(`${EXPECTED}: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`);
  }
  if (!("deployment" in data) && !("checkpoint" in data))
    throw new NoStateError(`${EXPECTED}, but this has neither a deployment nor a checkpoint`);
  if (!VERSIONS.includes(data.version)) {
    throw new NoStateError(
      `${EXPECTED} in version ${VERSIONS.join(" or ")}, but this is version ${data.version}. Export it with a current Pulumi`,
    );
  }
  const problems = [
    ...duplicateKeys(text).map(
      (path) => `${path}: appears more than once, and Pulumi may take another one than this command`,
    ),
    ...misspelled("", data, ["version", "deployment", "checkpoint"]),
    ...misspelled("checkpoint.", data.checkpoint, ["latest"]),
  ];
  const deployments = [data.deployment, data.checkpoint?.latest].filter(
    (each) => each !== undefined && each !== null,
  );
  return {
    entries: deployments.flatMap(entriesOf),
    problems: [...problems, ...deployments.flatMap(problemsOf)],
  };
}

function valueIn(text: string): unknown {
  if (text.trim() === "")
    throw new NoStateError(`${EXPECTED}, but this is empty. Check that the export succeeded`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new NoStateError(`${EXPECTED}, but this is not JSON: ${(error as Error).message}`);
  }
}

function entriesOf({ resources, pending_operations: operations }: Deployment): Entry[] {
  return [
    ...(resources ?? []).map((resource, at) => ({ ...resource, place: `resources[${at}]` })),
    ...(operations ?? []).map(({ resource }, at) => ({
      ...resource,
      place: `pending_operations[${at}].resource`,
    })),
  ];
}

function problemsOf(deployment: Deployment): string[] {
  const { pending_operations: operations } = deployment;
  const known = new Set(PARTS.map(fold));
  const unknown = Object.keys(deployment).filter(
    (part) => !known.has(fold(part)) && !isEmpty(deployment[part]),
  );
  return [
    ...unknown.map(
      (part) => `${part}: may be code, and this version of pulumi-cloud-groups does not know it`,
    ),
    ...misspelled("", deployment, PARTS),
    ...(operations ?? []).flatMap((operation, at) =>
      misspelled(`pending_operations[${at}].`, operation, ["resource"]),
    ),
    ...entriesOf(deployment).flatMap((entry) =>
      misspelled(`${entry.place}.`, entry, Object.keys(resourceShape.shape)),
    ),
  ];
}

function isEmpty(value: unknown): boolean {
  return value === null || (typeof value === "object" && Object.keys(value).length === 0);
}

/** Keys that differ from these in case alone. Pulumi is written in Go, which takes the one for the other. */
function misspelled(place: string, object: object | null | undefined, keys: readonly string[]): string[] {
  const folded = new Map(keys.map((key) => [fold(key), key]));
  return Object.keys(object ?? {}).flatMap((key) => {
    const meant = folded.get(fold(key));
    return meant === undefined || meant === key ? [] : `${place}${key}: Pulumi takes it for ${meant}`;
  });
}

/** Both ways, since `ſ` and the sign for Kelvin are letters of other alphabets that Go takes for `s` and `k`. */
function fold(key: string): string {
  return key.toUpperCase().toLowerCase();
}
