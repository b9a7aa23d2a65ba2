/**
 * Pulumi resources for groups of Alibaba Cloud, Tencent Cloud, Huawei Cloud and clouds that are compatible with it.
 *
 * | resource | what it is |
 * | --- | --- |
 * | {@link AxgGroupNumbers} | the phone numbers of an existing AXG group (Alibaba Cloud) |
 * | {@link AxgGroup} | an AXG group and its numbers (Alibaba Cloud) |
 * | {@link DeviceVirtualGroup} | a group of devices in iOA (Tencent Cloud) |
 * | {@link ApigGroup} | a group of APIs on an API gateway (Huawei Cloud and compatible clouds) |
 * | {@link RamGroup} | a RAM user group (Alibaba Cloud) |
 * | {@link declareGroups} | any of them, from YAML files |
 * | {@link Provider} | another account, region or endpoint for some of them |
 *
 * @module pulumi-cloud-groups
 */
import "./supportedNode";

export { type Strategy } from "./axg/plan";
export { OsType, TimeType } from "./ioa/deviceGroup";
export type { ApigGroupArgs, ApigGroupLookup, UrlDomain } from "./apig/generated";
export { ApigGroup } from "./apig/program";
export type { AxgGroupArgs, AxgGroupNumbersArgs } from "./axg/program/generated";
export { AxgGroup } from "./axg/program/group";
export { AxgGroupNumbers } from "./axg/program/groupNumbers";
export { type LookupOptions } from "./core/program";
export { type DeclaredGroup, declareGroups } from "./files/declareGroups";
export type {
  AutoRules,
  DeviceVirtualGroupArgs,
  DeviceVirtualGroupLookup,
  RuleExpression,
  RuleItem,
  SimpleRule,
} from "./ioa/generated";
export { DeviceVirtualGroup } from "./ioa/program";
export { Provider } from "./provider";
export type {
  AlicloudAssumeRole,
  AlicloudAssumeRoleWithOidc,
  AlicloudKeys,
  HuaweicloudAssumeRole,
  HuaweicloudAssumeRoleWithOidc,
  HuaweicloudKeys,
  ProviderArgs,
  TencentcloudAssumeRole,
  TencentcloudAssumeRoleWithWebIdentity,
  TencentcloudKeys,
} from "./providerArguments";
export type { RamGroupArgs } from "./ram/generated";
export { RamGroup } from "./ram/program";
