import {
  CheckFailure,
  type CheckRequest,
  CheckResponse,
  type CreateRequest,
  CreateResponse,
  type DeleteRequest,
  type DiffRequest,
  DiffResponse,
  type ReadRequest,
  ReadResponse,
  type UpdateRequest,
  UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";

import { SECRETS } from "../../core/properties";
import { kinds } from "../../kinds";
import type { ProviderSession, Steps } from "../session";
import { differencesOf, propertyDiff } from "./differences";
import { importedProperties, importFailure } from "./imports";
import { declarationInput, toRuleForm } from "./inputs";
import { previewedOutputs, secretOutputs } from "./outputs";
import { componentOf, declaredKind, kindOf, typeIn } from "./types";
import { PACKAGE } from "../../packageSchema";
import { mark, unmark } from "./values";

/** The calls of the protocol that are about one custom resource. */
export class Resources {
  constructor(private readonly session: Pick<ProviderSession, "stepsOf">) {}

  async check(request: CheckRequest): Promise<CheckResponse> {
    const { kind, steps } = this.resourceOf(request);
    const { values, secrets } = unmark(request.getNews());
    const group = declaredKind(kind);
    // A journal is no group, and a component has brought its own arguments into form.
    const isDeclared = group !== undefined && kinds[group].hasJournal !== true;
    const news = isDeclared ? toRuleForm(group, values) : values;
    const olds = unmark(request.getOlds()).values;
    const declaration = group === undefined ? {} : declarationInput(request.getUrn());
    const hidden = secrets.length === 0 ? {} : { [SECRETS]: secrets };
    const { inputs, problems } = await steps.check(olds, { ...news, ...declaration, ...hidden });
    const response = new CheckResponse();
    response.setInputs(mark(inputs, secrets));
    response.setFailuresList(problems.map(checkFailure));
    return response;
  }

  async diff(request: DiffRequest): Promise<DiffResponse> {
    const { steps } = this.resourceOf(request);
    const news = unmark(request.getNews()).values;
    const oldInputs = unmark(request.getOldInputs()).values;
    const { replaces, deleteBeforeReplace, isNeeded } = await steps.diff(
      unmark(request.getOlds()).values,
      news,
    );
    const differences = differencesOf(oldInputs, news);
    const response = new DiffResponse();
    response.setReplacesList([...replaces]);
    response.setDeletebeforereplace(deleteBeforeReplace);
    response.setDiffsList([...differences.keys()]);
    response.setHasdetaileddiff(true);
    for (const [name, change] of differences)
      response.getDetaileddiffMap().set(name, propertyDiff(change, replaces.includes(name)));
    // The link to another journal is no user's, but has to be kept.
    const isLinkedAnew = oldInputs["__journal"] !== news["__journal"];
    const isChanged = isNeeded ?? (differences.size > 0 || replaces.length > 0 || isLinkedAnew);
    response.setChanges(DiffResponse.DiffChanges[isChanged ? "DIFF_SOME" : "DIFF_NONE"]);
    return response;
  }

  async create(request: CreateRequest): Promise<CreateResponse> {
    const { kind, steps } = this.resourceOf(request);
    const { values, secrets } = unmark(request.getProperties());
    const response = new CreateResponse();
    if (request.getPreview()) {
      response.setProperties(mark(previewedOutputs(kind, values), secretOutputs({}, secrets)));
      return response;
    }
    const { id, outs } = await steps.create(values);
    response.setId(id);
    response.setProperties(mark(outs, secretOutputs(outs, secrets)));
    return response;
  }

  async read(request: ReadRequest): Promise<ReadResponse> {
    const { kind, steps } = this.resourceOf(request);
    const { values, secrets } = unmark(request.getProperties());
    const { id, properties } = importedProperties(kind, request.getId(), values);
    const found = await steps.read(id, properties).catch((error: unknown) => {
      throw importFailure(kind, request.getId(), values, error);
    });
    const response = new ReadResponse();
    if (found === undefined) return response;
    response.setId(found.id);
    response.setProperties(mark(found.outs, secretOutputs(found.outs, secrets)));
    response.setInputs(mark(found.inputs, secretOutputs(found.outs, secrets)));
    return response;
  }

  async update(request: UpdateRequest): Promise<UpdateResponse> {
    const { kind, steps } = this.resourceOf(request);
    const { values: news, secrets } = unmark(request.getNews());
    const olds = unmark(request.getOlds()).values;
    const response = new UpdateResponse();
    const outs = request.getPreview()
      ? previewedOutputs(kind, news, olds)
      : await steps.update(request.getId(), olds, news);
    response.setProperties(mark(outs, secretOutputs(outs, secrets)));
    return response;
  }

  async delete(request: DeleteRequest): Promise<void> {
    const { steps } = this.resourceOf(request);
    await steps.delete(request.getId(), unmark(request.getProperties()).values);
  }

  /** @throws Error for a type that this version does not know */
  private resourceOf(request: { getUrn(): string }): { readonly kind: string; readonly steps: Steps } {
    const type = typeIn(request.getUrn());
    const kind = kindOf(type);
    const steps = kind === undefined ? undefined : this.session.stepsOf(kind);
    if (kind !== undefined && steps !== undefined) return { kind, steps };
    const component = componentOf(type);
    throw new Error(
      component === undefined
        ? `this version of the provider plugin ${PACKAGE} has no ${type}: install a later one, or correct the type`
        : `${component} cannot be imported or looked up: no API of Alibaba Cloud reads an AXG group or its numbers. ` +
            "Declare an existing group's numbers with AxgGroupNumbers, which adds them, or with `takeOver: true` replaces what the group holds",
    );
  }
}

/** A failure that carries a property's name makes the engine print the property's value: a whole list, or a secret. */
export function checkFailure(reason: string): CheckFailure {
  const failure = new CheckFailure();
  failure.setReason(reason);
  return failure;
}
