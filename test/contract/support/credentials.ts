import type { Emulator } from "../../../emulator";
import type { Values } from "../../support/providerProcess";

/** A key for each cloud. */
export type Keys = Emulator["credentials"];

/** Values under the keys of stack configuration: `alicloud:accessKey` and so on. */
export function prefixed(namespace: string, values: object): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`${namespace}:${name}`, value as unknown]),
  );
}

/** A key set as stack configuration: with the API gateway's key pair, not its token. */
export function configOf({ alicloud, tencentcloud, huaweicloud }: Keys): Values {
  return {
    ...prefixed("alicloud", alicloud),
    ...prefixed("tencentcloud", tencentcloud),
    ...prefixed("huaweicloud", { ...huaweicloud, token: "" }),
  };
}
