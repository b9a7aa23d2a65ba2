import type { CredentialSource } from "../../calls/credentials";
import { ConfigurationError } from "../../calls/errors";
import type { Settings } from "../../calls/settings";
import { alicloudSource } from "./alicloud";
import { huaweicloudSource } from "./huaweicloud";
import { tencentcloudSource } from "./tencentcloud";

const SOURCES = {
  alicloud: alicloudSource,
  tencentcloud: tencentcloudSource,
  huaweicloud: huaweicloudSource,
} as const;

/** Where the credentials for a cloud come from. @throws ConfigurationError */
export function sourceOf(settings: Settings, cloud: keyof typeof SOURCES): CredentialSource<unknown> {
  return SOURCES[cloud](settings);
}

/** The same; undefined where there are none, or something is wrong with them. */
export function sourceIfAny(
  settings: Settings,
  cloud: keyof typeof SOURCES,
): CredentialSource<unknown> | undefined {
  try {
    return sourceOf(settings, cloud);
  } catch (error) {
    if (error instanceof ConfigurationError) return undefined;
    throw error;
  }
}
