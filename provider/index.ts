export { type Strategy } from "./domain/axgPlan";
export { type AutoRules, OsType, TimeType } from "./domain/deviceGroup";
export { ApigGroup, type ApigGroupArgs, type ApigGroupLookup, type UrlDomain } from "./program/apigGroup";
export { AxgGroup, type AxgGroupArgs } from "./program/axgGroup";
export { AxgGroupNumbers, type AxgGroupNumbersArgs } from "./program/axgGroupNumbers";
export { type LookupOptions } from "./program/cloudGroup";
export { type DeclaredGroup, declareGroups } from "./program/declareGroups";
export {
  DeviceVirtualGroup,
  type DeviceVirtualGroupArgs,
  type DeviceVirtualGroupLookup,
} from "./program/deviceVirtualGroup";
export {
  type AlicloudKeys,
  type HuaweicloudKeys,
  Provider,
  type ProviderArgs,
  type TencentcloudKeys,
} from "./program/provider";
export { RamGroup, type RamGroupArgs } from "./program/ramGroup";
