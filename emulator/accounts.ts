import { randomHex, randomText } from "./random";

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

/** A key that a request claims to be signed with. */
export interface Key {
  readonly account: Account;
  readonly id: string;
  readonly secret: string;
  /** What a temporary key is nothing without. */
  readonly securityToken: string | undefined;
}

/** Who a request comes from. */
export interface Caller {
  readonly account: Account;
  /** The id of the key; never its secret. */
  readonly accessKey: string;
  readonly authentication: "signature" | "token";
}

const REGION = "cn-north-4";

/** Stands in the id of each key, and in each token, so that programs can tell that no account of a cloud is at stake. */
const MARK = "Emulator";

const IDS: Readonly<Record<AccountName, string>> = { first: "1000000000000001", second: "1000000000000002" };

function newCredentials(projectId: string, temporary: boolean): Credentials {
  const securityToken = temporary ? { securityToken: randomText(64) } : {};
  return {
    alicloud: {
      accessKey: (temporary ? "STS." : "LTAI") + MARK + randomText(12),
      secretKey: randomText(30),
      ...securityToken,
    },
    tencentcloud: { secretId: `AKID${MARK}${randomText(24)}`, secretKey: randomText(32), ...securityToken },
    huaweicloud: {
      accessKey: (MARK + randomText(12)).toUpperCase(),
      secretKey: randomText(40),
      ...securityToken,
      token: MARK + randomText(88),
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

/** The accounts of one emulator, with credentials made at random for it. */
export class Accounts {
  readonly all: readonly [Account, Account] = [newAccount("first"), newAccount("second")];
  private readonly alicloudKeys = new Map<string, Key>();
  private readonly tencentcloudKeys = new Map<string, Key>();
  private readonly huaweicloudKeys = new Map<string, Key>();
  private readonly huaweicloudTokens = new Map<string, Key>();

  constructor() {
    for (const account of this.all) {
      for (const { alicloud, tencentcloud, huaweicloud } of account.keys) {
        const securityToken = alicloud.securityToken;
        const key = (id: string, secret: string): Key => ({ account, id, secret, securityToken });
        this.alicloudKeys.set(alicloud.accessKey, key(alicloud.accessKey, alicloud.secretKey));
        this.tencentcloudKeys.set(tencentcloud.secretId, key(tencentcloud.secretId, tencentcloud.secretKey));
        const huaweiKey = key(huaweicloud.accessKey, huaweicloud.secretKey);
        this.huaweicloudKeys.set(huaweicloud.accessKey, huaweiKey);
        this.huaweicloudTokens.set(huaweicloud.token, huaweiKey);
      }
    }
  }

  /** The Alibaba Cloud key of this id. */
  alicloud(id: string): Key | undefined {
    return this.alicloudKeys.get(id);
  }

  /** The Tencent Cloud key of this id. */
  tencentcloud(id: string): Key | undefined {
    return this.tencentcloudKeys.get(id);
  }

  /** The Huawei Cloud key of this id. */
  huaweicloud(id: string): Key | undefined {
    return this.huaweicloudKeys.get(id);
  }

  /** The Huawei Cloud key that an IAM token was issued for. */
  huaweicloudToken(token: string): Key | undefined {
    return this.huaweicloudTokens.get(token);
  }
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
