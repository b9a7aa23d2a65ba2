import type { Account } from "../../../emulator";

/** The name of a role of Alibaba Cloud. */
export function alicloudRole({ id }: Account, name = "deployer"): string {
  return `acs:ram::${id}:role/${name}`;
}

/** A token that the emulator accepts, as of an identity provider. */
export const OIDC_TOKEN = "emulator-oidc-pipeline";
