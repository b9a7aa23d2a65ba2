import { z } from "zod";

import type { ApigSeed } from "./apig/data";
import type { DyplsSeed } from "./dypls/data";
import { parseInput } from "./input";
import type { IoaSeed } from "./ioa/data";
import { complexRule } from "./ioa/rules";
import { POLICY_TYPES, type RamSeed } from "./ram/data";

/** Data to put into one account. */
export interface AccountSeed {
  /** AXG groups and their numbers. */
  readonly dypls?: DyplsSeed;
  /** RAM groups, users and policies. */
  readonly ram?: RamSeed;
  /** Device groups and devices. */
  readonly ioa?: IoaSeed;
  /** API groups and dedicated gateways. */
  readonly apig?: ApigSeed;
}

/** Data to put into the accounts, on top of what they hold. */
export interface Seed {
  /** For the account whose keys programs use by default. */
  readonly first?: AccountSeed;
  /** For the other account. */
  readonly second?: AccountSeed;
}

const name = z.string().min(1);
const optionalName = z.exactOptional(name);
const optionalText = z.exactOptional(z.string());
const optionalFlag = z.exactOptional(z.boolean());
const optionalNumber = z.exactOptional(z.int());
const names = z.exactOptional(z.array(name));
const ids = z.exactOptional(z.array(z.int()));

function listOf<Item extends z.ZodType>(item: Item): z.ZodExactOptional<z.ZodArray<Item>> {
  return z.exactOptional(z.array(item));
}

const dyplsShape = z.strictObject({
  pools: listOf(
    z.strictObject({
      key: name,
      type: optionalName,
      groups: listOf(
        z.strictObject({
          id: z.exactOptional(z.union([z.string().regex(/^[1-9]\d{0,18}$/), z.int().min(1)])),
          name: optionalText,
          remark: optionalText,
          numbers: z.exactOptional(z.array(z.string().regex(/^\d{5,20}$/))),
          bound: optionalFlag,
        }),
      ),
    }),
  ),
}) satisfies z.ZodType<DyplsSeed>;

const policies = listOf(z.strictObject({ name, type: z.enum(POLICY_TYPES) }));

const ramShape = z.strictObject({
  users: names,
  policies,
  groups: listOf(z.strictObject({ name, comments: optionalText, members: names, policies })),
}) satisfies z.ZodType<RamSeed>;

const ioaShape = z.strictObject({
  groups: listOf(
    z.strictObject({
      id: optionalNumber,
      name,
      description: optionalText,
      osType: optionalNumber,
      timeType: optionalNumber,
      autoMinute: optionalNumber,
      autoRules: z.exactOptional(complexRule),
      deviceBlacklist: ids,
      deviceWhitelist: ids,
      domainInstanceId: optionalName,
      devices: names,
      builtIn: optionalFlag,
    }),
  ),
  devices: listOf(
    z.strictObject({ mid: name, name: optionalName, osType: optionalNumber, online: optionalFlag }),
  ),
}) satisfies z.ZodType<IoaSeed>;

const apigShape = z.strictObject({
  instances: names,
  groups: listOf(
    z.strictObject({
      id: optionalName,
      name,
      remark: optionalText,
      instanceId: optionalName,
      onSellStatus: z.exactOptional(z.int().min(1).max(3)),
      apis: listOf(z.strictObject({ id: optionalName, name, published: optionalFlag, environments: names })),
    }),
  ),
}) satisfies z.ZodType<ApigSeed>;

const accountShape = z.exactOptional(
  z.strictObject({
    dypls: z.exactOptional(dyplsShape),
    ram: z.exactOptional(ramShape),
    ioa: z.exactOptional(ioaShape),
    apig: z.exactOptional(apigShape),
  }),
);
const seedShape = z.strictObject({ first: accountShape, second: accountShape });
const resetShape = seedShape.extend({ keepSettings: optionalFlag });

/** Checks a seed. @throws InputError that names the field and its rule */
export function parseSeed(input: unknown): Seed {
  return parseInput<Seed>(seedShape, input);
}

/** What a reset leaves and adds. */
export interface ResetOptions {
  readonly seed: Seed;
  readonly keepSettings: boolean;
}

/** Checks what a reset is given. @throws InputError that names the field and its rule */
export function parseReset(input: unknown): ResetOptions {
  const { keepSettings = false, ...seed } = parseInput<Seed & { readonly keepSettings?: boolean }>(
    resetShape,
    input,
  );
  return { seed, keepSettings };
}
