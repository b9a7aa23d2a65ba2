import { createHash } from "node:crypto";

import { z } from "zod";

import { plural } from "../../provider/core/plurals";
import { providerText } from "../../provider/core/providerText";
import { journals, KINDS } from "../../provider/kinds";
import { typesOf } from "../types";
import type { Entry, Properties } from "./state";
import { packageOf, typeIn } from "./urns";

/** The package of dynamic resources: what belongs to it is run by Node, from the text that the state has. */
const DYNAMIC = "pulumi-nodejs";

/** The property that has the text. */
const CODE = "__provider";
const PLACES = ["inputs", "outputs"] as const;

const ALL_KINDS = [...KINDS, ...Object.keys(journals)];
const KIND_OF_TYPE = new Map(ALL_KINDS.flatMap((kind) => typesOf(kind).map((type) => [type, kind])));
const KIND_OF_TEXT = new Map(ALL_KINDS.map((kind) => [providerText(kind), kind]));

/** How Pulumi marks a secret among properties. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const secretShape = z.looseObject({ [SIGNATURE]: z.literal("1b47061264138c4ac30d75fd1eb44270") });
const shownShape = z.strictObject({ ...secretShape.shape, plaintext: z.string() });

/** What a resource's code turned out to be. */
export interface CodeVerdict {
  readonly problems: readonly string[];
  /** Whether it is code of others that the caller allows. */
  readonly isAllowed: boolean;
}

/**
 * Whether a resource has code that Pulumi runs, or that it may run later: what a program of another language has taken over from one in
 * Node keeps the code in its outputs.
 */
export function hasCode(entry: Entry): boolean {
  return isDynamic(entry) || PLACES.some((place) => codeIn(entry[place]) !== undefined);
}

/** Whether Pulumi runs code that the state has for this resource, whatever its type says. */
function isDynamic({ urn, type, provider }: Entry): boolean {
  const packages = [
    packageOf(type),
    packageOf(typeIn(urn)),
    ...(provider ? [typeIn(provider).split(":")[2]] : []),
  ];
  return packages.includes(DYNAMIC);
}

/** @param allowed digests of code of others, see `digestOf` */
export function judgeCode(entry: Entry, allowed: ReadonlySet<string>): CodeVerdict {
  const kind = KIND_OF_TYPE.get(entry.type);
  const isNeeded = isDynamic(entry);
  const places = PLACES.filter((place) => entry[place] && (isNeeded || codeIn(entry[place]) !== undefined));
  if (places.length === 0)
    return { problems: [`has no inputs and no outputs, and so no ${CODE}`], isAllowed: false };
  let isAllowed = false;
  const problems = places.flatMap((place) => {
    const text = readText(codeIn(entry[place]));
    const problem = typeof text === "string" ? problemOf(text, kind) : text.problem;
    // A type of ours has our code alone.
    const isOthers =
      problem !== undefined && kind === undefined && typeof text === "string" && allowed.has(digestOf(text));
    isAllowed ||= isOthers;
    return problem === undefined || isOthers ? [] : `${place}.${CODE} ${problem}`;
  });
  return { problems, isAllowed };
}

function codeIn(properties: Properties | null | undefined): unknown {
  return properties && Object.hasOwn(properties, CODE) ? properties[CODE] : undefined;
}

/** The text that Pulumi would run, or why it cannot be read. */
function readText(code: unknown): string | { readonly problem: string } {
  if (typeof code === "string") return code;
  if (code === undefined) return { problem: "is missing" };
  const shown = shownShape.safeParse(code);
  const text = shown.success ? shownText(shown.data.plaintext) : undefined;
  if (text !== undefined) return text;
  return secretShape.safeParse(code).success
    ? {
        problem:
          "is encrypted and cannot be read. Export the state with `pulumi stack export --show-secrets`",
      }
    : { problem: "is not text" };
}

function shownText(plaintext: string): string | undefined {
  try {
    return z.string().safeParse(JSON.parse(plaintext)).data;
  } catch {
    return undefined;
  }
}

function problemOf(text: string, kind: string | undefined): string | undefined {
  const found = KIND_OF_TEXT.get(text);
  if (found !== undefined && found === kind) return undefined;
  if (found !== undefined) return `is the code of ${found}, and the resource is not one`;
  const whose = kind === undefined ? "is not code of pulumi-cloud-groups" : `is not the code of ${kind}`;
  return `${whose} (${plural(text.length, "character")}, sha256 ${digestOf(text)})`;
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
