import { encodeNumbers } from "./contents";
import { digestNumbers, INVALID_NUMBERS } from "./journal";
import { numberProblems, parseNumbers } from "./numberSet";

/** A declared set as the journal is given it. */
export interface DeclaredSet {
  readonly digest: string;
  readonly encoded?: string;
}

/** @param isPreview which needs no more than to know whether anything changes */
export function declaredSet(numbers: string, isPreview: boolean): DeclaredSet {
  if (isPreview) return { digest: digestNumbers(numbers) };
  if (numberProblems(numbers).length > 0) return { digest: INVALID_NUMBERS };
  return { digest: digestNumbers(numbers), encoded: encodeNumbers(parseNumbers(numbers)) };
}
