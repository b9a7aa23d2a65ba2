import { z } from "zod";

import { type Declaration, DECLARATION, type Properties } from "../properties";
import type { EngineRun, GroupRef } from "../run/run";

const declarationShape: z.ZodType<Declaration> = z.object({ name: z.string(), within: z.string() });

/** Takes apart what a check is given: which resource of the program it is about, where the program tells, and the arguments. */
export function takeDeclaration(news: Properties): {
  readonly declaration: Declaration | undefined;
  readonly declared: Properties;
} {
  const { [DECLARATION]: declaration, ...declared } = news;
  return { declaration: declarationShape.safeParse(declaration).data, declared };
}

/**
 * Notes that a resource of the program declares a group.
 *
 * @param argument that names the group
 * @returns what is wrong where another one declares it, too: each update would undo what the other one's did
 */
export function keeperProblem(
  run: EngineRun,
  group: GroupRef,
  argument: string,
  declaration: Declaration | undefined,
): string | undefined {
  const other = declaration && run.otherKeeper(group, declaration);
  run.names.declare(group.name, declaration);
  if (other === undefined) return undefined;
  return (
    `${argument}: another resource, "${other}", declares this group, too. ` +
    "Declare each group once: remove one of the two resources, or give them different groups"
  );
}
