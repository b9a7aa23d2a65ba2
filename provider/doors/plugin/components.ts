import { type ConstructRequest, ConstructResponse } from "@pulumi/pulumi/proto/provider_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

import { declaredSet } from "../../axg/declaredSet";
import { unusualFormsIn, unusualText } from "../../axg/numberFaults";
import { metadataOf } from "../../core/check";
import { isUnknown, omitUndefined, type Properties, UNKNOWN } from "../../core/properties";
import { type Kind, kinds } from "../../kinds";
import { countMembers } from "../../sets/memberText";
import { Children } from "./children";
import type { Constructions, Failure } from "./constructions";
import type { PluginHost } from "./host";
import { toRuleForm } from "./inputs";
import { Monitor, ResourceFailed } from "./monitor";
import { componentOf } from "./types";
import { PACKAGE } from "../../packageSchema";
import { mark, unmark } from "./values";

/** What a component is made in. */
export interface Surroundings {
  readonly host: PluginHost;
  readonly constructions: Constructions;
  /** A reference to this provider; undefined where the engine has not told it. */
  readonly provider: string | undefined;
}

/** What the group's resource has for itself: its numbers, too, which a state would hold twice. */
const isInternal = (name: string) =>
  name.startsWith("__") || name.startsWith("compact") || name === "numbers";

/**
 * Makes an AXG group of its parts: the component that programs declare, its journal, and the group, which depends on the journal so that
 * the engine has stored that before the group's calls go out.
 */
export async function construct(
  request: ConstructRequest,
  { host, constructions, provider }: Surroundings,
): Promise<ConstructResponse> {
  const kind = componentOf(request.getType());
  if (kind === undefined)
    throw new Error(`the provider plugin ${PACKAGE} has no component ${request.getType()}`);
  const monitor = new Monitor(request.getMonitorendpoint());
  try {
    const children = new Children(request, kind, monitor, provider);
    return await new Construction(request, kind, host, children).run(monitor, constructions);
  } finally {
    monitor.close();
  }
}

class Construction {
  private readonly secrets: readonly string[];
  private readonly inputs: Properties;

  constructor(
    private readonly request: ConstructRequest,
    private readonly kind: Kind,
    private readonly host: PluginHost,
    private readonly children: Children,
  ) {
    const { values, secrets } = unmark(request.getInputs());
    this.secrets = secrets;
    this.inputs = toRuleForm(kind, values);
  }

  async run(monitor: Monitor, constructions: Constructions): Promise<ConstructResponse> {
    const { children, request } = this;
    const response = new ConstructResponse();
    // Known before it is registered, for an answer after a failure of another resource.
    response.setUrn(children.urn);
    const made = await constructions.untilFailure(children.urns, request.getDryrun(), () =>
      this.make(monitor),
    );
    response.setState(made instanceof Struct ? made : this.outputsAfter(made));
    for (const name of this.outputNames) {
      const dependencies = new ConstructResponse.PropertyDependencies();
      dependencies.setUrnsList(children.urns);
      response.getStatedependenciesMap().set(name, dependencies);
    }
    return response;
  }

  /**
   * What a program is given that goes on after a failure: what the group will have once an update goes through.
   *
   * @throws Error for a group that has no GID yet: nothing may be made of that
   */
  private outputsAfter({ groupId, isEnd }: Failure): Struct {
    const isWithoutId = this.kind === "AxgGroup" && groupId === undefined;
    if (isWithoutId && !isEnd) throw new Error("its group was not created, for the reason shown with it");
    const given = this.outputNames.filter((name) => name in this.inputs);
    const known = Object.fromEntries(given.map((name): [string, unknown] => [name, this.inputs[name]]));
    const outs: Properties = { ...known, ...(isWithoutId ? {} : omitUndefined({ groupId })) };
    return mark(...this.outputsOf({ ...outs, numbers: this.inputs["numbers"] }, this.secrets));
  }

  private get outputNames(): string[] {
    const { rules, outputs } = kinds[this.kind];
    return [...Object.keys(rules.shapeFor({})), ...Object.keys(outputs)];
  }

  /** @returns the failure where the engine has shown beside a child why it failed */
  private async make(monitor: Monitor): Promise<Struct | Failure> {
    const { children } = this;
    try {
      await children.registerComponent();
      this.host.within(children.urn, 0, () => {
        this.warn();
      });
      const journal = await children.registerJournal(this.journalInputs(), this.secretsWith("__set"));
      const linked = { ...this.inputs, __journal: journal.id };
      const group = await children.registerGroup(linked, this.secrets, journal.urn);
      const outputs = mark(...this.outputsOf(group.outs, group.secrets));
      await monitor.registerOutputs(children.urn, outputs);
      return outputs;
    } catch (error) {
      if (error instanceof ResourceFailed) return { groupId: undefined, isEnd: true };
      throw error;
    }
  }

  /** In a preview, says which numbers are of an unusual form. */
  private warn(): void {
    const { numbers } = this.inputs;
    if (!this.request.getDryrun() || typeof numbers !== "string" || isUnknown(numbers)) return;
    const unusual = this.secrets.includes("numbers") ? undefined : unusualText(unusualFormsIn(numbers));
    if (unusual !== undefined) this.host.warn(`numbers: ${unusual}`);
  }

  private journalInputs(): Properties {
    const { numbers } = this.inputs;
    const shape = kinds[this.kind].rules.shapeFor({});
    // What names the group, which is what replaces it; in the form that its own check gives it, such as a GID that is a number.
    const naming = Object.entries(this.inputs)
      .filter(([name]) => metadataOf(shape[name]).replaces !== undefined)
      .map(([name, value]) => [name, shape[name]?.safeParse(value).data ?? value] as const);
    const inputs = Object.fromEntries(naming);
    if (typeof numbers !== "string" || isUnknown(numbers)) return { ...inputs, numbers };
    const { digest, encoded } = declaredSet(numbers, this.request.getDryrun());
    return { ...inputs, numbers: digest, ...(encoded === undefined ? {} : { __set: encoded }) };
  }

  /** The arguments that are secrets, and another property if the numbers are. */
  private secretsWith(name: string): readonly string[] {
    return this.secrets.includes("numbers") ? [...this.secrets, name] : this.secrets;
  }

  private outputsOf(outs: Properties, secrets: readonly string[]): [Properties, readonly string[]] {
    const { numbers } = outs;
    const numberCount = typeof numbers === "string" && !isUnknown(numbers) ? countMembers(numbers) : UNKNOWN;
    const shown = Object.entries({ ...outs, numberCount }).filter(([name]) => !isInternal(name));
    const hidden = secrets.includes("numbers") ? [...secrets, "numberCount"] : secrets;
    return [Object.fromEntries(shown), [...hidden, ...this.request.getAdditionalsecretoutputsList()]];
  }
}
