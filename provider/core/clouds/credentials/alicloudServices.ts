import type { Endpoint, Settings } from "../../calls/settings";
import { invalid } from "./common";

/** Where Alibaba Cloud's token service is: in a region that is named, else the one of all regions. */
export function tokenService(settings: Settings, region?: string): Endpoint {
  const where = region ?? settings.variable("ALIBABA_CLOUD_STS_REGION");
  const isVpc = settings.variable("ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED")?.toLowerCase() === "true";
  const host = where === undefined ? "sts" : `${isVpc ? "sts-vpc" : "sts"}.${where}`;
  return settings.endpoint("cloud-groups:emulator", () => `https://${host}.aliyuncs.com`);
}

/** Where a machine's metadata are. */
export function metadataService(settings: Settings): Endpoint {
  return settings.endpoint("cloud-groups:emulator", () => "http://100.100.100.200");
}

/** @throws ConfigurationError for what is no URL of http */
export function urlOf(name: string, url: string): URL {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return new URL(url);
  throw invalid(name, "is not a URL such as http://127.0.0.1:8080/credentials");
}
