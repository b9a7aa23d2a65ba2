import type * as pulumi from "@pulumi/pulumi";

import { CloudGroup, type LookupOptions, lookupOptions } from "../core/program";

/** The arguments of {@link ApigGroup}. A change of `instanceId` replaces the group. */
export interface ApigGroupArgs {
  /**
   * The group's name, unique on its gateway; renamed in place. On the shared gateway 3 to 64 Chinese characters, letters,
   * digits and `_`, starting with a Chinese character or a letter. On a dedicated gateway 3 to 255 of these and `-./:：()（）、`,
   * starting with a Chinese character, a letter or a digit.
   */
  name: pulumi.Input<string>;
  /** A remark: at most 255 characters (1,000 on a dedicated gateway). Default: none. Removing it clears it. */
  remark?: pulumi.Input<string | undefined>;
  /** The id of a dedicated gateway, called by its v2 paths. Default: the shared gateway, called by v1.0. A change replaces the group. */
  instanceId?: pulumi.Input<string | undefined>;
  /** On create, take over an existing group of this name and set its remark, instead of failing. Default false. */
  adopt?: pulumi.Input<boolean | undefined>;
  /** On destroy, first take the group's APIs offline and delete them. Default false: a group with APIs is not destroyed. */
  forceDestroy?: pulumi.Input<boolean | undefined>;
}

/** Where {@link ApigGroup.get} looks for the group. */
export interface ApigGroupLookup {
  /** The id of the dedicated gateway that the group is on. Default: the shared gateway. */
  instanceId?: pulumi.Input<string | undefined>;
}

/**
 * A group of APIs on an API gateway of Huawei Cloud, or of a cloud of its kind. A refresh detects every change; new times alone
 * are no change.
 *
 * A change of `instanceId` replaces the group: Pulumi creates the new one before it deletes the old one. Id: the group's id.
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
export class ApigGroup extends CloudGroup {
  /** The group's name. */
  declare readonly name: pulumi.Output<string>;
  /** The group's remark. */
  declare readonly remark: pulumi.Output<string | undefined>;
  /** The id of the dedicated gateway; undefined on the shared gateway. */
  declare readonly instanceId: pulumi.Output<string | undefined>;
  /** Whether a create takes over an existing group. Default false. */
  declare readonly adopt: pulumi.Output<boolean | undefined>;
  /** Whether a destroy empties the group first. Default false. */
  declare readonly forceDestroy: pulumi.Output<boolean | undefined>;
  /** The id that the gateway gave the group; the resource's id, too. */
  declare readonly groupId: pulumi.Output<string>;
  /** 1: valid. */
  declare readonly status: pulumi.Output<number | undefined>;
  /** The subdomain that the gateway gave the group. */
  declare readonly slDomain: pulumi.Output<string | undefined>;
  /** The subdomains that the gateway gave the group, if it reports more than one. */
  declare readonly slDomains: pulumi.Output<string[] | undefined>;
  /** When the group was created, as the gateway writes it (ISO 8601). */
  declare readonly registerTime: pulumi.Output<string | undefined>;
  /** When the group was last changed, in the format of `registerTime`. */
  declare readonly updateTime: pulumi.Output<string | undefined>;
  /** 1: on sale in the marketplace, 2: not, 3: under review. */
  declare readonly onSellStatus: pulumi.Output<number | undefined>;
  /** How many calls the group's APIs take in `timeInterval` of `timeUnit`. */
  declare readonly callLimits: pulumi.Output<number | undefined>;
  /** The length of the span that `callLimits` is for, in units of `timeUnit`. */
  declare readonly timeInterval: pulumi.Output<number | undefined>;
  /** The unit of `timeInterval`, as the gateway writes it. */
  declare readonly timeUnit: pulumi.Output<string | undefined>;
  /** The domains bound to the group. */
  declare readonly urlDomains: pulumi.Output<UrlDomain[] | undefined>;

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
    super("ApigGroup", name, PROPERTIES, args, opts);
  }
}

/** A domain bound to a group. */
export interface UrlDomain {
  /** The binding's id. */
  readonly id?: string;
  /** The domain's name. */
  readonly domain?: string;
  /** The state of its CNAME record: 1 not resolved, 2 resolving, 3 resolved, 4 failed. */
  readonly cname_status?: number;
  /** The id of its certificate. */
  readonly ssl_id?: string;
  /** The name of its certificate. */
  readonly ssl_name?: string;
}

const PROPERTIES = [
  "name",
  "remark",
  "instanceId",
  "adopt",
  "forceDestroy",
  "groupId",
  "status",
  "slDomain",
  "slDomains",
  "registerTime",
  "updateTime",
  "onSellStatus",
  "callLimits",
  "timeInterval",
  "timeUnit",
  "urlDomains",
] satisfies (keyof ApigGroup)[];
