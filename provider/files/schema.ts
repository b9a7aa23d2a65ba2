import { z } from "zod";

import { KINDS, type Kind, kinds } from "../kinds";
import { type ArgumentShape, metadataOf, type SetMembers } from "../core/check";
import { describeArgument } from "../core/definition";
import { UNKNOWN } from "../core/properties";
import { documentSchema } from "./group";
import { fileReference } from "./sets";

type JsonSchema = z.core.JSONSchema.JSONSchema;

/** The JSON Schema of a document that declares a group, made of the rules that check it. Editors complete and check by it. */
export function groupSchema(): JsonSchema {
  const { properties, ...document } = jsonSchemaOf(documentSchema);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "A group, as pulumi-cloud-groups declares it",
    ...document,
    properties: { ...properties, type: { ...(properties?.["type"] as JsonSchema), type: "string" } },
    allOf: KINDS.map((kind) => ({
      if: { properties: { type: { const: kind } }, required: ["type"] },
      then: { properties: { properties: argumentsSchema(kind) } },
    })),
  };
}

function argumentsSchema(kind: Kind): JsonSchema {
  const { shapeFor, dependsOn } = kinds[kind].rules;
  const otherwise = shapeSchema(shapeFor({}));
  if (dependsOn === undefined) return otherwise;
  return {
    if: { required: [dependsOn] },
    then: shapeSchema(shapeFor({ [dependsOn]: UNKNOWN })),
    else: otherwise,
  };
}

function shapeSchema(shape: ArgumentShape): JsonSchema {
  const { properties = {}, ...schema } = jsonSchemaOf(z.strictObject(shape));
  const described = Object.entries(shape).map(([name, rule]) => [
    name,
    { ...(properties[name] as JsonSchema), description: describeArgument(rule) },
  ]);
  return { ...schema, properties: Object.fromEntries(described) as Record<string, JsonSchema> };
}

function jsonSchemaOf(rule: z.ZodType): JsonSchema {
  const schema = z.toJSONSchema(rule, {
    io: "input",
    target: "draft-7",
    override: ({ zodSchema, jsonSchema }) => {
      const { members, names } = metadataOf(zodSchema);
      if (members === undefined && names === undefined) return;
      delete jsonSchema.type;
      if (members !== undefined)
        jsonSchema.anyOf = [{ type: "array", items: memberSchema(members) }, jsonSchemaOf(fileReference)];
      if (names !== undefined) jsonSchema.enum = [...Object.keys(names), ...Object.values(names)];
    },
  });
  // It stands once, at the top.
  delete schema.$schema;
  return schema;
}

function memberSchema({ type, pattern }: SetMembers): JsonSchema {
  const text: JsonSchema = { type: "string", pattern: pattern.source };
  return type === "digits" ? { anyOf: [text, { type: "integer", minimum: 1 }] } : text;
}
