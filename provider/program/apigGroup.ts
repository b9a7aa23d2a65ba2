import type * as pulumi from "@pulumi/pulumi";

import { CloudGroup, type LookupOptions, lookupOptions } from "./cloudGroup";

/** The arguments of ApigGroup. */
export interface ApigGroupArgs {
  /**
   * The group's name, unique on its gateway; renamed in place. On the shared gateway 3 to 64 Chinese characters, letters,
   * digits and `_`, starting with a Chinese character or a letter.
   */
  name: pulumi.Input<string>;
  /** A remark, at most 255 characters (1,000 on a dedicated gateway). Removing it clears it. */
  remark?: pulumi.Input<string | undefined>;
  /** A dedicated gateway, called by its v2 paths; not given: the shared gateway's v1.0. A change replaces the group. */
  instanceId?: pulumi.Input<string | undefined>;
  /** Take over a group of this name that exists, instead of an error. Default false. */
  adopt?: pulumi.Input<boolean | undefined>;
  /** On destroy, take the group's APIs offline and delete them first. Default false: a group with APIs is not destroyed. */
  forceDestroy?: pulumi.Input<boolean | undefined>;
}

/** Where ApigGroup.get looks. */
export interface ApigGroupLookup {
  /** The dedicated gateway that the group is on; not given: the shared gateway. */
  instanceId?: pulumi.Input<string | undefined>;
}

/**
 * A group of APIs on an API gateway of the Huawei kind.
 *
 * Id: the group's id. Source: API gateway v1.0 `/apigw/api-groups`, and v2 for dedicated gateways.
 */
export class ApigGroup extends CloudGroup {
  declare readonly name: pulumi.Output<string>;
  declare readonly remark: pulumi.Output<string | undefined>;
  declare readonly instanceId: pulumi.Output<string | undefined>;
  declare readonly adopt: pulumi.Output<boolean | undefined>;
  declare readonly forceDestroy: pulumi.Output<boolean | undefined>;
  declare readonly groupId: pulumi.Output<string>;
  /** 1: valid. */
  declare readonly status: pulumi.Output<number | undefined>;
  /** The subdomain that the gateway gave the group. */
  declare readonly slDomain: pulumi.Output<string | undefined>;
  declare readonly slDomains: pulumi.Output<string[] | undefined>;
  declare readonly registerTime: pulumi.Output<string | undefined>;
  declare readonly updateTime: pulumi.Output<string | undefined>;
  /** 1: on sale in the marketplace, 2: not, 3: under review. */
  declare readonly onSellStatus: pulumi.Output<number | undefined>;
  /** Calls that the group's APIs take in `timeInterval` `timeUnit`s. */
  declare readonly callLimits: pulumi.Output<number | undefined>;
  declare readonly timeInterval: pulumi.Output<number | undefined>;
  declare readonly timeUnit: pulumi.Output<string | undefined>;
  /** The domains bound to the group. */
  declare readonly urlDomains: pulumi.Output<UrlDomain[] | undefined>;

  /**
   * Looks an existing group up, without taking it over. An error where there is none.
   *
   * @param id the group's id, not its name
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    lookup?: ApigGroupLookup,
    opts?: pulumi.CustomResourceOptions,
  ): ApigGroup {
    return new ApigGroup(name, lookup, lookupOptions(id, opts));
  }

  constructor(name: string, args: ApigGroupArgs, opts?: pulumi.CustomResourceOptions);
  /** Looks a group up; see `get`. */
  constructor(name: string, args: Partial<ApigGroupArgs> | undefined, opts: LookupOptions);
  constructor(name: string, args?: Partial<ApigGroupArgs>, opts?: pulumi.CustomResourceOptions) {
    super("ApigGroup", name, PROPERTIES, args, opts);
  }
}

/** A domain bound to a group. */
export interface UrlDomain {
  readonly id?: string;
  readonly domain?: string;
  /** 1: not resolved, 2: resolving, 3: resolved, 4: failed. */
  readonly cname_status?: number;
  readonly ssl_id?: string;
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
