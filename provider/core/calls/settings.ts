import { type PairKeys, type SettingKey, SETTINGS } from "../settingTable";
import { ConfigurationError } from "./errors";

export type { PairKeys, SettingKey } from "../settingTable";

/** Looks a key such as `alicloud:accessKey` up in the stack's configuration or an explicit provider's arguments. */
export type ConfigLookup = (key: string) => string | undefined;

/** A key pair, for a while with a token (temporary credentials). */
export interface KeyPair {
  /** The setting or variable that the id comes from. */
  readonly name?: string;
  readonly id: string;
  readonly secret: string;
  readonly token?: string | undefined;
}

/** Where a value stands. */
export type SettingOrigin = "configuration" | "environment";

/** Where a value comes from that is used. */
export interface Source {
  readonly origin: SettingOrigin;
  /** The key, or the variable. */
  readonly name: string;
  readonly value: string;
  /** The name of the explicit Provider whose arguments take the place of the configuration. */
  readonly provider: string | undefined;
}

/** Where an API is called. */
export interface Endpoint {
  /** A base URL without a slash at its end. */
  readonly url: string;
  /** The setting that the host comes from; undefined for the cloud's own host. */
  readonly source: Source | undefined;
}

/** What one source has of a key. */
interface Reading {
  readonly origin: SettingOrigin;
  /** The key, or the variable. */
  readonly name: string;
  readonly value: string | undefined;
}

/** What one source has of a key pair. */
interface PairSource {
  /** The origin among those of any key of the same cloud. */
  readonly index: number;
  readonly id: Reading;
  readonly secret: Reading;
}

/** What says whose account is called. */
const CREDENTIALS = [
  "alicloud:accessKey",
  "tencentcloud:secretId",
  "huaweicloud:accessKey",
  "huaweicloud:token",
] as const satisfies readonly SettingKey[];

/** Host names of this machine itself. */
export const LOOPBACK = /^(127(\.\d{1,3}){3}|localhost|\[::1\])$/;

/** The settings of one account. Values are read when they are asked for: the configuration first, then the environment. */
export class Settings {
  constructor(
    private readonly config: ConfigLookup,
    private readonly environment: Readonly<Record<string, string | undefined>>,
  ) {}

  /** The value of a key, or nothing. An empty value counts as none. */
  get(key: SettingKey): string | undefined {
    return this.source(key)?.value;
  }

  /** Whether a key's value stands in the configuration itself, and not in the environment. */
  isConfigured(key: SettingKey): boolean {
    return Boolean(this.config(key));
  }

  /** What the configuration has of any key, such as those that only the clouds' own providers read. */
  lookUp(key: string): string | undefined {
    return this.config(key) || undefined;
  }

  /** What the environment has of any variable. */
  variable(name: string): string | undefined {
    return this.environment[name] || undefined;
  }

  /**
   * The key pair of one origin: of the configuration, or of the first set of variables that has both halves. Neither halves nor a token of
   * different sources are put together, since every call would fail.
   *
   * @returns undefined where there is none
   * @throws ConfigurationError for a half, with what is missing where
   */
  keyPair(origin: SettingOrigin, [idKey, secretKey, tokenKey]: PairKeys): KeyPair | undefined {
    const sources = this.pairSources(idKey, secretKey);
    const own = sources.filter(({ id }) => id.origin === origin);
    const whole = own.find(isWhole);
    if (whole === undefined) {
      // Another source may be another account.
      if (own.some(isHalf)) throw this.incomplete(sources.filter(isHalf), idKey, secretKey);
      return undefined;
    }
    const token = this.sources(tokenKey)[whole.index]?.value;
    return { name: whole.id.name, id: whole.id.value, secret: whole.secret.value, token };
  }

  private incomplete(
    sources: readonly PairSource[],
    idKey: SettingKey,
    secretKey: SettingKey,
  ): ConfigurationError {
    const halves = sources.map(({ id, secret }) =>
      id.value === undefined ? { has: secret, lacks: id } : { has: id, lacks: secret },
    );
    const found = halves.map(({ has, lacks }) => `the ${has.origin} has ${has.name} without ${lacks.name}`);
    const advice = halves.map(({ lacks: { origin, name } }) =>
      origin === "configuration" ? `\`pulumi config set --secret ${name}\`` : `set ${name}`,
    );
    return new ConfigurationError(
      "MissingConfiguration",
      `${idKey} and ${secretKey} must come from the same source: ${found.join("; ")}. ` +
        `Set the missing one: ${advice.join(" or ")}`,
    );
  }

  private pairSources(idKey: SettingKey, secretKey: SettingKey): PairSource[] {
    const secrets = this.sources(secretKey);
    return this.sources(idKey).flatMap((id, index) => {
      const secret = secrets[index];
      return secret === undefined ? [] : [{ index, id, secret }];
    });
  }

  /** The error for a key that is needed and has no value. */
  missingError(key: SettingKey): ConfigurationError {
    const secret = /secret|token/i.test(key) ? "--secret " : "";
    const variables = SETTINGS[key].environment.join(" or ");
    return new ConfigurationError(
      "MissingConfiguration",
      `${key} is not set. Run \`pulumi config set ${secret}${key}\`, or set ${variables} in the environment`,
    );
  }

  /**
   * Where an API is called: at its own key's URL, else the emulator's, else the public one.
   *
   * @param madeOf the setting that the public URL's host is made of, such as the region
   * @throws ConfigurationError for what is no URL, or a plain `http:` one outside the loopback range
   */
  endpoint(key: SettingKey, publicUrl: () => string, madeOf?: SettingKey): Endpoint {
    const given = this.source(key) ?? this.source("cloud-groups:emulator");
    if (given === undefined)
      return { url: publicUrl(), source: madeOf === undefined ? undefined : this.source(madeOf) };
    const { name, value } = given;
    const url = URL.canParse(value) ? new URL(value) : undefined;
    if (
      url === undefined ||
      !["http:", "https:"].includes(url.protocol) ||
      url.search !== "" ||
      url.username !== ""
    ) {
      throw new ConfigurationError(
        "InvalidEndpoint",
        `${name} ${shownUrl(value)} is not a base URL. Give one such as https://cloud.example.com`,
      );
    }
    if (url.protocol === "http:" && !LOOPBACK.test(url.hostname) && !this.isForEmulator(given)) {
      throw insecureEndpoint(name, shownUrl(value));
    }
    return { url: (url.origin + url.pathname).replace(/\/+$/, ""), source: given };
  }

  /**
   * Whether an endpoint is the emulator's, and so is each credential that there is, which says so itself. In a network of containers
   * it has no loopback address.
   */
  private isForEmulator({ name }: Source): boolean {
    if (!this.sources("cloud-groups:emulator").some((source) => source.name === name)) return false;
    return CREDENTIALS.flatMap((key) => this.sources(key)).every(
      ({ value }) => value === undefined || /emulator/i.test(value),
    );
  }

  /** The value of a key and where it stands, or nothing. */
  source(key: SettingKey): Source | undefined {
    const found = this.sources(key).find(({ value }) => value !== undefined);
    if (found?.value === undefined) return undefined;
    return { origin: found.origin, name: found.name, value: found.value, provider: this.providerName };
  }

  /** The name of the explicit Provider that these are the settings of; undefined for the stack's own. */
  private get providerName(): string | undefined {
    return this.config("cloud-groups:provider") || undefined;
  }

  /**
   * Whether iOA is a private deployment (`cloud-groups:ioaDeployment`).
   *
   * @throws ConfigurationError for what is neither `public` nor `private`
   */
  get isPrivateIoa(): boolean {
    const source = this.source("cloud-groups:ioaDeployment");
    if (source === undefined || source.value === "public") return false;
    if (source.value === "private") return true;
    throw new ConfigurationError(
      "InvalidConfiguration",
      `${source.name} ${JSON.stringify(source.value)} must be "public" or "private"`,
    );
  }

  /** The time for a connection in milliseconds (`cloud-groups:connectTimeoutSeconds`), by default that of a call, and 10 s at most. */
  get connectTimeoutMs(): number {
    return this.seconds("cloud-groups:connectTimeoutSeconds", Math.min(10, this.timeoutMs / 1000));
  }

  /** The time for an answer in milliseconds (`cloud-groups:timeoutSeconds`, default 10). */
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
        `${key} ${JSON.stringify(text)} must be a number of seconds above 0`,
      );
    }
    return seconds * 1000;
  }

  /** Where a key is looked for, the nearest source first. */
  private sources(key: SettingKey): Reading[] {
    const variables = SETTINGS[key].environment.map((name): Reading => {
      return { origin: "environment", name, value: this.environment[name] || undefined };
    });
    return [{ origin: "configuration", name: key, value: this.config(key) || undefined }, ...variables];
  }
}

/** @param url as the message shows it */
export function insecureEndpoint(name: string, url: string): ConfigurationError {
  return new ConfigurationError(
    "InsecureEndpoint",
    `${name} ${url} would send credentials unencrypted: plain http is only for loopback addresses, ` +
      "and for an emulator with its own keys. Use https",
  );
}

/** A URL as messages show it: without what it may hold besides the address, such as a password. */
function shownUrl(text: string): string {
  return JSON.stringify(text.replace(/\/\/[^/@]*@/, "//[credential]@").replace(/\?.*/s, "?…"));
}

function isHalf({ id, secret }: PairSource): boolean {
  return (id.value === undefined) !== (secret.value === undefined);
}

function isWhole(source: PairSource): source is PairSource & Record<"id" | "secret", { value: string }> {
  return source.id.value !== undefined && source.secret.value !== undefined;
}
