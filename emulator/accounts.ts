import { type CloudName, type KeyPair, newIamToken, newKeyPair, newSecurityToken } from "./keyPairs";
import { isoSeconds, Lifetime } from "./lifetime";
import { randomHex } from "./random";

/** The two accounts of an emulator; nothing that one holds can be seen by the other. */
export const ACCOUNT_NAMES = ["first", "second"] as const;

/**
 * The name of an account.
 *
 * @useDeclaredType
 */
export type AccountName = (typeof ACCOUNT_NAMES)[number];

/** A key set: one key for each cloud, under the names of the stack configuration. */
export interface Credentials {
  /** For Dyplsapi and RAM. */
  readonly alicloud: {
    /** The id of the access key. */
    readonly accessKey: string;
    /** Its secret. */
    readonly secretKey: string;
    /** With temporary credentials alone. */
    readonly securityToken?: string;
  };
  /** For iOA. */
  readonly tencentcloud: {
    /** The id of the key. */
    readonly secretId: string;
    /** Its secret. */
    readonly secretKey: string;
    /** With temporary credentials alone. */
    readonly securityToken?: string;
  };
  /** For the API gateway. */
  readonly huaweicloud: {
    /** The id of the access key. */
    readonly accessKey: string;
    /** Its secret. */
    readonly secretKey: string;
    /** With temporary credentials alone. */
    readonly securityToken?: string;
    /** For `X-Auth-Token`, instead of a signature. */
    readonly token: string;
    /** The project, the same for all keys of an account. */
    readonly projectId: string;
    /** The region, `cn-north-4`. */
    readonly region: string;
  };
}

/** An account: two ordinary key sets (so that keys can be rotated), then a temporary one with security tokens. */
export interface Account {
  /** `first` or `second`. */
  readonly name: AccountName;
  /** Its id, which Alibaba Cloud and Tencent Cloud tell who asks (GetCallerIdentity); the same in every emulator. */
  readonly id: string;
  /** Two ordinary key sets, then a temporary one. */
  readonly keys: readonly [Credentials, Credentials, Credentials];
}

/** The role that a temporary key acts as. */
export interface AssumedRole {
  readonly name: string;
  readonly session: string;
}

/** A key that a request claims to be signed with. */
export interface Key extends KeyPair {
  readonly account: Account;
  /** What a temporary key is nothing without. */
  readonly securityToken: string | undefined;
  /** With temporary keys alone. */
  readonly role?: AssumedRole;
  /** With keys alone that a token service or a metadata service issued; all others are valid for ever. */
  readonly lifetime?: Lifetime;
}

/** What a temporary key is issued for. */
export interface Grant {
  readonly account: Account;
  readonly role: AssumedRole;
  readonly seconds: number;
}

/** A temporary key of this very moment, told to whoever asked for it. */
export interface IssuedKey extends KeyPair {
  readonly securityToken: string;
  readonly expiration: Date;
}

/** A temporary key or token that was issued, to look at: never its secret. */
export interface IssuedKeyState {
  /** The cloud that it is for. */
  readonly cloud: CloudName;
  /** The id of the key, as the call log has it. */
  readonly id: string;
  /** The account of its role. */
  readonly account: AccountName;
  /** The name of its role. */
  readonly role: string;
  /** When it expires, as ISO 8601. */
  readonly expiration: string;
  /** How many calls it is valid for; null: any number of them. */
  readonly callsLeft: number | null;
  /** Whether it has expired. */
  readonly expired: boolean;
}

/** Who a request comes from. */
export interface Caller {
  /** Of a request that is not signed, the account that it asks for. */
  readonly account: Account;
  /** Undefined where the request is not signed. */
  readonly key: Key | undefined;
  readonly authentication: "signature" | "token" | "none";
}

const REGION = "cn-north-4";

const IDS: Readonly<Record<AccountName, string>> = { first: "1000000000000001", second: "1000000000000002" };

/** The role of the temporary keys that every account has from the start. */
const EMULATED: AssumedRole = { name: "emulated", session: "session" };

function newCredentials(projectId: string, temporary: boolean): Credentials {
  const securityToken = temporary ? { securityToken: newSecurityToken() } : {};
  const [alicloud, tencentcloud, huaweicloud] = [
    newKeyPair("alicloud", temporary),
    newKeyPair("tencentcloud", temporary),
    newKeyPair("huaweicloud", temporary),
  ];
  return {
    alicloud: { accessKey: alicloud.id, secretKey: alicloud.secret, ...securityToken },
    tencentcloud: { secretId: tencentcloud.id, secretKey: tencentcloud.secret, ...securityToken },
    huaweicloud: {
      accessKey: huaweicloud.id,
      secretKey: huaweicloud.secret,
      ...securityToken,
      token: newIamToken(),
      projectId,
      region: REGION,
    },
  };
}

function newAccount(name: AccountName): Account {
  const projectId = randomHex();
  return {
    name,
    id: IDS[name],
    keys: [
      newCredentials(projectId, false),
      newCredentials(projectId, false),
      newCredentials(projectId, true),
    ],
  };
}

/** The accounts of one emulator, with credentials made at random for it, and the temporary keys that were issued for them. */
export class Accounts {
  readonly all: readonly [Account, Account] = [newAccount("first"), newAccount("second")];
  private readonly keys: Readonly<Record<CloudName, Map<string, Key>>> = {
    alicloud: new Map(),
    tencentcloud: new Map(),
    huaweicloud: new Map(),
  };
  private readonly tokens = new Map<string, Key>();
  private readonly issued: { cloud: CloudName; key: Key; role: AssumedRole; lifetime: Lifetime }[] = [];
  private callsOfNewKeys: number | undefined;
  private shownFrom = 0;

  constructor() {
    for (const account of this.all) {
      for (const { alicloud, tencentcloud, huaweicloud } of account.keys) {
        const securityToken = alicloud.securityToken;
        const role = securityToken === undefined ? {} : { role: EMULATED };
        const key = (id: string, secret: string): Key => ({ account, id, secret, securityToken, ...role });
        this.keys.alicloud.set(alicloud.accessKey, key(alicloud.accessKey, alicloud.secretKey));
        this.keys.tencentcloud.set(tencentcloud.secretId, key(tencentcloud.secretId, tencentcloud.secretKey));
        const huaweiKey = key(huaweicloud.accessKey, huaweicloud.secretKey);
        this.keys.huaweicloud.set(huaweicloud.accessKey, huaweiKey);
        this.tokens.set(huaweicloud.token, huaweiKey);
      }
    }
  }

  /** The key of this id. */
  key(cloud: CloudName, id: string): Key | undefined {
    return this.keys[cloud].get(id);
  }

  /** The Huawei Cloud key that an IAM token was issued for, or that stands for the token itself. */
  huaweicloudToken(token: string): Key | undefined {
    return this.tokens.get(token);
  }

  /** The account of this id. */
  withId(id: string): Account | undefined {
    return this.all.find((account) => account.id === id);
  }

  /** Issues a temporary key. */
  issue(cloud: CloudName, grant: Grant): IssuedKey {
    const pair = newKeyPair(cloud, true);
    const securityToken = newSecurityToken();
    const { expiration } = this.remember(cloud, grant, { ...pair, securityToken }, (key) =>
      this.keys[cloud].set(key.id, key),
    );
    return { ...pair, securityToken, expiration };
  }

  /** Issues an IAM token of Huawei Cloud; the call log names it by the id of a key that signs nothing. */
  issueToken(grant: Grant): { readonly token: string; readonly expiration: Date } {
    const token = newIamToken();
    const pair = newKeyPair("huaweicloud", true);
    const { expiration } = this.remember("huaweicloud", grant, { ...pair, securityToken: undefined }, (key) =>
      this.tokens.set(token, key),
    );
    return { token, expiration };
  }

  /** Makes temporary keys expire: those issued so far at once, or those of the future after some calls. */
  expire(after: number | undefined): void {
    if (after !== undefined) this.callsOfNewKeys = after;
    else for (const { lifetime } of this.issued) lifetime.end();
  }

  /** Shows the temporary keys so far no more, which stay valid, and lets those of the future be valid for any number of calls again. */
  reset(): void {
    this.callsOfNewKeys = undefined;
    this.shownFrom = this.issued.length;
  }

  /** The temporary keys that were issued since the last reset, in order. */
  state(): readonly IssuedKeyState[] {
    const now = new Date();
    return this.issued.slice(this.shownFrom).map(({ cloud, key, role, lifetime }) => ({
      cloud,
      id: key.id,
      account: key.account.name,
      role: role.name,
      expiration: isoSeconds(lifetime.expiration),
      callsLeft: lifetime.callsLeft ?? null,
      expired: lifetime.isOver(now),
    }));
  }

  private remember(
    cloud: CloudName,
    { account, role, seconds }: Grant,
    parts: Pick<Key, "id" | "secret" | "securityToken">,
    keep: (key: Key) => void,
  ): Lifetime {
    const lifetime = new Lifetime(seconds, this.callsOfNewKeys);
    const key: Key = { ...parts, account, role, lifetime };
    keep(key);
    this.issued.push({ cloud, key, role, lifetime });
    return lifetime;
  }
}

/** Counts a call with a key; false where the key has expired. */
export function useKey({ lifetime }: Key, now: Date): boolean {
  return lifetime?.use(now) ?? true;
}

/** What a shell exports to make programs use the emulator with an account's first key set. */
export function environmentOf(url: string, { id, keys: [credentials] }: Account): Record<string, string> {
  const { alicloud, tencentcloud, huaweicloud } = credentials;
  return {
    CLOUD_GROUPS_EMULATOR: url,
    ALIBABA_CLOUD_ACCESS_KEY_ID: alicloud.accessKey,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: alicloud.secretKey,
    ALIBABA_CLOUD_ACCOUNT_ID: id,
    TENCENTCLOUD_SECRET_ID: tencentcloud.secretId,
    TENCENTCLOUD_SECRET_KEY: tencentcloud.secretKey,
    TENCENTCLOUD_ACCOUNT_ID: id,
    HW_ACCESS_KEY: huaweicloud.accessKey,
    HW_SECRET_KEY: huaweicloud.secretKey,
    HW_PROJECT_ID: huaweicloud.projectId,
    HW_REGION_NAME: huaweicloud.region,
  };
}
