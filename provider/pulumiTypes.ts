import { z } from "zod";

import { metadataOf, type SetMembers } from "./core/check";

/** A type of Pulumi's package schema. */
export interface TypeSpec {
  readonly type?: "string" | "integer" | "number" | "boolean" | "array" | "object";
  readonly items?: TypeSpec;
  readonly oneOf?: readonly TypeSpec[];
  readonly $ref?: string;
}

/** A property of a resource, or of a type. */
export interface PropertySpec extends TypeSpec {
  readonly description?: string;
  readonly secret?: true;
  readonly willReplaceOnChanges?: true;
  readonly defaultInfo?: { readonly environment: readonly string[] };
}

/** The properties of a resource, of one direction. */
export interface PropertySpecs {
  readonly properties: Readonly<Record<string, PropertySpec>>;
  readonly required: readonly string[];
}

/** A type that has a name. */
export type ComplexType =
  | (PropertySpecs & { readonly type: "object"; readonly description: string })
  | {
      readonly type: "integer" | "string";
      readonly description: string;
      readonly enum: readonly { readonly name?: string; readonly value: string | number }[];
    };

type JsonSchema = z.core.JSONSchema.JSONSchema;
/** Which way a value goes: arguments may have several forms, and are given out in one. */
export type Direction = "input" | "output";

const TEXT: TypeSpec = { type: "string" };

/** The types of a package's properties, made of the rules. Those that have names are collected. */
export class PulumiTypes {
  readonly named: Record<string, ComplexType> = {};

  /** @param name of the property, after which the type of its codes is called */
  typeOf(name: string, rule: z.ZodType, direction: Direction): TypeSpec {
    const { members, names } = metadataOf(rule);
    if (members !== undefined) return direction === "output" ? TEXT : { oneOf: [listOf(members), TEXT] };
    if (names !== undefined) {
      // A small first letter would be a word of its own: `I_OS` in Python.
      const codes = Object.entries(names).map(([code, value]) => ({ name: capitalized(code), value }));
      const code = this.enumeration(name, {
        type: "integer",
        description: rule.description ?? "",
        enum: codes,
      });
      return direction === "output" ? code : { oneOf: [code, TEXT] };
    }
    return this.ofJson(name, z.toJSONSchema(rule, { io: "input", target: "draft-7" }), direction);
  }

  /** A type with members, by its name. */
  object(name: string, description: string, specs: PropertySpecs): TypeSpec {
    return this.refTo(name, { type: "object", description, ...specs });
  }

  enumeration(name: string, type: ComplexType): TypeSpec {
    return this.refTo(capitalized(name), type);
  }

  private refTo(name: string, type: ComplexType): TypeSpec {
    const token = `cloud-groups:index:${name}`;
    this.named[token] = type;
    return { $ref: `#/types/${token}` };
  }

  private ofJson(name: string, json: JsonSchema, direction: Direction): TypeSpec {
    if (json.anyOf !== undefined) {
      const types = json.anyOf.map((each) => this.ofJson(name, each, direction));
      // What may be a whole number, too, is given out as text.
      return direction === "output" && types.some(({ type }) => type === "string") ? TEXT : { oneOf: types };
    }
    if (json.enum !== undefined) {
      const values = json.enum.map((value) => ({ value: String(value) }));
      return this.enumeration(name, { type: "string", description: json.description ?? "", enum: values });
    }
    switch (json.type) {
      case "array":
        return { type: "array", items: this.ofJson(name, json.items as JsonSchema, direction) };
      case "object":
        return this.ofObject(name, json, direction);
      case "string":
      case "integer":
      case "number":
      case "boolean":
        return { type: json.type };
      default:
        throw new Error(`${name} has a rule that no type of Pulumi stands for: ${JSON.stringify(json)}`);
    }
  }

  private ofObject(name: string, json: JsonSchema, direction: Direction): TypeSpec {
    const { title = name, description = "", properties = {}, required = [] } = json;
    const specs = Object.entries(properties).map(([member, value]) => {
      const rule = value as JsonSchema;
      return [member, described(this.ofJson(member, rule, direction), rule.description)] as const;
    });
    return this.object(title, description, { properties: Object.fromEntries(specs), required });
  }
}

/** A type as that of a property. */
export function described(type: TypeSpec, description: string | undefined): PropertySpec {
  return description === undefined ? type : { ...type, description };
}

function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function listOf({ type }: SetMembers): TypeSpec {
  return { type: "array", items: type === "digits" ? { oneOf: [TEXT, { type: "integer" }] } : TEXT };
}
