import type { Settings } from "../../calls/settings";
import type { TencentApi } from "../tencentcloudRpc";

/** STS wants a region, whichever; this one is the default of the cloud's own providers. */
const REGION = "ap-guangzhou";

/** Tencent Cloud's token service, STS 2018-08-13. */
export function tencentTokenService(settings: Settings, region = REGION): TencentApi {
  const endpoint = settings.endpoint("cloud-groups:emulator", () => "https://sts.tencentcloudapi.com");
  return { service: "sts", version: "2018-08-13", region, endpoint, permissions: {} };
}
