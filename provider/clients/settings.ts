import { ConfigurationError } from "./errors";

/** Looks a key such as `alicloud:accessKey` up in the stack's configuration or an explicit provider's arguments. */
export type ConfigLookup = (key: string) => string | undefined;

/** Every key that is read, with the environment variables that stand in for it, first one first. */
const ENVIRONMENT = {
  "alicloud:accessKey": ["ALIBABA_CLOUD_ACCESS_KEY_ID", "ALICLOUD_ACCESS_KEY"],
  "alicloud:secretKey": ["ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALICLOUD_SECRET_KEY"],
  "alicloud:securityToken": ["ALIBABA_CLOUD_SECURITY_TOKEN", "ALICLOUD_SECURITY_TOKEN"],
  "tencentcloud:secretId": ["TENCENTCLOUD_SECRET_ID"],
  "tencentcloud:secretKey": ["TENCENTCLOUD_SECRET_KEY"],
  "tencentcloud:securityToken": ["TENCENTCLOUD_SECURITY_TOKEN"],
  "huaweicloud:accessKey": ["HW_ACCESS_KEY"],
  "huaweicloud:secretKey": ["HW_SECRET_KEY"],
  "huaweicloud:securityToken": ["HW_SECURITY_TOKEN"],
  "huaweicloud:token": ["HW_AUTH_TOKEN"],
  "huaweicloud:projectId": ["HW_PROJECT_ID"],
  "huaweicloud:region": ["HW_REGION_NAME"],
  "cloud-groups:ramEndpoint": ["CLOUD_GROUPS_RAM_ENDPOINT"],
  "cloud-groups:dyplsEndpoint": ["CLOUD_GROUPS_DYPLS_ENDPOINT"],
  "cloud-groups:ioaEndpoint": ["CLOUD_GROUPS_IOA_ENDPOINT"],
  "cloud-groups:apigEndpoint": ["CLOUD_GROUPS_APIG_ENDPOINT"],
  "cloud-groups:emulator": ["CLOUD_GROUPS_EMULATOR"],
  "cloud-groups:ioaDeployment": ["CLOUD_GROUPS_IOA_DEPLOYMENT"],
  "cloud-groups:timeoutSeconds": ["CLOUD_GROUPS_TIMEOUT_SECONDS"],
  "cloud-groups:deadlineSeconds": ["CLOUD_GROUPS_DEADLINE_SECONDS"],
} as const satisfies Record<string, readonly string[]>;

export type SettingKey = keyof typeof ENVIRONMENT;

/** A key pair, for a while with a token (temporary credentials). */
export interface KeyPair {
  readonly id: string;
  readonly secret: string;
  readonly token?: string | undefined;
}

const LOOPBACK = /^(127(\.\d{1,3}){3}|localhost|\[::1\])$/;

/** The settings of one account. Values are read when they are asked for: the configuration first, then the environment. */
export class Settings {
  constructor(
    private readonly config: ConfigLookup,
    private readonly environment: Readonly<Record<string, string | undefined>>,
  ) {}

  /** The value of a key, or nothing. An empty value counts as none. */
  get(key: SettingKey): string | undefined {
    return this.readings(key)[0]?.value;
  }

  /** Whether a key's value stands in the configuration itself, and not in the environment. */
  isConfigured(key: SettingKey): boolean {
    return Boolean(this.config(key));
  }

  /**
   * A key pair of which both halves are needed. The token is taken from where the secret came from alone, since a token of
   * other keys makes every call fail.
   *
   * @throws ConfigurationError that names the keys and variables looked for
   */
  keyPair(idKey: SettingKey, secretKey: SettingKey, tokenKey: SettingKey): KeyPair {
    const [id] = this.readings(idKey);
    const [secret] = this.readings(secretKey);
    if (id === undefined || secret === undefined) throw this.missing(id === undefined ? idKey : secretKey);
    const token = this.readings(tokenKey).find((reading) => reading.source === secret.source);
    return { id: id.value, secret: secret.value, token: token?.value };
  }

  /** The error for a key that is needed and has no value. */
  missing(key: SettingKey): ConfigurationError {
    const secret = /secret|token/i.test(key) ? "--secret " : "";
    return new ConfigurationError(
      "MissingConfiguration",
      `${key} is not set: looked for stack configuration ${key} (pulumi config set ${secret}${key}) ` +
        `and for the environment's ${ENVIRONMENT[key].join(" or ")}`,
    );
  }

  /**
   * A base URL without a slash at its end: the API's own key, else the emulator's, else the public one.
   *
   * @throws ConfigurationError for what is no URL, or a plain `http:` one outside the loopback range
   */
  endpoint(key: SettingKey, publicUrl: () => string): string {
    const source = this.get(key) === undefined ? "cloud-groups:emulator" : key;
    const text = this.get(source) ?? publicUrl();
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (
      url === undefined ||
      !["http:", "https:"].includes(url.protocol) ||
      url.search !== "" ||
      url.username !== ""
    ) {
      throw new ConfigurationError(
        "InvalidEndpoint",
        `${source} ${JSON.stringify(text)} is not a base URL such as ${publicUrl()}`,
      );
    }
    if (url.protocol === "http:" && !LOOPBACK.test(url.hostname)) {
      throw new ConfigurationError(
        "InsecureEndpoint",
        `${source} ${JSON.stringify(text)} would send credentials unencrypted: plain http is for the loopback range alone, use https`,
      );
    }
    return (url.origin + url.pathname).replace(/\/+$/, "");
  }

  /** One call's time in milliseconds (`cloud-groups:timeoutSeconds`, default 10). */
  get timeoutMs(): number {
    return this.seconds("cloud-groups:timeoutSeconds", 10);
  }

  /**
   * How long an operation may go without a call that goes through, in milliseconds, retries included
   * (`cloud-groups:deadlineSeconds`, default 600).
   */
  get deadlineMs(): number {
    return this.seconds("cloud-groups:deadlineSeconds", 600);
  }

  private seconds(key: SettingKey, otherwise: number): number {
    const text = this.get(key);
    const seconds = text === undefined ? otherwise : Number(text);
    // Node's timers hold no more than 2^31 ms.
    if (!(seconds > 0 && seconds <= 2_000_000)) {
      throw new ConfigurationError(
        "InvalidConfiguration",
        `${key} ${JSON.stringify(text)} is not a number of seconds above 0`,
      );
    }
    return seconds * 1000;
  }

  private readings(key: SettingKey): { source: string; value: string }[] {
    const candidates = [
      { source: "configuration", value: this.config(key) },
      ...ENVIRONMENT[key].map((name) => ({ source: family(name), value: this.environment[name] })),
    ];
    return candidates.filter((candidate): candidate is { source: string; value: string } =>
      Boolean(candidate.value),
    );
  }
}

/** `ALIBABA_CLOUD_…` and `ALICLOUD_…` are two sets of variables that must not be mixed within one key pair. */
function family(variable: string): string {
  return variable.startsWith("ALIBABA_CLOUD_") ? "ALIBABA_CLOUD" : (variable.split("_")[0] ?? variable);
}
