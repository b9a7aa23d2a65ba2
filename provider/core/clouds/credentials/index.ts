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

type Cloud = keyof typeof SOURCES;

/** Where the credentials for a cloud come from. @throws ConfigurationError */
export function sourceOf(settings: Settings, cloud: Cloud): CredentialSource<unknown> {
  return SOURCES[cloud](settings);
}

/** The same; undefined where there are none, or something is wrong with them. */
export function sourceIfAny(settings: Settings, cloud: Cloud): CredentialSource<unknown> | undefined {
  const found = sourceOrError(settings, cloud);
  return found instanceof ConfigurationError ? undefined : found;
}

/** The error of credentials that are there and cannot be used. Where none are, the first call says so. */
export function sourceProblem(settings: Settings, cloud: Cloud): ConfigurationError | undefined {
  const found = sourceOrError(settings, cloud);
  return found instanceof ConfigurationError && found.code !== "MissingConfiguration" ? found : undefined;
}

function sourceOrError(settings: Settings, cloud: Cloud): CredentialSource<unknown> | ConfigurationError {
  try {
    return sourceOf(settings, cloud);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
}
