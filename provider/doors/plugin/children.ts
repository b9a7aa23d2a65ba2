import { Alias } from "@pulumi/pulumi/proto/alias_pb";
import type { ConstructRequest } from "@pulumi/pulumi/proto/provider_pb";
import { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";

import { JOURNAL_SECRETS } from "../../axg/secretOutputs";
import type { Properties } from "../../core/properties";
import { typeOf } from "../../core/providerText";
import type { Monitor } from "./monitor";
import { childUrn, typeIn, typesIn } from "./types";
import type { Kind } from "../../kinds";
import { childTokenOf, PACKAGE } from "../../packageSchema";
import { mark, unmark } from "./values";

const STACK = "pulumi:pulumi:Stack";

/** A child that is registered. */
export interface Child {
  readonly urn: string;
  readonly id: string;
  readonly outs: Properties;
  readonly secrets: readonly string[];
}

/** Registers a component and its children. What the program says of the component goes on to each of them. */
export class Children {
  /** Aliases by which the program had the group before as a dynamic resource: they are the children's, since the component is new. */
  private readonly moved: readonly Alias[];
  private readonly own: readonly Alias[];

  constructor(
    private readonly request: ConstructRequest,
    private readonly kind: Kind,
    private readonly monitor: Monitor,
    private readonly provider: string | undefined,
  ) {
    const aliases = request.getAliasesList();
    this.moved = aliases.filter((alias) => this.isDynamic(alias));
    this.own = aliases.filter((alias) => !this.isDynamic(alias));
  }

  /** The component's URN. */
  get urn(): string {
    const { request } = this;
    const parent = request.getParent();
    const isInStack = parent === "" || typeIn(parent) === STACK;
    const type = isInStack ? request.getType() : `${typesIn(parent)}$${request.getType()}`;
    return `urn:pulumi:${request.getStack()}::${request.getProject()}::${type}::${request.getName()}`;
  }

  /** The URNs of the children. */
  get urns(): string[] {
    const name = this.request.getName();
    return [
      childUrn(this.urn, this.kind, name),
      childUrn(this.urn, `${this.kind}Journal`, `${name}-journal`),
    ];
  }

  async registerComponent(): Promise<void> {
    const { request } = this;
    const component = this.newRequest(request.getType(), request.getName(), request.getParent());
    component.setAliasesList([...this.own]);
    component.setDependenciesList(request.getDependenciesList());
    for (const [name, provider] of request.getProvidersMap().entries())
      component.getProvidersMap().set(name, provider);
    await this.monitor.register(component);
  }

  registerJournal(inputs: Properties, secrets: readonly string[]): Promise<Child> {
    const child = this.newChild(`${this.kind}Journal`, `${this.request.getName()}-journal`);
    child.setAliasesList(this.dynamicAliases(`${this.kind}Journal`, "-journal"));
    child.setAdditionalsecretoutputsList([...JOURNAL_SECRETS]);
    this.setInputs(child, inputs, secrets, {});
    return this.register(child);
  }

  registerGroup(inputs: Properties, secrets: readonly string[], journal: string): Promise<Child> {
    const { request } = this;
    const child = this.newChild(this.kind, request.getName());
    child.setAliasesList(this.dynamicAliases(this.kind, ""));
    child.setReplaceonchangesList(request.getReplaceonchangesList());
    child.setReplaceWithList(request.getReplaceWithList());
    child.setReplacementTrigger(request.getReplacementTrigger());
    child.setAdditionalsecretoutputsList(request.getAdditionalsecretoutputsList());
    if (request.hasDeletebeforereplace()) {
      child.setDeletebeforereplace(request.getDeletebeforereplace() ?? false);
      child.setDeletebeforereplacedefined(true);
    }
    this.setHooks(child);
    this.setInputs(child, inputs, secrets, { __journal: [journal] });
    return this.register(child);
  }

  private async register(child: RegisterResourceRequest): Promise<Child> {
    const response = await this.monitor.register(child);
    const { values: outs, secrets } = unmark(response.getObject());
    return { urn: response.getUrn(), id: response.getId(), outs, secrets };
  }

  private newRequest(type: string, name: string, parent: string): RegisterResourceRequest {
    const { request } = this;
    const made = new RegisterResourceRequest();
    made.setType(type);
    made.setName(name);
    made.setParent(parent);
    made.setAcceptsecrets(true);
    made.setAcceptresources(true);
    made.setSupportspartialvalues(true);
    made.setAliasspecs(true);
    made.setParentstacktracehandle(request.getStackTraceHandle());
    if (request.hasProtect()) made.setProtect(request.getProtect() ?? false);
    if (request.hasRetainondelete()) made.setRetainondelete(request.getRetainondelete() ?? false);
    made.setDeletedwith(request.getDeletedwith());
    return made;
  }

  private newChild(kind: string, name: string): RegisterResourceRequest {
    const { request } = this;
    const child = this.newRequest(childTokenOf(kind), name, this.urn);
    child.setCustom(true);
    child.setProvider(this.provider ?? request.getProvidersMap().get(PACKAGE) ?? "");
    child.setIgnorechangesList(request.getIgnorechangesList());
    const given = request.getCustomtimeouts();
    if (given !== undefined) {
      const timeouts = new RegisterResourceRequest.CustomTimeouts();
      timeouts.setCreate(given.getCreate());
      timeouts.setUpdate(given.getUpdate());
      timeouts.setDelete(given.getDelete());
      timeouts.setRead(given.getRead());
      child.setCustomtimeouts(timeouts);
    }
    return child;
  }

  /** @param links URNs of what the values of hidden inputs come from */
  private setInputs(
    child: RegisterResourceRequest,
    inputs: Properties,
    secrets: readonly string[],
    links: Readonly<Record<string, readonly string[]>>,
  ): void {
    const { request } = this;
    const urns = new Set(request.getDependenciesList());
    for (const name of Object.keys(inputs)) {
      const given = request.getInputdependenciesMap().get(name)?.getUrnsList() ?? [];
      const dependencies = new RegisterResourceRequest.PropertyDependencies();
      dependencies.setUrnsList([...given, ...(links[name] ?? [])]);
      for (const urn of dependencies.getUrnsList()) urns.add(urn);
      child.getPropertydependenciesMap().set(name, dependencies);
    }
    child.setDependenciesList([...urns]);
    child.setObject(mark(inputs, secrets));
  }

  private setHooks(child: RegisterResourceRequest): void {
    const given = this.request.getResourceHooks();
    if (given === undefined) return;
    const hooks = new RegisterResourceRequest.ResourceHooksBinding();
    hooks.setBeforeCreateList(given.getBeforeCreateList());
    hooks.setAfterCreateList(given.getAfterCreateList());
    hooks.setBeforeUpdateList(given.getBeforeUpdateList());
    hooks.setAfterUpdateList(given.getAfterUpdateList());
    hooks.setBeforeDeleteList(given.getBeforeDeleteList());
    hooks.setAfterDeleteList(given.getAfterDeleteList());
    hooks.setOnErrorList(given.getOnErrorList());
    child.setHooks(hooks);
  }

  /** Whether an alias is that of the dynamic resource. */
  private isDynamic(alias: Alias): boolean {
    const type = alias.getSpec()?.getType() ?? typeIn(alias.getUrn());
    return type === typeOf(this.kind);
  }

  /**
   * The aliases of a child as a dynamic resource, so that a stack of a Node program goes on in this door: where the component stands now, and
   * where the program says that it stood.
   *
   * @param suffix of its name
   */
  private dynamicAliases(kind: string, suffix: string): Alias[] {
    const { request } = this;
    const here = new Alias.Spec();
    const specs = [here, ...this.moved.flatMap((alias) => alias.getSpec()?.clone() ?? [])];
    const aliases = specs.map((spec) => {
      spec.setName((spec.getName() || request.getName()) + suffix);
      spec.setType(typeOf(kind));
      if (!spec.hasParenturn() && !spec.getNoparent()) setParent(spec, request.getParent());
      const alias = new Alias();
      alias.setSpec(spec);
      return alias;
    });
    const urns = this.moved.map((alias) => alias.getUrn()).filter((urn) => urn !== "");
    return [...aliases, ...urns.map((urn) => urnAlias(urn, this.kind, kind, suffix))];
  }
}

/** The stack itself is no parent in an alias. */
function setParent(spec: Alias.Spec, parent: string): void {
  if (parent === "" || typeIn(parent) === STACK) spec.setNoparent(true);
  else spec.setParenturn(parent);
}

function urnAlias(urn: string, from: Kind, to: string, suffix: string): Alias {
  const alias = new Alias();
  alias.setUrn(urn.replace(`:${from}::`, `:${to}::`) + suffix);
  return alias;
}
