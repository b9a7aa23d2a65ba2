import * as pulumi from "@pulumi/pulumi";

import { CloudGroup, type ResourceFacts } from "../../core/program";
import { countMembers, decodeSet } from "../../sets/memberText";
import { unusualFormsIn, unusualText } from "../numberFaults";
import { NUMBERS_SECRETS } from "../secretOutputs";
import { createJournal } from "./journal";

/** Marks arguments whose unusual numbers a file's own warning has named already, with their lines. */
export const IS_WARNED = Symbol("isWarned");

/** What the two resources that keep an AXG group's numbers have in common. */
export abstract class AxgResource extends CloudGroup {
  /** Said of by each class; the accessors are made of it. */
  declare readonly numbers: pulumi.Output<string>;

  /**
   * @param named what names the group, of the arguments
   */
  protected constructor(
    facts: ResourceFacts,
    name: string,
    args: Readonly<Record<string, unknown>> & AxgArguments,
    named: Readonly<Record<string, pulumi.Input<unknown>>>,
    opts: pulumi.CustomResourceOptions | undefined,
  ) {
    const about: { resource?: AxgResource } = {};
    const numbers = args[IS_WARNED] === true ? args.numbers : withWarnings(args.numbers, about);
    super(
      facts,
      name,
      {
        ...args,
        numbers,
        __journal: createJournal(facts.kind, name, { ...named, numbers: args.numbers }, opts),
      },
      numbersOptions(opts),
    );
    about.resource = this;
  }

  /** The numbers in ascending order, as a list. */
  get numberList(): pulumi.Output<string[]> {
    return this.numbers.apply((text) => decodeSet(text).members);
  }

  /** How many numbers there are. */
  get numberCount(): pulumi.Output<number> {
    return this.numbers.apply(countMembers);
  }
}

interface AxgArguments {
  readonly numbers: pulumi.Output<string>;
  readonly [IS_WARNED]?: boolean;
}

/**
 * Numbers that a preview warns of where their form is unusual, beside the resource.
 *
 * @param about the resource, which is not there before its arguments are
 */
function withWarnings(
  numbers: pulumi.Output<string>,
  about: { readonly resource?: AxgResource },
): pulumi.Output<string> {
  if (!pulumi.runtime.isDryRun()) return numbers;
  return numbers.apply(async (text) => {
    const unusual = unusualText(unusualFormsIn(text));
    if (unusual !== undefined && !(await pulumi.isSecret(numbers)))
      void pulumi.log.warn(`numbers: ${unusual}`, about.resource);
    return text;
  });
}

function numbersOptions(opts: pulumi.CustomResourceOptions | undefined): pulumi.CustomResourceOptions {
  return pulumi.mergeOptions(opts, { additionalSecretOutputs: [...NUMBERS_SECRETS] });
}
