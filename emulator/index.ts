export type { Account, AccountName, Credentials } from "./accounts";
export type { ApiName, Parameters } from "./api";
export type { CallRecord, CallSummary } from "./calls";
export { type Emulator, type EmulatorOptions, startEmulator } from "./emulator";
export type { ArmedFault, Fault, FaultKind } from "./faults";
export { InputError } from "./inputError";
export type { AccountSeed, Seed } from "./seed";
export { DEFAULT_SETTINGS, type Settings } from "./settings";
export type { AccountState, EmulatorState } from "./world";
