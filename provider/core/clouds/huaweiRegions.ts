import { ConfigurationError } from "../calls/errors";
import type { Settings } from "../calls/settings";

/** Where regions are that are not under `myhuaweicloud.com`, as their clouds document it. */
const DOMAINS: readonly (readonly [RegExp, string])[] = [
  // As the cloud's own Terraform provider takes all regions of that beginning.
  [/^eu-west-1/, "myhuaweicloud.eu"],
  [/^eu-(de|nl)$/, "otc.t-systems.com"],
  [/^eu-ch2$/, "sc.otc.t-systems.com"],
  [/^eu-west-0$/, "prod-cloud-ocb.orange-business.com"],
];
const OWN_DOMAIN = "myhuaweicloud.com";

const REGION = /^[a-z0-9]+(-[a-z0-9]+)+$/;
const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i;
const AVAILABILITY_ZONE = /^([a-z]+-.*-\d+)[a-z]$/;

/**
 * The public endpoint of a service in the configured region and cloud.
 *
 * @param service as it stands in the host's name, such as `apig`
 * @throws ConfigurationError where the region is missing, or one of the two cannot be part of a host's name
 */
export function regionUrl(settings: Settings, service: "apig" | "iam"): string {
  const region = settings.source("huaweicloud:region");
  if (region === undefined) throw settings.missingError("huaweicloud:region");
  const cloud = settings.source("huaweicloud:cloud");
  assertIs(DOMAIN, cloud, "a domain such as myhuaweicloud.eu");
  assertIs(REGION, region, "a region such as cn-north-4");
  const [, zoned] = AVAILABILITY_ZONE.exec(region.value) ?? [];
  if (zoned !== undefined && cloud === undefined) {
    throw new ConfigurationError(
      "InvalidConfiguration",
      `${region.name} "${region.value}" is an availability zone. Set its region, ${zoned}`,
    );
  }
  return `https://${service}.${region.value}.${cloud?.value ?? domainOf(region.value)}`;
}

function domainOf(region: string): string {
  return DOMAINS.find(([regions]) => regions.test(region))?.[1] ?? OWN_DOMAIN;
}

function assertIs(form: RegExp, source: { name: string; value: string } | undefined, what: string): void {
  if (source === undefined || form.test(source.value)) return;
  throw new ConfigurationError(
    "InvalidConfiguration",
    `${source.name} ${JSON.stringify(source.value)} is not ${what}`,
  );
}
