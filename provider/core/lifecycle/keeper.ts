import { z } from "zod";

import { type Declaration, DECLARATION, type Properties } from "../properties";
import type { EngineRun, GroupRef } from "../run/run";

const declarationShape: z.ZodType<Declaration> = z.object({ name: z.string(), within: z.string() });

/** Splits the inputs of a check into the arguments and, if the program says so, which of its resources they are for. */
export function takeDeclaration(news: Properties): {
  readonly declaration: Declaration | undefined;
  readonly declared: Properties;
} {
  const { [DECLARATION]: declaration, ...declared } = news;
  return { declaration: declarationShape.safeParse(declaration).data, declared };
}

/**
 * Records that a resource of the program declares a group.
 *
 * @param argument the argument that names the group
 * @returns what is wrong if another resource declares it, too: each update would undo the other's
 */
export function keeperProblem(
  run: EngineRun,
  group: GroupRef,
  argument: string,
  declaration: Declaration | undefined,
): string | undefined {
  const other = declaration && run.otherKeeper(group, declaration);
  run.names.registerDeclared(group.name, declaration);
  if (other === undefined) return undefined;
  return (
    `${argument}: another resource, "${other}", declares this group, too. ` +
    "Declare each group once: remove one of the two resources, or give them different groups"
  );
}
