import type { Emulator } from "../../../emulator";
import { DYPLS_VERSION, RAM_VERSION, type RpcAnswer, rpcCaller } from "./alibaba";
import { type ApigAnswer, apigCaller } from "./huawei";
import type { Outcome } from "./refused";
import { ioaCaller, type TencentAnswer } from "./tencent";

/** Calls of the four APIs with the first account's first keys. */
export interface Callers {
  readonly dypls: (action: string, parameters?: object) => Promise<Outcome<RpcAnswer>>;
  readonly ram: (action: string, parameters?: object) => Promise<Outcome<RpcAnswer>>;
  /** The path is `/`, the public endpoint's, by default. */
  readonly ioa: (action: string, body?: object, path?: string) => Promise<Outcome<TencentAnswer>>;
  readonly apig: (method: string, path: string, body?: object) => Promise<Outcome<ApigAnswer>>;
}

/** How to call an emulator that will be running when a test does. */
export function callersOf(emulator: { readonly running: Emulator }): Callers {
  return {
    dypls: (action, parameters) => {
      const { url, credentials } = emulator.running;
      return rpcCaller(url, DYPLS_VERSION, credentials.alicloud)(action, parameters);
    },
    ram: (action, parameters) => {
      const { url, credentials } = emulator.running;
      return rpcCaller(url, RAM_VERSION, credentials.alicloud)(action, parameters);
    },
    ioa: (action, body, path = "/") => {
      const { url, credentials } = emulator.running;
      return ioaCaller(url, credentials.tencentcloud, { path })(action, body);
    },
    apig: (method, path, body) => {
      const { url, credentials } = emulator.running;
      return apigCaller(url, credentials.huaweicloud)(method, path, body);
    },
  };
}
