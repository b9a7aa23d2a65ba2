/**
 * The emulator of the four APIs, for tests of programs: signatures, rules and error codes as the clouds' public documents describe
 * them (Dyplsapi 2017-05-25, RAM 2015-05-01, iOA 2022-06-01, API Gateway v1.0 and v2), on one loopback port. With them the services that tell who calls and issue temporary keys: Alibaba Cloud STS
 * 2015-04-01, Tencent Cloud STS 2018-08-13, Huawei Cloud IAM v3, and the metadata services.
 *
 * Source: the clouds' public API references; what they leave open is a setting ({@link Settings}).
 *
 * @module emulator
 */
import "../provider/supportedNode";

export type { Account, AccountName, Credentials, IssuedKeyState } from "./accounts";
export type { ApiName, Parameters } from "./api";
export type { CallRecord, CallSummary } from "./calls";
export type { ApigSeed, ApigState, ApiGroupState } from "./apig/data";
export type { AxgGroupState, DyplsSeed, DyplsState } from "./dypls/data";
export { type Emulator, type EmulatorOptions, type EmulatorState, startEmulator } from "./emulator";
export type { ArmedFault, Fault, FaultKind } from "./faults";
export { InputError } from "./inputError";
export type { Device, DeviceGroupState, IoaSeed, IoaState } from "./ioa/data";
export type { ComplexRule, RuleExpression, RuleItem, SimpleRule } from "./ioa/ruleForm";
export type { CloudName } from "./keyPairs";
export type { ExpireKeysOptions } from "./lifetime";
export type { PolicyName, PolicyType, RamGroupState, RamSeed, RamState } from "./ram/data";
export type { AccountSeed, Seed } from "./seed";
export { DEFAULT_SETTINGS, type Settings } from "./settings";
export type { AccountState, AccountStates } from "./world";
