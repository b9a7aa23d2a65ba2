/** What a resource is in a preview that a test makes up. */
export interface MadeUp {
  readonly op: string;
  readonly kind: string;
  readonly name: string;
  readonly id?: string;
  readonly olds?: object;
  /** The state's outputs, where they are others than the inputs. */
  readonly outputs?: object;
  readonly news?: object;
  readonly replaceReasons?: readonly string[];
  readonly diffReasons?: readonly string[];
  readonly retainOnDelete?: boolean;
  /** Whether a cloud has it; a component has not. */
  readonly custom?: boolean;
  readonly initErrors?: readonly string[];
  /** What the preview says of it. */
  readonly says?: string;
  /** What it warns of. */
  readonly warns?: string;
}

const STACK = "urn:pulumi:dev::test::pulumi:pulumi:Stack::test-dev";

function urnOf({ kind, name }: MadeUp): string {
  const type = kind.includes(":") ? kind : `pulumi-nodejs:dynamic/cloud-groups:${kind}`;
  return `urn:pulumi:dev::test::${type}::${name}`;
}

/** A preview as the engine prints it, cut down to what is read of it. */
export function previewOf(resources: readonly MadeUp[], others: object = {}): string {
  const steps = resources.map((resource) => {
    const { op, id, olds, outputs = olds, news, retainOnDelete, initErrors, custom } = resource;
    const { replaceReasons, diffReasons } = resource;
    const before = { custom, id, inputs: olds, outputs, retainOnDelete, initErrors };
    return {
      op,
      urn: urnOf(resource),
      ...(olds === undefined ? {} : { oldState: before }),
      ...(news === undefined ? {} : { newState: { custom, inputs: news } }),
      replaceReasons,
      diffReasons,
      detailedDiff: null,
    };
  });
  const diagnostics = resources.flatMap((resource) => {
    const { says, warns } = resource;
    const urn = urnOf(resource);
    return [
      ...(says === undefined ? [] : [{ urn, message: `${says}\n`, severity: "info" }]),
      ...(warns === undefined ? [] : [{ urn, message: `warning: ${warns}\n`, severity: "warning" }]),
    ];
  });
  const preview = { steps: [{ op: "same", urn: STACK }, ...steps], diagnostics, changeSummary: { same: 1 } };
  return JSON.stringify({ ...preview, ...others }, null, 4);
}

/** The types of the provider plugin's resources by the kinds that dynamic ones have; a group with a journal is in a component. */
const PLUGIN_TYPES: Readonly<Record<string, string>> = {
  AxgGroup: "cloud-groups:index:AxgGroup$cloud-groups:axg:AxgGroup",
  AxgGroupJournal: "cloud-groups:index:AxgGroup$cloud-groups:axg:AxgGroupJournal",
  AxgGroupNumbers: "cloud-groups:index:AxgGroupNumbers$cloud-groups:axg:AxgGroupNumbers",
  AxgGroupNumbersJournal: "cloud-groups:index:AxgGroupNumbers$cloud-groups:axg:AxgGroupNumbersJournal",
};

/** The same resources as the plugin has them, without components. */
export function inPlugin(resources: readonly MadeUp[]): MadeUp[] {
  return resources.map((resource) => {
    const { kind } = resource;
    const type = kind.includes(":") ? kind : (PLUGIN_TYPES[kind] ?? `cloud-groups:index:${kind}`);
    return { ...resource, kind: type };
  });
}
