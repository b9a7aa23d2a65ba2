import type { z } from "zod";

import { type ArgumentMetadata, type ArgumentShape, metadataOf } from "./core/check";
import { describeArgument, describeKind, describeOutput } from "./core/definition";
import { typeOf } from "./core/providerText";
import type { BlockMember, SettingBlock } from "./core/settingBlocks";
import { describeSetting, type Setting, settingNames, SETTINGS } from "./core/settingTable";
import { type Kind, KINDS, kinds } from "./kinds";
import {
  type ComplexType,
  described,
  type Direction,
  type PropertySpec,
  type PropertySpecs,
  PulumiTypes,
  type TypeSpec,
} from "./pulumiTypes";

/** What Pulumi calls the package: its tokens, its plugin and its configuration begin so. */
export const PACKAGE = "cloud-groups";
const REPOSITORY = "github.com/pulumi-cloud-groups/pulumi-cloud-groups";

/** Where Pulumi gets the plugin: releases hold archives named `pulumi-resource-cloud-groups-vVERSION-OS-ARCH.tar.gz`. */
export const PLUGIN_URL = REPOSITORY.replace("github.com", "github://api.github.com");

/** A resource of Pulumi's package schema. */
interface ResourceSpec extends PropertySpecs {
  readonly description: string;
  readonly inputProperties: Readonly<Record<string, PropertySpec>>;
  readonly requiredInputs: readonly string[];
  readonly stateInputs?: { readonly type: "object" } & PropertySpecs;
  readonly isComponent?: true;
  readonly aliases?: readonly { readonly type: string }[];
}

/** A package as Pulumi describes one (pulumi.com/docs/iac/extending-pulumi/schema). */
export interface PackageSchema {
  readonly name: string;
  readonly version?: string;
  readonly config: { readonly variables: Readonly<Record<string, PropertySpec>> };
  readonly provider: Pick<ResourceSpec, "description" | "inputProperties">;
  readonly types: Readonly<Record<string, ComplexType>>;
  readonly resources: Readonly<Record<string, ResourceSpec>>;
  readonly [about: string]: unknown;
}

/**
 * Pulumi's schema of the package, made of the kinds and the settings: of it the engine and editors know arguments, and SDKs are made.
 *
 * @param version of the package; a schema that is kept in a file has none
 */
export function packageSchema(version?: string): PackageSchema {
  const types = new PulumiTypes();
  const resources = KINDS.map((kind) => [tokenOf(kind), resourceOf(kind, types)] as const);
  return {
    ...ABOUT,
    // With a version, an SDK is a module that says which plugin it is of: Go's gets a go.mod.
    ...(version === undefined ? {} : { version, meta: { ...ABOUT.meta, supportPack: true } }),
    config: { variables: settingProperties(types, true) },
    provider: {
      description:
        "Another account, region or endpoint for the resources that get it. Settings that are left out come from the environment. " +
        "Give both halves of a key pair, or neither.",
      inputProperties: settingProperties(types, false),
    },
    resources: Object.fromEntries(resources),
    types: types.named,
  };
}

/** The type token of a kind in the package. */
export function tokenOf(kind: Kind): string {
  return `${PACKAGE}:index:${kind}`;
}

/** The type token of a component's child, which no program declares: its group, or the group's journal. */
export function childTokenOf(kind: string): string {
  return `${PACKAGE}:axg:${kind}`;
}

const ABOUT = {
  name: PACKAGE,
  displayName: "Cloud Groups",
  description:
    "Groups of Chinese clouds: Alibaba Cloud AXG number groups and RAM user groups, Tencent Cloud iOA device groups, Huawei-style API gateway groups.",
  keywords: [
    "pulumi",
    "category/infrastructure",
    "kind/native",
    "alibaba-cloud",
    "tencent-cloud",
    "huawei-cloud",
    "ram",
    "axg",
    "ioa",
    "apig",
  ],
  homepage: `https://${REPOSITORY}#readme`,
  license: "Apache-2.0",
  repository: `https://${REPOSITORY}`,
  publisher: "pulumi-cloud-groups",
  pluginDownloadURL: PLUGIN_URL,
  meta: { moduleFormat: "(.*)" },
  language: {
    // The npm package of the dynamic resources has another name.
    nodejs: { packageName: "@pulumi-cloud-groups/cloud-groups", respectSchemaVersion: true },
    python: { packageName: "pulumi_cloud_groups", pyproject: { enabled: true }, respectSchemaVersion: true },
    go: {
      importBasePath: `${REPOSITORY}/sdk/go/cloudgroups`,
      rootPackageName: "cloudgroups",
      generateResourceContainerTypes: true,
      respectSchemaVersion: true,
    },
    csharp: {
      rootNamespace: "PulumiCloudGroups",
      namespaces: { [PACKAGE]: "CloudGroups" },
      packageReferences: { Pulumi: "3.*" },
      respectSchemaVersion: true,
    },
  },
} as const;

function resourceOf(kind: Kind, types: PulumiTypes): ResourceSpec {
  const { rules, outputs, lookup = [], hasJournal } = kinds[kind];
  const shape = rules.shapeFor({});
  const inputs = propertiesOf(types, shape, "input");
  return {
    description: describeKind(kinds[kind]),
    ...propertiesOf(
      types,
      { ...(hasJournal === undefined ? shape : withoutSets(shape)), ...outputs },
      "output",
    ),
    inputProperties: inputs.properties,
    requiredInputs: inputs.required,
    ...(lookup.length === 0 ? {} : { stateInputs: stateInputs(inputs, lookup) }),
    // With its journal it is a component, which no state of a dynamic resource can become: its children can.
    ...(hasJournal === undefined ? { aliases: [{ type: typeOf(kind) }] } : { isComponent: true }),
  };
}

/** A component gives out no set: its child has it, and a state would hold a million numbers twice. */
function withoutSets(shape: ArgumentShape): ArgumentShape {
  return Object.fromEntries(
    Object.entries(shape).filter(([, rule]) => metadataOf(rule).members === undefined),
  );
}

function stateInputs({ properties }: PropertySpecs, names: readonly string[]) {
  const entries = Object.entries(properties).filter(([name]) => names.includes(name));
  return { type: "object", properties: Object.fromEntries(entries), required: [] } as const;
}

function propertiesOf(types: PulumiTypes, shape: ArgumentShape, direction: Direction): PropertySpecs {
  const entries = Object.entries(shape).map(([name, rule]) => {
    const said = metadataOf(rule);
    const type = types.typeOf(name, rule, direction);
    const flags = direction === "input" ? inputFlags(said) : outputFlags(said);
    const description = direction === "input" ? describeInput(rule, said) : describeOutput(rule);
    return [name, { ...described(type, description), ...flags }] as const;
  });
  const required = Object.entries(shape).filter(([, rule]) => !rule.safeParse(undefined).success);
  return { properties: Object.fromEntries(entries), required: required.map(([name]) => name) };
}

function describeInput(rule: z.ZodType, { members }: ArgumentMetadata): string {
  const description = describeArgument(rule);
  return members === undefined ? description : `${description} A list, or a text with one on each line.`;
}

function inputFlags({ replaces }: ArgumentMetadata): Partial<PropertySpec> {
  return replaces === true ? { willReplaceOnChanges: true } : {};
}

function outputFlags({ isSecret }: ArgumentMetadata): Partial<PropertySpec> {
  return isSecret === true ? { secret: true } : {};
}

/**
 * What users may set, each by its name without a namespace.
 *
 * @param withVariables only the description of the configuration has them as data: an SDK would read those of a provider itself, and its
 * settings would then be taken for ones that go before the environment, with halves of different key pairs among them
 */
function settingProperties(types: PulumiTypes, withVariables: boolean): Record<string, PropertySpec> {
  const entries = [...settingNames].map(([name, key]): readonly [string, PropertySpec] => {
    const setting = SETTINGS[key];
    const { environment, isSecret } = setting;
    return [
      name,
      {
        ...described(settingType(types, name, setting), describeSetting(setting)),
        ...(isSecret === true ? { secret: true } : {}),
        ...(withVariables && environment.length > 0 ? { defaultInfo: { environment } } : {}),
      },
    ];
  });
  return Object.fromEntries(entries);
}

function settingType(types: PulumiTypes, name: string, { type, description }: Setting): TypeSpec {
  if (type === undefined) return { type: "string" };
  if (type === "number" || type === "boolean") return { type };
  if ("members" in type) return blockType(types, type);
  return types.enumeration(name, { type: "string", description, enum: type.map((value) => ({ value })) });
}

function blockType(types: PulumiTypes, { name, description, members }: SettingBlock): TypeSpec {
  const list = Object.entries<BlockMember>(members);
  const properties = list.map(([member, { type, description }]) => [
    member,
    described({ type: type === "seconds" ? "integer" : "string" }, description),
  ]);
  const required = list.filter(([, { isRequired }]) => isRequired === true).map(([member]) => member);
  return types.object(name, description, {
    properties: Object.fromEntries(properties) as Record<string, PropertySpec>,
    required,
  });
}
