import * as pulumi from "@pulumi/pulumi";

import { encodeNumbers } from "../domain/compactNumbers";
import { numberProblems, parseNumbers } from "../domain/numberSet";
import { NO_TARGET, targetText } from "../resources/axg/target";
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
  const declared = numbers.apply(pulumi.runtime.isDryRun() ? inPreview : inUpdate);
  return new AxgGroupJournal(
    `${name}-journal`,
    place,
    declared.apply(({ target }) => target),
    declared.apply(({ encoded }) => encoded),
    optionsFor(kind, opts),
  ).id;
}

/** A declared set as the journal is given it. */
interface DeclaredSet {
  readonly target: string;
  readonly encoded?: string;
}

/** A preview needs no more than to know whether anything changes. */
function inPreview(numbers: string): DeclaredSet {
  return { target: targetText(numbers) };
}

function inUpdate(numbers: string): DeclaredSet {
  if (numberProblems(numbers).length > 0) return { target: NO_TARGET };
  return { target: targetText(numbers), encoded: encodeNumbers(parseNumbers(numbers)) };
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
