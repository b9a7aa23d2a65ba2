/**
 * What tests' programs require in place of `pulumi-cloud-groups` where the engine shall come in by the plugin's door: classes of the same names
 * and arguments, as an SDK of the plugin has them.
 */
import * as pulumi from "@pulumi/pulumi";

import { type Kind, KINDS, kinds } from "../../provider/kinds";
import { tokenOf } from "../../provider/packageSchema";

type Args = Readonly<Record<string, pulumi.Input<unknown>>>;

function outputsOf(kind: Kind): Args {
  const { rules, outputs } = kinds[kind];
  const names = [...Object.keys(rules.shapeFor({})), ...Object.keys(outputs)];
  return Object.fromEntries(names.map((name) => [name, undefined])) as Args;
}

function customClass(kind: Kind) {
  return class extends pulumi.CustomResource {
    constructor(name: string, args: Args, opts?: pulumi.CustomResourceOptions) {
      super(tokenOf(kind), name, { ...outputsOf(kind), ...args }, opts);
    }

    static get(name: string, id: string, state?: Args, opts?: pulumi.CustomResourceOptions) {
      return new this(name, state ?? {}, { ...opts, id });
    }
  };
}

function componentClass(kind: Kind) {
  return class extends pulumi.ComponentResource {
    constructor(name: string, args: Args, opts?: pulumi.ComponentResourceOptions) {
      super(tokenOf(kind), name, { ...outputsOf(kind), ...args }, opts, true);
    }
  };
}

/** Takes the settings of each cloud as the package's own class does. */
class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: Args = {}, opts?: pulumi.ResourceOptions) {
    const flat = Object.entries(args).flatMap(([key, value]) =>
      CLOUDS.has(key)
        ? Object.entries(value as Args).map(([inner, each]) => [key + capitalize(inner), each] as const)
        : [[key, value] as const],
    );
    super("cloud-groups", name, Object.fromEntries(flat), opts);
  }
}

const CLOUDS: ReadonlySet<string> = new Set(["alicloud", "tencentcloud", "huaweicloud"]);

function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

const classes = KINDS.map((kind) => [
  kind,
  kinds[kind].hasJournal === true ? componentClass(kind) : customClass(kind),
]);

export = { ...(Object.fromEntries(classes) as object), Provider };
