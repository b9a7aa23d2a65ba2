import * as pulumi from "@pulumi/pulumi";

import { encodeNumbers } from "../domain/compactNumbers";
import { numberProblems, parseNumbers } from "../domain/numberSet";
import { NO_TARGET, targetText } from "../resources/axgTarget";
import { CloudGroup, typeOf } from "./cloudGroup";

/**
 * What an AXG group's numbers are about to become: a resource of its own, which Pulumi writes to the state before the group's calls go
 * out. The classes that keep numbers make one each, named like them with `-journal` at the end; programs do not.
 */
class AxgGroupJournal extends CloudGroup {
  constructor(
    name: string,
    place: pulumi.Input<string>,
    target: pulumi.Input<string>,
    numbers: pulumi.Input<string | undefined>,
    opts: pulumi.CustomResourceOptions,
  ) {
    super("AxgGroupJournal", name, ["key", "record"], { place, target, numbers }, opts);
  }
}

/**
 * The journal of a group's resource; none where the group is only looked up.
 *
 * @param kind the resource's class
 * @param place of the group, as the resource names it
 * @param numbers as text
 * @param opts the resource's own
 * @returns the input that ties the resource to it
 */
export function journalOf(
  kind: string,
  name: string,
  place: pulumi.Input<string>,
  numbers: pulumi.Output<string>,
  opts: pulumi.CustomResourceOptions = {},
): pulumi.Output<string> | undefined {
  if (opts.id !== undefined) return undefined;
  // A preview needs no more than to know whether anything changes.
  const isPreview = pulumi.runtime.isDryRun();
  const target = numbers.apply((text) => (isPreview || isValid(text) ? targetText(text) : NO_TARGET));
  const encoded = isPreview
    ? undefined
    : numbers.apply((text) => (isValid(text) ? encodeNumbers(parseNumbers(text)) : undefined));
  return new AxgGroupJournal(`${name}-journal`, place, target, encoded, optionsFor(kind, opts)).id;
}

function isValid(text: string): boolean {
  return numberProblems(text).length === 0;
}

/** The journal goes where its resource goes: with its provider, under its parent, under its earlier names. */
function optionsFor(kind: string, opts: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions {
  const { parent, provider, dependsOn, protect, retainOnDelete, deletedWith, aliases, ignoreChanges } = opts;
  const copied = { parent, provider, dependsOn, protect, retainOnDelete, deletedWith };
  const given = Object.fromEntries(Object.entries(copied).filter(([, value]) => value !== undefined));
  return {
    ...given,
    ...(aliases === undefined ? {} : { aliases: aliases.map((alias) => aliasOf(kind, alias)) }),
    ...(ignoreChanges?.includes("numbers") ? { ignoreChanges: ["target", "numbers"] } : {}),
    additionalSecretOutputs: ["record"],
  };
}

function aliasOf(
  kind: string,
  alias: pulumi.Input<pulumi.URN | pulumi.Alias>,
): pulumi.Input<pulumi.URN | pulumi.Alias> {
  return pulumi.output(alias).apply((known): pulumi.URN | pulumi.Alias => {
    if (typeof known === "string") return `${known.replace(`:${kind}::`, ":AxgGroupJournal::")}-journal`;
    const { name, type } = known as pulumi.Alias;
    return {
      ...(known as pulumi.Alias),
      ...(name === undefined ? {} : { name: pulumi.interpolate`${name}-journal` }),
      ...(type === undefined ? {} : { type: typeOf("AxgGroupJournal") }),
    };
  });
}
