import { z } from "zod";

import { omitUndefined, type Properties } from "../core/properties";
import { creatingShape } from "../core/lifecycle/creation";
import type { Found } from "../core/lifecycle/lifecycle";
import { incarnationShape } from "../core/lifecycle/ownership";
import { ramGroupShape } from "./arguments";
import { ramGroupOutputs } from "./definition";
import type { RamGroupFacts } from "./client";

export const inputsShape = z.object(ramGroupShape);
export type Inputs = z.infer<typeof inputsShape>;

/** The state of a group. `groupId` proves that the group of that name is still the one that was created. */
export const stateShape = inputsShape.extend({
  ...ramGroupOutputs,
  /** The other name that the group may have: the new one, if the outcome of a rename is unknown. */
  renaming: z.string().optional(),
  creating: creatingShape.optional(),
  ...incarnationShape,
});
export type State = z.infer<typeof stateShape>;

export function outsOf(
  inputs: Inputs & { readonly __incarnation?: string | undefined },
  group: RamGroupFacts,
): Properties {
  return omitUndefined({
    ...inputs,
    groupName: group.groupName,
    groupId: group.groupId,
    createDate: group.createDate,
    updateDate: group.updateDate,
  });
}

export function describeGroup(id: string, state: State, group: RamGroupFacts): Found {
  const inputs: Inputs = {
    groupName: group.groupName,
    comments: group.comments === "" && state.comments !== "" ? undefined : group.comments,
    adopt: state.adopt,
    forceDestroy: state.forceDestroy,
  };
  return {
    id,
    inputs: omitUndefined(inputs),
    outs: outsOf({ ...inputs, __incarnation: state.__incarnation }, group),
  };
}
