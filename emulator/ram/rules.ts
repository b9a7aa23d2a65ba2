import { optional, required } from "../alibaba/parameters";
import type { Context, Parameters } from "../api";
import { Refusal } from "../refusal";
import { characterCount } from "../text";
import type { RamGroup } from "./data";

const NAME_MAX_LENGTH = 64;
const COMMENTS_MAX_LENGTH = 128;

/** Something that does not exist. */
export function absent(entity: string, message: string): Refusal {
  return new Refusal(`EntityNotExist.${entity}`, message, 404);
}

/** Something that exists already. */
export function taken(entity: string, message: string): Refusal {
  return new Refusal(`EntityAlreadyExists.${entity}`, message, 409);
}

/** A parameter that breaks a rule. */
export function invalid(parameter: string, rule: string, message: string): Refusal {
  return new Refusal(`InvalidParameter.${parameter}.${rule}`, message, 400);
}

/** A group name, checked. @throws Refusal */
export function groupName(parameters: Parameters, parameter: string): string {
  const name = required(parameters, parameter);
  if (!/^[A-Za-z0-9._-]+$/.test(name))
    throw invalid(parameter, "InvalidChars", `The parameter - "${parameter}" contains invalid chars.`);
  if (name.length > NAME_MAX_LENGTH)
    throw invalid(parameter, "Length", `The parameter - "${parameter}" beyond the length limit.`);
  return name;
}

/** Comments, checked; an empty text is a value. @throws Refusal */
export function comments(parameters: Parameters, parameter: string): string | undefined {
  const value = parameters[parameter];
  if (typeof value !== "string") return undefined;
  if (characterCount(value) > COMMENTS_MAX_LENGTH)
    throw invalid(parameter, "Length", `The parameter - "${parameter}" beyond the length limit.`);
  return value;
}

/** The group of this name, if there is one. */
export function lookUp({ data, settings }: Context, name: string): RamGroup | undefined {
  if (settings.ramNames === "sensitive") return data.ram.groups.get(name);
  return [...data.ram.groups.values()].find((group) => group.name.toLowerCase() === name.toLowerCase());
}

/** The group that `GroupName` names. @throws Refusal */
export function groupOf(context: Context, parameters: Parameters): RamGroup {
  const group = lookUp(context, groupName(parameters, "GroupName"));
  if (group === undefined) throw absent("Group", "The group does not exist.");
  return group;
}

/** One page of a list, and what RAM says about the next. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly rest: Readonly<Record<string, unknown>>;
}

/**
 * The page that `Marker` and `MaxItems` ask for. The marker is the name of the last item, so that a page stays right when
 * items come and go.
 *
 * @throws Refusal
 */
export function pageOf<Item>(
  { settings }: Context,
  parameters: Parameters,
  items: readonly Item[],
  { nameOf, maximum }: { readonly nameOf: (item: Item) => string; readonly maximum: number },
): Page<Item> {
  const asked = optional(parameters, "MaxItems") ?? String(settings.ramMaxItemsDefault);
  const size = /^\d+$/.test(asked) ? Number(asked) : 0;
  if (size < 1 || size > maximum)
    throw invalid("MaxItems", "Range", `The parameter - "MaxItems" must be an integer from 1 to ${maximum}.`);
  const after = parseMarker(optional(parameters, "Marker"));
  const following = items
    .toSorted((left, right) => (nameOf(left) < nameOf(right) ? -1 : 1))
    .filter((item) => nameOf(item) > after);
  const page = following.slice(0, settings.ramPageCap === 0 ? size : Math.min(size, settings.ramPageCap));
  const last = page.at(-1);
  if (last === undefined || following.length === page.length)
    return { items: page, rest: { IsTruncated: false } };
  return {
    items: page,
    rest: { IsTruncated: true, Marker: MARKER + Buffer.from(nameOf(last)).toString("base64url") },
  };
}

const MARKER = "after-";

function parseMarker(marker: string | undefined): string {
  if (marker === undefined) return "";
  const name = Buffer.from(marker.slice(MARKER.length), "base64url").toString("utf8");
  if (!marker.startsWith(MARKER) || name === "")
    throw new Refusal("InvalidParameter.Marker", 'The parameter - "Marker" is invalid.', 400);
  return name;
}
