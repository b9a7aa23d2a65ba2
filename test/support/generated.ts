import { metadataOf } from "../../provider/core/check";
import { describeArgument, describeKind, describeOutput } from "../../provider/core/definition";
import { type Kind, kinds } from "../../provider/kinds";
import { type ComplexType, PulumiTypes, type TypeSpec } from "../../provider/pulumiTypes";
import { arrayOf, docstring, HEADER } from "./sourceText";

/** A module that has what the classes of some kinds say of their properties. */
interface GeneratedModule {
  readonly path: string;
  /** The kinds, each with the types that its nested values have. */
  readonly kinds: readonly Kind[];
  /** The class that theirs extend, and where it is. */
  readonly base: readonly [name: string, module: string];
  /** Where the types of codes are. */
  readonly codes?: readonly [names: readonly string[], module: string];
}

export const MODULES: readonly GeneratedModule[] = [
  { path: "provider/apig/generated.ts", kinds: ["ApigGroup"], base: ["CloudGroup", "../core/program"] },
  {
    path: "provider/axg/program/generated.ts",
    kinds: ["AxgGroup", "AxgGroupNumbers"],
    base: ["AxgResource", "./resource"],
    codes: [["Strategy"], "../plan"],
  },
  {
    path: "provider/ioa/generated.ts",
    kinds: ["DeviceVirtualGroup"],
    base: ["CloudGroup", "../core/program"],
    codes: [["OsType", "TimeType"], "./deviceGroup"],
  },
  { path: "provider/ram/generated.ts", kinds: ["RamGroup"], base: ["CloudGroup", "../core/program"] },
];

/** The text of a module, made of the definitions of its kinds. */
export function moduleText({ kinds: own, base: [base, from], codes }: GeneratedModule): string {
  const types = new PulumiTypes();
  const classes = own.map((kind) => classText(kind, base, types));
  const nested = Object.entries(types.named).map(([token, type]) => nestedText(nameOf(token), type, classes));
  const imports = [
    'import type * as pulumi from "@pulumi/pulumi";\n',
    ...[`import { ${base} } from "${from}";`, ...codesImport(codes)].sort(byModule),
  ];
  return (
    [HEADER, imports.join("\n"), ...classes, ...nested.filter((text) => text !== "")].join("\n\n") + "\n"
  );
}

function codesImport(codes: GeneratedModule["codes"]): string[] {
  return codes === undefined ? [] : [`import type { ${codes[0].join(", ")} } from "${codes[1]}";`];
}

function byModule(a: string, b: string): number {
  return (a.split('"')[1] ?? "") < (b.split('"')[1] ?? "") ? -1 : 1;
}

/** A kind's arguments, where it is looked up, its properties, and their names. */
function classText(kind: Kind, base: string, types: PulumiTypes): string {
  const { rules, outputs, lookup = [] } = kinds[kind];
  const shape = rules.shapeFor({});
  const argument = (name: string, text: string, isOptional: boolean): string => {
    const rule = shape[name];
    if (rule === undefined) throw new Error(`${kind} has no argument ${name}`);
    const type = inputType(types.typeOf(name, rule, "input"), metadataOf(rule).members?.areNumbers === true);
    const [mark, input] = isOptional ? ["?", `${type} | undefined`] : ["", type];
    return `${docstring(text, "  ")}\n  ${name}${mark}: pulumi.Input<${input}>;`;
  };
  const isOptional = (name: string) => shape[name]?.safeParse(undefined).success ?? false;
  const args = Object.entries(shape).map(([name, rule]) =>
    argument(name, describeArgument(rule), isOptional(name)),
  );
  const places = lookup.map((name) => argument(name, shape[name]?.description ?? "", true));
  const given = Object.entries({ ...shape, ...outputs }).filter(([, rule]) => !metadataOf(rule).isDerived);
  const properties = given.map(([name, rule]) => {
    const type = tsType(types.typeOf(name, rule, "output"));
    const output = rule.safeParse(undefined).success ? `${type} | undefined` : type;
    return `${docstring(describeOutput(rule), "  ")}\n  declare readonly ${name}: pulumi.Output<${output}>;`;
  });
  return [
    `/** The arguments of {@link ${kind}}. */\nexport interface ${kind}Args {\n${args.join("\n")}\n}`,
    ...(places.length === 0
      ? []
      : [
          `/** Where {@link ${kind}.get} looks for the group. */\nexport interface ${kind}Lookup {\n${places.join("\n")}\n}`,
        ]),
    `/** What each ${kind} gives out. */\nexport abstract class ${kind}Properties extends ${base} {\n${properties.join("\n")}\n}`,
    `/** What the class is made of. */\nexport const ${constantOf(kind)} = ${factsText(kind, given)};`,
  ].join("\n\n");
}

function factsText(kind: Kind, given: readonly (readonly [string, unknown])[]): string {
  const properties = arrayOf(
    "  properties: ",
    given.map(([name]) => name),
  );
  return `{\n  kind: "${kind}",\n  isReadable: ${kinds[kind].lookup !== undefined},\n${properties},\n}`;
}

/** A type with members; none for codes, whose types are beside their rules. */
function nestedText(name: string, type: ComplexType, classes: readonly string[]): string {
  if (type.type !== "object") return "";
  // What is only given out cannot be changed.
  const isArgument = !classes.some((text) => new RegExp(`Output<${name}\\[\\]`).test(text));
  const members = Object.entries(type.properties).map(([member, spec]) => {
    const { description = "" } = spec;
    const declared = isArgument
      ? `${member}?: ${tsType(spec)} | undefined;`
      : `readonly ${member}?: ${tsType(spec)};`;
    return `${docstring(description, "  ")}\n  ${declared}`;
  });
  return `${docstring(type.description, "")}\nexport interface ${name} {\n${members.join("\n")}\n}`;
}

/** The type of an argument: programs give a set as a list, and a code by its constant. */
function inputType(type: TypeSpec, areNumbers: boolean): string {
  const [first, ...others] = type.oneOf ?? [];
  if (first === undefined) return tsType(type);
  if (first.type === "array") return `pulumi.Input<${areNumbers ? "number" : "string"}>[]`;
  if (first.$ref !== undefined) return tsType(first);
  return [first, ...others].map(tsType).join(" | ");
}

function tsType({ type, items, $ref }: TypeSpec): string {
  if ($ref !== undefined) return nameOf($ref);
  if (items !== undefined) return `${tsType(items)}[]`;
  return type === "integer" ? "number" : (type ?? "unknown");
}

function nameOf(token: string): string {
  return token.split(":").at(-1) ?? "";
}

function constantOf(kind: Kind): string {
  return kind.replace(/(?<!^)[A-Z]/g, "_$&").toUpperCase();
}

/** The docstring of a class as far as the definition says it, in the place that a module has for it. */
export function withClassDocstring(source: string, kind: Kind): string {
  const before = source.indexOf(`export class ${kind} `);
  const start = source.lastIndexOf("/**", before);
  const example = source.indexOf(" * @example", start);
  if (before === -1 || start === -1 || example === -1 || example > before)
    throw new Error(`The class ${kind} has no docstring with an example`);
  const text = docstring(describeKind(kinds[kind]), "", true).replace(/\n \*\/$/, "\n *\n");
  return source.slice(0, start) + text + source.slice(example);
}
