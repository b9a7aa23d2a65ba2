import type * as pulumi from "@pulumi/pulumi";

import { type LookupOptions, lookupOptions } from "../core/program";
import { APIG_GROUP, type ApigGroupArgs, type ApigGroupLookup, ApigGroupProperties } from "./generated";

/**
 * A group of APIs on an API gateway of Huawei Cloud, or of a cloud of its kind. A refresh detects every change; new times alone are no
 * change.
 *
 * A change of `instanceId` replaces the resource. Pulumi creates the new group before it deletes the old one. Id: the group's id.
 *
 * Invalid arguments fail the preview, before any call: the error names the argument, its value and the rule. A call that the cloud refuses
 * fails the update: the error names the operation, code, message and request id, and says what to do.
 *
 * Source: API Gateway (APIG) `/v1.0/apigw/api-groups`, and `/v2/{project_id}/apigw/instances/{instance_id}/api-groups` for dedicated
 * gateways.
 *
 * @example
 * ```ts
 * import { ApigGroup } from "pulumi-cloud-groups";
 *
 * const payments = new ApigGroup("payments", { name: "payments", remark: "Payment APIs" });
 * const partners = new ApigGroup("partners", { name: "partners-2026", instanceId: "1f0b8ddf9ae44b8fb4d7a3f0b1b5d5d2" });
 * export const domains = [payments.slDomain, partners.slDomain];
 * ```
 */
export class ApigGroup extends ApigGroupProperties {
  /**
   * Looks up an existing group, in previews too, without managing it: Pulumi never changes or deletes it.
   *
   * @param name of the resource in the stack
   * @param id the group's id, not its name
   * @param lookup the gateway that the group is on
   * @param opts the options that every resource has
   * @throws pulumi.RunError if the id is empty. If there is no such group, the preview or the update fails
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    lookup?: ApigGroupLookup,
    opts?: pulumi.CustomResourceOptions,
  ): ApigGroup {
    return new ApigGroup(name, lookup, lookupOptions(id, opts));
  }

  /**
   * Declares a group.
   *
   * @param name of the resource in the stack; the group's own is in the arguments
   * @param args what the group should be
   * @param opts the options that every resource has
   * @throws Error if the package is not a direct dependency of the program
   */
  constructor(name: string, args: ApigGroupArgs, opts?: pulumi.CustomResourceOptions);
  /** Looks up a group; see {@link ApigGroup.get}. */
  constructor(name: string, args: Partial<ApigGroupArgs> | undefined, opts: LookupOptions);
  constructor(name: string, args?: Partial<ApigGroupArgs>, opts?: pulumi.CustomResourceOptions) {
    super(APIG_GROUP, name, args, opts);
  }
}
