/** A member of a block. `seconds` may be written as a text. */
export interface BlockMember {
  readonly type: "text" | "seconds";
  readonly isRequired?: true;
  /** What it says, in Markdown. */
  readonly description: string;
}

/** A setting that has members: plain data, since programs load it. */
export interface SettingBlock {
  /** The name of its type. */
  readonly name: string;
  readonly description: string;
  readonly members: Readonly<Record<string, BlockMember>>;
}

/** Members that several roles have. */
const SESSION_NAME = {
  type: "text",
  description: "Names the session in the cloud's audit log. Default: `pulumi-cloud-groups`.",
} as const;
const POLICY = { type: "text", description: "Narrows what the session may do: a policy as JSON." } as const;
const EXTERNAL_ID = {
  type: "text",
  description: "What the role's owner demands of callers from other accounts.",
} as const;
const TOKEN_FILE = {
  type: "text",
  description: "The file that holds the token. It is read whenever keys are got.",
} as const;

/** A token to exchange, which another member may have a file for. */
function tokenBesides<Name extends string>(file: Name) {
  return {
    type: "text",
    description: `The token. Default: \`${file}\`, else \`CLOUD_GROUPS_OIDC_TOKEN\`, else the one that GitHub issues to a job with \`id-token: write\`.`,
  } as const;
}

const ALICLOUD_EXPIRATION = {
  type: "seconds",
  description:
    "How long its keys last, in seconds, from 900 to what the role allows. Default 3600; new ones are got in time.",
} as const;
const TENCENTCLOUD_DURATION = {
  type: "seconds",
  description: "How long its keys last, in seconds. Default 7200; new ones are got in time.",
} as const;

/** The settings that are blocks, by the names of their types. */
export const BLOCKS = {
  AlicloudAssumeRole: {
    name: "AlicloudAssumeRole",
    description: "A role of Alibaba Cloud that the keys assume (AssumeRole of STS).",
    members: {
      roleArn: {
        type: "text",
        isRequired: true,
        description: "The role's ARN, such as `acs:ram::1234567890123456:role/deployer`.",
      },
      sessionName: SESSION_NAME,
      policy: POLICY,
      sessionExpiration: ALICLOUD_EXPIRATION,
      externalId: EXTERNAL_ID,
    },
  },
  AlicloudAssumeRoleWithOidc: {
    name: "AlicloudAssumeRoleWithOidc",
    description:
      "A role of Alibaba Cloud that an identity provider's token stands for (AssumeRoleWithOIDC of STS), as in pods and pipelines.",
    members: {
      roleArn: { type: "text", isRequired: true, description: "The role's ARN." },
      oidcProviderArn: {
        type: "text",
        isRequired: true,
        description:
          "The ARN of the identity provider, such as `acs:ram::1234567890123456:oidc-provider/github`.",
      },
      oidcToken: tokenBesides("oidcTokenFile"),
      oidcTokenFile: TOKEN_FILE,
      roleSessionName: SESSION_NAME,
      sessionName: {
        type: "text",
        description: "The same as `roleSessionName`, and goes before it.",
      },
      policy: POLICY,
      sessionExpiration: ALICLOUD_EXPIRATION,
    },
  },
  TencentcloudAssumeRole: {
    name: "TencentcloudAssumeRole",
    description: "A role of Tencent Cloud that the keys assume (AssumeRole of STS).",
    members: {
      roleArn: {
        type: "text",
        isRequired: true,
        description: "The role's ARN, such as `qcs::cam::uin/100000000001:roleName/deployer`.",
      },
      sessionName: SESSION_NAME,
      sessionDuration: TENCENTCLOUD_DURATION,
      policy: POLICY,
      externalId: EXTERNAL_ID,
    },
  },
  TencentcloudAssumeRoleWithWebIdentity: {
    name: "TencentcloudAssumeRoleWithWebIdentity",
    description:
      "A role of Tencent Cloud that an identity provider's token stands for (AssumeRoleWithWebIdentity of STS), as in pipelines.",
    members: {
      roleArn: { type: "text", isRequired: true, description: "The role's ARN." },
      providerId: { type: "text", description: "The name of the identity provider. Default: `OIDC`." },
      webIdentityToken: tokenBesides("webIdentityTokenFile"),
      webIdentityTokenFile: TOKEN_FILE,
      sessionName: SESSION_NAME,
      sessionDuration: TENCENTCLOUD_DURATION,
      policy: POLICY,
    },
  },
  HuaweicloudAssumeRole: {
    name: "HuaweicloudAssumeRole",
    description: "An agency of Huawei Cloud that the keys assume.",
    members: {
      agencyName: { type: "text", isRequired: true, description: "Its name." },
      domainName: {
        type: "text",
        description: "The name of the account (domain) that it is of; this or `domainId`.",
      },
      domainId: { type: "text", description: "The id of that account." },
      duration: {
        type: "seconds",
        description:
          "How long its keys last, in seconds, from 900 to 86400. Default 900; new ones are got in time.",
      },
    },
  },
  HuaweicloudAssumeRoleWithOidc: {
    name: "HuaweicloudAssumeRoleWithOidc",
    description: "An identity provider of Huawei Cloud, for whose token IAM gives one of its own.",
    members: {
      idpId: { type: "text", isRequired: true, description: "The name of the identity provider." },
      idToken: tokenBesides("idTokenFile"),
      idTokenFile: {
        type: "text",
        description: "The file that holds the token. It is read whenever IAM is asked.",
      },
    },
  },
} as const satisfies Readonly<Record<string, SettingBlock>>;
