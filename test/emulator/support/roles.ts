import type { Account } from "../../../emulator";

/** The name of a role of Alibaba Cloud. */
export function alicloudRole({ id }: Account, name = "deployer"): string {
  return `acs:ram::${id}:role/${name}`;
}

/** The name of a role of Tencent Cloud. */
export function tencentcloudRole({ id }: Account, name = "deployer"): string {
  return `qcs::cam::uin/${id}:roleName/${name}`;
}

/** A token that the emulator accepts, as of an identity provider. */
export const OIDC_TOKEN = "emulator-oidc-pipeline";
