// Made of the definitions: do not edit it. UPDATE_DOCS=1 npm test -- test/generated.test.ts writes it anew.

import type * as pulumi from "@pulumi/pulumi";

import { CloudGroup } from "../core/program";

/** The arguments of {@link ApigGroup}. */
export interface ApigGroupArgs {
  /**
   * The group's name, unique on its gateway; renamed in place. On the shared gateway 3 to 64 Chinese characters, letters, digits and `_`,
   * starting with a Chinese character or a letter. On a dedicated gateway 3 to 255 of these and `-./:：()（）、`, starting with a Chinese
   * character, a letter or a digit.
   */
  name: pulumi.Input<string>;
  /** A remark: at most 255 characters (1,000 on a dedicated gateway). Default: none. Removing it clears it. */
  remark?: pulumi.Input<string | undefined>;
  /** The id of a dedicated gateway, called by its v2 paths. Default: the shared gateway, called by v1.0. A change replaces the resource. */
  instanceId?: pulumi.Input<string | undefined>;
  /** On create, take over an existing group of this name and set its remark, instead of failing. Default false. */
  adopt?: pulumi.Input<boolean | undefined>;
  /**
   * On destroy, first take the group's APIs (by their `group_id`) offline and delete them. Default false: a group with APIs is not
   * destroyed.
   */
  forceDestroy?: pulumi.Input<boolean | undefined>;
}

/** Where {@link ApigGroup.get} looks for the group. */
export interface ApigGroupLookup {
  /** The id of a dedicated gateway, called by its v2 paths. Default: the shared gateway, called by v1.0. */
  instanceId?: pulumi.Input<string | undefined>;
}

/** What each ApigGroup gives out. */
export abstract class ApigGroupProperties extends CloudGroup {
  /**
   * The group's name, unique on its gateway; renamed in place. On the shared gateway 3 to 64 Chinese characters, letters, digits and `_`,
   * starting with a Chinese character or a letter. On a dedicated gateway 3 to 255 of these and `-./:：()（）、`, starting with a Chinese
   * character, a letter or a digit.
   */
  declare readonly name: pulumi.Output<string>;
  /** A remark: at most 255 characters (1,000 on a dedicated gateway). Default: none. Removing it clears it. */
  declare readonly remark: pulumi.Output<string | undefined>;
  /** The id of a dedicated gateway, called by its v2 paths. Default: the shared gateway, called by v1.0. */
  declare readonly instanceId: pulumi.Output<string | undefined>;
  /** On create, take over an existing group of this name and set its remark, instead of failing. Default false. */
  declare readonly adopt: pulumi.Output<boolean | undefined>;
  /**
   * On destroy, first take the group's APIs (by their `group_id`) offline and delete them. Default false: a group with APIs is not
   * destroyed.
   */
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
}

/** What the class is made of. */
export const APIG_GROUP = {
  kind: "ApigGroup",
  isReadable: true,
  properties: [
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
  ],
};

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
