import { omitUndefined, type Properties } from "../core/properties";
import { CloudGroupsError, isRefusal, RefusedError } from "../core/calls/errors";
import type { GroupUpdate, UpdateOf } from "../core/lifecycle/namedKind";
import { ALL_ELSE_DONE, PartialFailure, SEND_AGAIN } from "../core/lifecycle/partialFailure";
import { asideText, NAME_TAKEN } from "../core/lifecycle/renaming";
import type { ApigClient, ApigGroupFacts } from "./client";
import { type Inputs, outsOf, type State } from "./state";

/** The code that the gateway refuses a taken name with. */
export const TAKEN = "APIG.3201";

/** The update of a group that may have to step aside on its way to another name. */
export class ApigGroupUpdate implements GroupUpdate {
  readonly taken = TAKEN;
  /** The group's temporary name, once it has one. */
  private aside: string | undefined;

  constructor(
    private readonly apig: () => ApigClient,
    private readonly groupId: string,
    private readonly step: UpdateOf<Inputs, State>,
  ) {}

  async update(): Promise<Properties> {
    const { olds, state, inputs } = this.step;
    const isAsDeclared =
      state.name === inputs.name &&
      (state.remark ?? "") === (inputs.remark ?? "") &&
      state.isUncertain !== true;
    if (isAsDeclared) {
      const { remark, adopt, forceDestroy } = inputs;
      return omitUndefined({ ...olds, remark, adopt, forceDestroy });
    }
    return outsOf(inputs, await updateGroup(this.apig(), this.groupId, inputs));
  }

  async stepAside(name: string): Promise<void> {
    await this.apig().updateGroup(this.groupId, name, this.step.inputs.remark ?? "");
    this.aside = name;
  }

  toPartialFailure(error: unknown): unknown {
    const { id, olds, inputs } = this.step;
    if (error instanceof RemarkKept) {
      const outs = outsOf({ ...inputs, remark: error.group.remark }, error.group);
      return new PartialFailure(id, outs, error, ALL_ELSE_DONE);
    }
    const failure = isRefusal(error, TAKEN) ? new RefusedError(error, NAME_TAKEN) : error;
    const before = { ...olds, isUncertain: true };
    if (this.aside !== undefined)
      return new PartialFailure(id, { ...before, name: this.aside }, failure, asideText(this.aside));
    if (!(failure instanceof CloudGroupsError) || failure.effect === "not applied") return failure;
    return new PartialFailure(id, before, failure, SEND_AGAIN);
  }
}

/** The gateway accepted a PUT, but did not clear the remark. */
class RemarkKept extends RefusedError {
  constructor(readonly group: ApigGroupFacts) {
    super(
      { operation: "updateApiGroup", code: "RemarkKept", detail: "the gateway kept the old remark" },
      "It does not clear remarks: declare a remark of at least one character",
    );
  }
}

/** Sets name and remark. */
export async function updateGroup(apig: ApigClient, id: string, inputs: Inputs): Promise<ApigGroupFacts> {
  const remark = inputs.remark ?? "";
  const group = await apig.updateGroup(id, inputs.name, remark);
  if (group.remark !== remark) throw new RemarkKept(group);
  return group;
}
