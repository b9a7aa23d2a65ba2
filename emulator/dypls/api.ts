import type { RpcApi } from "../alibaba/gateway";
import { Refusal } from "../refusal";
import { dyplsOperations } from "./operations";

/** Dyplsapi 2017-05-25: AXG groups and their numbers. */
export const dyplsApi: RpcApi = {
  name: "dypls",
  version: "2017-05-25",
  host: "dyplsapi.aliyuncs.com",
  operations: dyplsOperations,
  success: { Code: "OK", Message: "OK" },
  throttled: new Refusal("isv.FLOW_LIMIT", "business flow control", 200),
  broken: new Refusal("isp.SYSTEM_ERROR", "system error, please retry later", 200),
};
