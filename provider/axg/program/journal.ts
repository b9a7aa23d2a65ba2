import * as pulumi from "@pulumi/pulumi";

import { CloudGroup } from "../../core/program";
import { declaredSet } from "../declaredSet";
import { JOURNAL_SECRETS } from "../secretOutputs";

/** What a journal gets of its group's arguments, under the same names. */
export type JournalledArguments = Readonly<
  Record<string, pulumi.Input<unknown>> & { numbers: pulumi.Output<string> }
>;

/**
 * The numbers that an AXG group shall hold: a resource of its own, which Pulumi writes to the state before the group's calls go out. The
 * classes that keep numbers create one each, named like them with `-journal` at the end; programs do not.
 */
class AxgGroupJournal extends CloudGroup {
  constructor(
    kind: string,
    name: string,
    args: JournalledArguments,
    numbers: pulumi.Input<string>,
    set: pulumi.Input<string | undefined>,
    opts: pulumi.CustomResourceOptions,
  ) {
    super(
      { kind: `${kind}Journal`, properties: ["key", "record"] },
      name,
      { ...args, numbers, __set: set },
      opts,
    );
  }
}

/**
 * Creates the journal of a group's resource; none where the group is only looked up.
 *
 * @param kind the resource's class: two classes may have resources of one name
 * @param args what names the group, and its numbers as text
 * @param opts the resource's own
 * @returns the input that links the resource to it
 */
export function createJournal(
  kind: string,
  name: string,
  args: JournalledArguments,
  opts: pulumi.CustomResourceOptions = {},
): pulumi.Output<string> | undefined {
  if (opts.id !== undefined) return undefined;
  const isPreview = pulumi.runtime.isDryRun();
  const declared = args.numbers.apply((numbers) => declaredSet(numbers, isPreview));
  return new AxgGroupJournal(
    kind,
    `${name}-journal`,
    args,
    declared.apply(({ digest }) => digest),
    declared.apply(({ encoded }) => encoded),
    optionsFor(kind, opts),
  ).id;
}

/** The journal goes where its resource goes: with its provider, under its parent, under its earlier names, with the same changes ignored. */
function optionsFor(kind: string, opts: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions {
  const { parent, provider, dependsOn, protect, retainOnDelete, deletedWith, aliases, ignoreChanges } = opts;
  const copied = { parent, provider, dependsOn, protect, retainOnDelete, deletedWith, ignoreChanges };
  const given = Object.fromEntries(Object.entries(copied).filter(([, value]) => value !== undefined));
  return {
    ...given,
    ...(aliases === undefined ? {} : { aliases: aliases.map((alias) => aliasOf(kind, alias)) }),
    additionalSecretOutputs: [...JOURNAL_SECRETS],
  };
}

function aliasOf(
  kind: string,
  alias: pulumi.Input<pulumi.URN | pulumi.Alias>,
): pulumi.Input<pulumi.URN | pulumi.Alias> {
  return pulumi.output(alias).apply((known): pulumi.URN | pulumi.Alias => {
    if (typeof known === "string") return `${known.replace(`:${kind}::`, `:${kind}Journal::`)}-journal`;
    const { name, type } = known as pulumi.Alias;
    return {
      ...(known as pulumi.Alias),
      ...(name === undefined ? {} : { name: pulumi.interpolate`${name}-journal` }),
      ...(type === undefined ? {} : { type: pulumi.interpolate`${type}Journal` }),
    };
  });
}
