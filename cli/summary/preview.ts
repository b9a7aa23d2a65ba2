import { z } from "zod";

const propertiesShape = z.record(z.string(), z.unknown());

const stateShape = z.object({
  id: z.string().optional(),
  custom: z.boolean().optional(),
  inputs: propertiesShape.nullish(),
  outputs: propertiesShape.nullish(),
  initErrors: z.array(z.string()).nullish(),
  retainOnDelete: z.boolean().optional(),
});
/** A resource as a step has it before or after. */
export type ResourceState = z.infer<typeof stateShape>;

const stepShape = z.object({
  // Also one that a later engine may have.
  op: z.string(),
  urn: z.string(),
  oldState: stateShape.nullish(),
  newState: stateShape.nullish(),
  diffReasons: z.array(z.string()).nullish(),
  replaceReasons: z.array(z.string()).nullish(),
});
export type Step = z.infer<typeof stepShape>;

const diagnosticShape = z.object({
  urn: z.string().optional(),
  message: z.string(),
  severity: z.string(),
});
export type Diagnostic = z.infer<typeof diagnosticShape>;

const previewShape = z.object({
  steps: z.array(stepShape).nullish(),
  diagnostics: z.array(diagnosticShape).nullish(),
  changeSummary: z.record(z.string(), z.number()).nullish(),
});

/** What `pulumi preview --json` prints. */
export interface Preview {
  readonly steps: readonly Step[];
  readonly diagnostics: readonly Diagnostic[];
  /** How many resources each operation is for, those included that have no step here because nothing changes. */
  readonly changeSummary: Readonly<Record<string, number>>;
}

/** A text that is no preview. */
export class NoPreviewError extends Error {
  override readonly name = "NoPreviewError";
}

const EXPECTED = "expected the output of pulumi preview --json";

/** The preview in a text, be there lines of other programs before or after it. @throws NoPreviewError */
export function parsePreview(text: string): Preview {
  const { success, data, error } = previewShape.safeParse(valueIn(text));
  if (!success) {
    const [issue] = error.issues;
    throw new NoPreviewError(`${EXPECTED}: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`);
  }
  const { steps, diagnostics, changeSummary } = data;
  if (!steps && !diagnostics && !changeSummary) {
    throw new NoPreviewError(
      `${EXPECTED}, but this has neither steps nor diagnostics. Check that the preview ran`,
    );
  }
  return { steps: steps ?? [], diagnostics: diagnostics ?? [], changeSummary: changeSummary ?? {} };
}

function valueIn(text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === "") throw new NoPreviewError(`${EXPECTED}, but this is empty`);
  if (/^\{"sequence":/m.test(trimmed)) {
    throw new NoPreviewError(
      `${EXPECTED}, but this is a stream of events. Unset PULUMI_ENABLE_STREAMING_JSON_PREVIEW`,
    );
  }
  try {
    return JSON.parse(trimmed);
  } catch (error) {
    const inner = /^\{\r?\n[^]*^\}/m.exec(trimmed)?.[0];
    if (inner === undefined || inner === trimmed)
      throw new NoPreviewError(`${EXPECTED}: ${(error as Error).message}`);
    return valueIn(inner);
  }
}
