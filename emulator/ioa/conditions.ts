import { z } from "zod";

import type { Settings } from "../settings";
import { badParameter, ioaRefusal } from "./refusals";

/** A filter: any of its values will do. */
interface Filter {
  readonly Field: string;
  readonly Operator: string;
  readonly Values: readonly string[];
}

/** Which items of a list are asked for. */
export interface Condition {
  readonly Filters?: readonly Filter[] | undefined;
  readonly FilterGroups?: readonly { readonly Filters?: readonly Filter[] | undefined }[] | undefined;
  readonly Sort?: { readonly Field: string; readonly Order?: string | undefined } | undefined;
  readonly PageSize?: number | undefined;
  readonly PageNum?: number | undefined;
  readonly RulePayload?: { readonly Groups?: readonly unknown[] | undefined } | undefined;
}

const filter = z.strictObject({
  Field: z.string(),
  Operator: z.string(),
  Values: z.array(z.string()).min(1),
});

/** The form of `Condition`. */
export const condition: z.ZodType<Condition> = z.strictObject({
  Filters: z.array(filter).optional(),
  FilterGroups: z.array(z.strictObject({ Filters: z.array(filter).optional() })).optional(),
  Sort: z.strictObject({ Field: z.string(), Order: z.string().optional() }).optional(),
  PageSize: z.int32().optional(),
  PageNum: z.int32().optional(),
  RulePayload: z
    .strictObject({ Groups: z.array(z.unknown()).optional(), RelateOption: z.string().optional() })
    .optional(),
  RulePayloadMode: z.int().optional(),
});

/** The fields of a list's items that a condition may name. */
export interface Fields<Item> {
  readonly values: Readonly<Record<string, (item: Item) => string>>;
  /** The operators in `Filters`, and those in `FilterGroups`. */
  readonly operators: readonly string[];
  readonly groupOperators: readonly string[];
  readonly sortable: readonly string[];
}

const PAGE_SIZE_DEFAULT = 1000;
const PAGE_SIZE_MAX = 5000;

/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly page: Readonly<Record<"PageSize" | "PageNum" | "PageCount" | "Total", number>>;
}

/**
 * The page of a list that a condition asks for: all filters must hold, and one of every filter group.
 *
 * @throws Refusal
 */
export function pageOf<Item>(
  items: readonly Item[],
  asked: Condition | undefined,
  fields: Fields<Item>,
  { ioaPageTotals, ioaPageCap }: Settings,
): Page<Item> {
  const { Filters = [], FilterGroups = [], Sort, PageSize = 0, PageNum = 0, RulePayload } = asked ?? {};
  if ((RulePayload?.Groups ?? []).length > 0)
    throw ioaRefusal("UnsupportedOperation", "Condition.RulePayload: the emulator evaluates no rules");
  if (PageSize > PAGE_SIZE_MAX) throw badParameter(`Condition.PageSize: at most ${PAGE_SIZE_MAX}`);
  const tests = [
    ...Filters.map((one) => test(one, fields, fields.operators)),
    ...FilterGroups.map(({ Filters: some = [] }) => {
      const alternatives = some.map((one) => test(one, fields, fields.groupOperators));
      return (item: Item): boolean =>
        alternatives.length === 0 || alternatives.some((passes) => passes(item));
    }),
  ];
  const found = sorted(
    items.filter((item) => tests.every((passes) => passes(item))),
    Sort,
    fields,
  );
  const wanted = PageSize > 0 ? PageSize : PAGE_SIZE_DEFAULT;
  const size = ioaPageCap === 0 ? wanted : Math.min(wanted, ioaPageCap);
  const number = PageNum > 0 ? PageNum : 1;
  const counted = ioaPageTotals === "counted";
  return {
    items: found.slice((number - 1) * size, number * size),
    page: {
      PageSize: size,
      PageNum: number,
      PageCount: counted ? Math.ceil(found.length / size) : 0,
      Total: counted ? found.length : 0,
    },
  };
}

function test<Item>(
  { Field, Operator, Values }: Filter,
  fields: Fields<Item>,
  operators: readonly string[],
): (item: Item) => boolean {
  const value = valueOf(fields, Field);
  if (!operators.includes(Operator))
    throw badParameter(`Condition: ${Field} cannot be filtered by ${Operator}`);
  return (item) =>
    Values.some((wanted) => {
      if (Operator === "eq") return value(item) === wanted;
      return Operator === "like"
        ? value(item).includes(wanted)
        : value(item).toLowerCase().includes(wanted.toLowerCase());
    });
}

function valueOf<Item>({ values }: Fields<Item>, name: string): (item: Item) => string {
  const known = Object.entries(values).find(([field]) => field === name);
  if (known === undefined) throw badParameter(`Condition: there is no field ${name}`);
  return known[1];
}

function sorted<Item>(
  items: readonly Item[],
  sort: Condition["Sort"],
  fields: Fields<Item>,
): readonly Item[] {
  if (sort === undefined) return items;
  if (!fields.sortable.includes(sort.Field))
    throw badParameter(`Condition.Sort: ${sort.Field} is not sortable`);
  const value = valueOf(fields, sort.Field);
  const direction = sort.Order?.toLowerCase() === "desc" ? -1 : 1;
  return items.toSorted((left, right) => (value(left) < value(right) ? -direction : direction));
}
