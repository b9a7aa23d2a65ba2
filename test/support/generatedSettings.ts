import { type BlockMember, BLOCKS, type SettingBlock } from "../../provider/core/settingBlocks";
import { describeSetting, type Setting, settingNames, SETTINGS } from "../../provider/core/settingTable";
import { docstring, HEADER } from "./sourceText";

/** The settings that an explicit Provider has an argument for together: their namespace, and their type. */
const CLOUDS = {
  alicloud: {
    type: "AlicloudKeys",
    about:
      "Whose account of Alibaba Cloud, for `RamGroup`, `AxgGroup` and `AxgGroupNumbers`. What holds keys, tokens or policies is kept as a secret.",
    argument: "For Alibaba Cloud.",
  },
  tencentcloud: {
    type: "TencentcloudKeys",
    about:
      "Whose account of Tencent Cloud, for `DeviceVirtualGroup`. What holds keys, tokens or policies is kept as a secret.",
    argument: "For Tencent Cloud.",
  },
  huaweicloud: {
    type: "HuaweicloudKeys",
    about:
      "Whose account of Huawei Cloud, and the location of its API gateway, for `ApigGroup`. What holds keys or tokens is kept as a secret.",
    argument: "For Huawei Cloud.",
  },
} as const;

/** The module that has the arguments of an explicit Provider, made of the settings. */
export function providerArgumentsText(): string {
  const clouds = Object.entries(CLOUDS);
  const blocks = Object.values<SettingBlock>(BLOCKS).map(({ name, description, members }) =>
    interfaceText(name, description, Object.entries(members).map(memberText)),
  );
  const keys = clouds.map(([namespace, { type, about }]) =>
    interfaceText(type, about, settingsIn(namespace)),
  );
  const named = clouds.map(
    ([namespace, { type, argument }]) => `${docstring(argument, "  ")}\n  ${namespace}?: ${type};`,
  );
  const about = "The arguments of `Provider`: the keys of the stack configuration, typed.";
  const all = interfaceText("ProviderArgs", about, [...named, ...settingsIn("cloud-groups")]);
  return (
    [HEADER, 'import type * as pulumi from "@pulumi/pulumi";', ...blocks, ...keys, all].join("\n\n") + "\n"
  );
}

function interfaceText(name: string, about: string, members: readonly string[]): string {
  return `${docstring(about, "")}\nexport interface ${name} {\n${members.join("\n")}\n}`;
}

function memberText([name, { type, isRequired, description }]: readonly [string, BlockMember]): string {
  const value = type === "seconds" ? "number" : "string";
  const input = isRequired === true ? `: pulumi.Input<${value}>` : `?: pulumi.Input<${value} | undefined>`;
  return `${docstring(description, "  ")}\n  ${name}${input};`;
}

function settingsIn(namespace: string): string[] {
  return [...settingNames.values()]
    .map((key) => [key, ...key.split(":")] as const)
    .filter(([, of]) => of === namespace)
    .map(([key, , name = ""]) => {
      const setting = SETTINGS[key];
      return `${docstring(describeSetting(setting), "  ")}\n  ${name}?: pulumi.Input<${typeOf(setting)} | undefined>;`;
    });
}

function typeOf({ type }: Setting): string {
  if (type === undefined) return "string";
  if (type === "number" || type === "boolean") return type;
  if ("members" in type) return type.name;
  return type.map((value) => JSON.stringify(value)).join(" | ");
}
