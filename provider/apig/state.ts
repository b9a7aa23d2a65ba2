import { z } from "zod";

import { apigGroupShape } from "./arguments";
import { apigGroupOutputs } from "./definition";
import { omitUndefined, type Properties } from "../core/properties";
import type { ApigGroupFacts } from "./client";
import { creatingShape } from "../core/lifecycle/creation";
import type { Found } from "../core/lifecycle/lifecycle";
import { incarnationShape, Ownership } from "../core/lifecycle/ownership";

export const inputsShape = z.object(apigGroupShape);
export type Inputs = z.infer<typeof inputsShape>;

export const stateShape = inputsShape.extend({
  /** Set while it is unknown whether the group exists; its id is unknown, too. */
  creating: creatingShape.optional(),
  /** Whether an update's outcome is unknown. */
  isUncertain: z.boolean().optional(),
  groupId: apigGroupOutputs.groupId.optional(),
  ...incarnationShape,
});
export type State = z.infer<typeof stateShape>;
/** A group that is looked up by its id alone may have no arguments. */
export const lookupShape = stateShape.partial();
export type Lookup = z.infer<typeof lookupShape>;

/** A group's name is unique within its gateway. */
export const ownership = new Ownership("ApigGroup", "huaweicloud", "name", ({ name, instanceId = null }) => [
  "ApigGroup",
  instanceId,
  name,
]);

export function outsOf(inputs: Lookup, group: ApigGroupFacts): Properties {
  const { id, remark, ...facts } = group;
  return omitUndefined({
    ...inputs,
    ...facts,
    remark: remark === "" && !inputs.remark ? inputs.remark : remark,
    groupId: id,
  });
}

export function describeGroup(known: Lookup, group: ApigGroupFacts): Found {
  const inputs = {
    ...inputsShape.partial().parse(known),
    name: group.name,
    remark: group.remark === "" && !known.remark ? known.remark : group.remark,
  };
  const { __incarnation } = known;
  return { id: group.id, inputs: omitUndefined(inputs), outs: outsOf({ ...inputs, __incarnation }, group) };
}
