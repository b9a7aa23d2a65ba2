import { randomText } from "./random";

/** A cloud, by the name that it has in the stack configuration. */
export type CloudName = "alicloud" | "tencentcloud" | "huaweicloud";

/** The id of a key and its secret. */
export interface KeyPair {
  readonly id: string;
  readonly secret: string;
}

/** Stands in the id of each key, and in each token, so that programs can tell that no account of a cloud is at stake. */
const MARK = "Emulator";

/** A key made at random, of the form that the keys of this cloud have. */
export function newKeyPair(cloud: CloudName, temporary: boolean): KeyPair {
  switch (cloud) {
    case "alicloud":
      return { id: (temporary ? "STS." : "LTAI") + MARK + randomText(12), secret: randomText(30) };
    case "tencentcloud":
      return { id: `AKID${MARK}${randomText(24)}`, secret: randomText(32) };
    case "huaweicloud":
      return { id: (MARK + randomText(12)).toUpperCase(), secret: randomText(40) };
  }
}

/** What a temporary key is nothing without. */
export function newSecurityToken(): string {
  return randomText(64);
}

/** A token of Huawei Cloud's IAM, for `X-Auth-Token`. */
export function newIamToken(): string {
  return MARK + randomText(88);
}
