import type { Parameters } from "../api";
import { Refusal } from "../refusal";
import type { Settings } from "../settings";
import { characterCount } from "../text";

/** A parameter that is missing or breaks a rule. */
export function invalidParameter(name: string): Refusal {
  return new Refusal(
    "APIG.2011",
    `Invalid parameter value,parameterName:${name}. Please refer to the support documentation`,
    400,
  );
}

/** A text parameter, if it is given. @throws Refusal where it is something else */
export function text(parameters: Parameters, name: string): string | undefined {
  const value = parameters[name] ?? undefined;
  if (value !== undefined && typeof value !== "string") throw invalidParameter(name);
  return value;
}

/** A text parameter that must be given and not be empty. @throws Refusal */
export function requiredText(parameters: Parameters, name: string): string {
  const value = text(parameters, name);
  if (value === undefined || value === "") throw invalidParameter(name);
  return value;
}

/** A whole number in a query, if it is given. @throws Refusal */
function wholeNumber(parameters: Parameters, name: string): number | undefined {
  const value = text(parameters, name);
  if (value === undefined) return undefined;
  if (!/^-?\d{1,9}$/.test(value)) throw invalidParameter(name);
  return Number(value);
}

const V1_NAME = /^[A-Za-z\p{Script=Han}][A-Za-z0-9_\p{Script=Han}]{2,63}$/u;
const V2_NAME = /^[A-Za-z0-9\p{Script=Han}][A-Za-z0-9\p{Script=Han}\-_./()（）:：、]{2,254}$/u;

/**
 * The name and remark of a group, by the rules of the gateway it is on.
 *
 * @throws Refusal
 */
export function nameAndRemark(
  parameters: Parameters,
  dedicated: boolean,
  { apigV2Rules }: Settings,
): { readonly name: string; readonly remark: string | undefined } {
  const current = dedicated && apigV2Rules === "current";
  const name = requiredText(parameters, "name");
  if (!(current ? V2_NAME : V1_NAME).test(name)) throw invalidParameter("name");
  const remark = text(parameters, "remark");
  if (remark !== undefined && characterCount(remark) > (current ? 1000 : 255))
    throw invalidParameter("remark");
  return { name, remark };
}

/** Which part of a list is asked for: v1.0 counts pages from 1, v2 skips items and corrects what is out of range. */
export function pageAsked(
  parameters: Parameters,
  dedicated: boolean,
  { apigPageCap }: Settings,
): { offset: number; limit: number } {
  const capped = (limit: number) => (apigPageCap === 0 ? limit : Math.min(limit, apigPageCap));
  if (dedicated) {
    const limit = wholeNumber(parameters, "limit") ?? 20;
    const offset = Math.max(0, wholeNumber(parameters, "offset") ?? 0);
    return { offset, limit: capped(limit <= 0 ? 20 : Math.min(limit, 500)) };
  }
  const limit = wholeNumber(parameters, "page_size") ?? 20;
  const page = wholeNumber(parameters, "page_no") ?? 1;
  if (limit < 1) throw invalidParameter("page_size");
  if (page < 1) throw invalidParameter("page_no");
  return { offset: (page - 1) * capped(limit), limit: capped(limit) };
}
