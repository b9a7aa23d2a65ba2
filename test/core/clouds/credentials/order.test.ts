import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Settings } from "../../../../provider/core/calls/settings";
import { sourceOf } from "../../../../provider/core/clouds/credentials";

type Cloud = Parameters<typeof sourceOf>[1];
type Texts = Readonly<Record<string, string>>;

const ALICLOUD_ARN = "acs:ram::42:role/deployer";
const TENCENT_ARN = "qcs::cam::uin/42:roleName/deployer";

const ALIYUN = {
  current: "keys",
  profiles: [
    { name: "keys", mode: "AK", access_key_id: "LTAIprofile", access_key_secret: "profile-secret" },
    {
      name: "role",
      mode: "ChainableRamRoleArn",
      source_profile: "keys",
      ram_role_arn: ALICLOUD_ARN,
      ram_session_name: "ci",
    },
    { name: "circle", mode: "ChainableRamRoleArn", source_profile: "circle", ram_role_arn: ALICLOUD_ARN },
    { name: "half", mode: "RamRoleArn", ram_role_arn: ALICLOUD_ARN },
    { name: "odd", mode: "RsaKeyPair" },
  ],
};

/** The ways in of each cloud, the nearest first: each goes before all after it. */
function waysOf(
  folder: string,
): Readonly<Record<Cloud, readonly (readonly [name: string, config: Texts, environment: Texts])[]>> {
  const aliyun = join(folder, "aliyun.json");
  const hcloud = join(folder, "hcloud.json");
  const token = { CLOUD_GROUPS_OIDC_TOKEN: "pipeline-token" };
  return {
    alicloud: [
      ["alicloud:accessKey", { "alicloud:accessKey": "LTAIc", "alicloud:secretKey": "s" }, {}],
      [
        "alicloud:assumeRoleWithOidc (acs:ram::42:role/deployer, by its token)",
        {
          "alicloud:assumeRoleWithOidc": JSON.stringify({
            roleArn: ALICLOUD_ARN,
            oidcProviderArn: "p",
            oidcToken: "t",
          }),
        },
        {},
      ],
      [`profile "keys" of ${aliyun}`, { "alicloud:sharedCredentialsFile": aliyun }, {}],
      ["alicloud:ecsRoleName (deployer)", { "alicloud:ecsRoleName": "deployer" }, {}],
      [
        "alicloud:credentialsUri (http://127.0.0.1/k)",
        { "alicloud:credentialsUri": "http://127.0.0.1/k?s=1" },
        {},
      ],
      [
        "ALIBABA_CLOUD_ACCESS_KEY_ID",
        {},
        { ALIBABA_CLOUD_ACCESS_KEY_ID: "e", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "s" },
      ],
      ["ALICLOUD_ACCESS_KEY", {}, { ALICLOUD_ACCESS_KEY: "e", ALICLOUD_SECRET_KEY: "s" }],
      [
        "ALIBABA_CLOUD_ROLE_ARN (acs:ram::42:role/deployer, by its token)",
        {},
        { ALIBABA_CLOUD_ROLE_ARN: ALICLOUD_ARN, ALIBABA_CLOUD_OIDC_PROVIDER_ARN: "p", ...token },
      ],
      [
        `profile "keys" of ${aliyun}`,
        {},
        { ALIBABA_CLOUD_PROFILE: "keys", ALIBABA_CLOUD_SHARED_CREDENTIALS_FILE: aliyun },
      ],
      ["ALIBABA_CLOUD_ECS_METADATA (deployer)", {}, { ALIBABA_CLOUD_ECS_METADATA: "deployer" }],
      [
        "ALIBABA_CLOUD_CREDENTIALS_URI (http://127.0.0.1/k)",
        {},
        { ALIBABA_CLOUD_CREDENTIALS_URI: "http://127.0.0.1/k" },
      ],
    ],
    tencentcloud: [
      ["tencentcloud:secretId", { "tencentcloud:secretId": "i", "tencentcloud:secretKey": "s" }, {}],
      [
        "tencentcloud:assumeRoleWithWebIdentity (qcs::cam::uin/42:roleName/deployer, by its token)",
        {
          "tencentcloud:assumeRoleWithWebIdentity": JSON.stringify({
            roleArn: TENCENT_ARN,
            webIdentityToken: "t",
          }),
        },
        {},
      ],
      [join(folder, "default.credential"), { "tencentcloud:sharedCredentialsDir": folder }, {}],
      ["tencentcloud:camRoleName (deployer)", { "tencentcloud:camRoleName": "deployer" }, {}],
      ["TENCENTCLOUD_SECRET_ID", {}, { TENCENTCLOUD_SECRET_ID: "i", TENCENTCLOUD_SECRET_KEY: "s" }],
      [
        "TENCENTCLOUD_ASSUME_ROLE_ARN (qcs::cam::uin/42:roleName/deployer, by its token)",
        {},
        { TENCENTCLOUD_ASSUME_ROLE_ARN: TENCENT_ARN, TENCENTCLOUD_ASSUME_ROLE_PROVIDER_ID: "OIDC", ...token },
      ],
      [
        "TENCENTCLOUD_ENABLE_POD_OIDC (qcs::cam::uin/42:roleName/deployer, by /var/token)",
        {},
        {
          TENCENTCLOUD_ENABLE_POD_OIDC: "true",
          TKE_ROLE_ARN: TENCENT_ARN,
          TKE_PROVIDER_ID: "p",
          TKE_WEB_IDENTITY_TOKEN_FILE: "/var/token",
        },
      ],
      [
        join(folder, "ci.credential"),
        {},
        { TENCENTCLOUD_PROFILE: "ci", TENCENTCLOUD_SHARED_CREDENTIALS_DIR: folder },
      ],
      ["TENCENTCLOUD_CAM_ROLE_NAME (deployer)", {}, { TENCENTCLOUD_CAM_ROLE_NAME: "deployer" }],
    ],
    huaweicloud: [
      ["huaweicloud:accessKey", { "huaweicloud:accessKey": "i", "huaweicloud:secretKey": "s" }, {}],
      ["huaweicloud:token", { "huaweicloud:token": "t" }, {}],
      [
        "huaweicloud:assumeRoleWithOidc (github, by its token)",
        { "huaweicloud:assumeRoleWithOidc": JSON.stringify({ idpId: "github", idToken: "t" }) },
        {},
      ],
      [`profile "ci" of ${hcloud}`, { "huaweicloud:sharedConfigFile": hcloud }, {}],
      ["huaweicloud:ecsAgency (the machine's agency)", { "huaweicloud:ecsAgency": "true" }, {}],
      ["HW_ACCESS_KEY", {}, { HW_ACCESS_KEY: "i", HW_SECRET_KEY: "s" }],
      ["HW_AUTH_TOKEN", {}, { HW_AUTH_TOKEN: "t" }],
      ["HW_ASSUME_ROLE_IDP_ID (github, by its token)", {}, { HW_ASSUME_ROLE_IDP_ID: "github", ...token }],
      [`profile "ci" of ${hcloud}`, {}, { HW_PROFILE: "ci", HW_SHARED_CONFIG_FILE: hcloud }],
      ["HW_ECS_AGENCY (the machine's agency)", {}, { HW_ECS_AGENCY: "true" }],
    ],
  };
}

describe("The credentials for a cloud", () => {
  let folder: string;
  const home = process.env["HOME"];
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "cloud-groups-test-"));
    // Nobody's own profiles.
    process.env["HOME"] = folder;
    writeFileSync(join(folder, "aliyun.json"), JSON.stringify(ALIYUN));
    const keys = JSON.stringify({ secretId: "AKIDprofile", secretKey: "profile-secret" });
    for (const name of ["default", "ci"]) writeFileSync(join(folder, `${name}.credential`), keys);
    const profile = { name: "ci", accessKeyId: "PROFILE", secretAccessKey: "profile-secret" };
    writeFileSync(join(folder, "hcloud.json"), JSON.stringify({ current: "ci", profiles: [profile] }));
  });
  after(() => {
    process.env["HOME"] = home;
    rmSync(folder, { recursive: true });
  });

  const found = (cloud: Cloud, config: Texts, environment: Texts) =>
    sourceOf(new Settings((key) => config[key], environment), cloud);
  const problem = (cloud: Cloud, config: Texts, environment: Texts = {}): string => {
    try {
      found(cloud, config, environment);
    } catch (error) {
      return (error as Error).message;
    }
    return "";
  };

  for (const cloud of ["alicloud", "tencentcloud", "huaweicloud"] as const) {
    it(`come from the nearest way in: ${cloud}`, () => {
      const ways = waysOf(folder)[cloud];
      for (const [at, [name]] of ways.entries()) {
        const rest = ways.slice(at);
        const config = Object.assign({}, ...rest.map((way) => way[1])) as Texts;
        const environment = Object.assign({}, ...rest.map((way) => way[2])) as Texts;
        assert.equal(found(cloud, config, environment).name, name);
      }
    });
  }

  it("are a role's, which the keys that were found assume", () => {
    const keys = { TENCENTCLOUD_SECRET_ID: "i", TENCENTCLOUD_SECRET_KEY: "s" };
    const role = { TENCENTCLOUD_ASSUME_ROLE_ARN: TENCENT_ARN, TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME: "ci" };
    const { name, accountId, actor } = found("tencentcloud", {}, { ...keys, ...role });
    assert.equal(name, `TENCENTCLOUD_ASSUME_ROLE_ARN (${TENCENT_ARN}, by TENCENTCLOUD_SECRET_ID)`);
    assert.deepEqual([accountId, actor], ["42", "role deployer"]);
    const profile = {
      "alicloud:profile": "role",
      "alicloud:sharedCredentialsFile": join(folder, "aliyun.json"),
    };
    const chained = found(
      "alicloud",
      { ...profile, "alicloud:assumeRole": `{"roleArn":"acs:ram::43:role/next"}` },
      {},
    );
    assert.match(
      chained.name,
      /^alicloud:assumeRole \(acs:ram::43:role\/next, by profile "role" of .* \(acs:ram::42/,
    );
    assert.deepEqual([chained.accountId, chained.actor], ["43", "role next"]);
    const agency = { "huaweicloud:assumeRole": '{"agencyName":"deployer","domainName":"partner"}' };
    const { name: said } = found("huaweicloud", agency, { HW_ACCESS_KEY: "i", HW_SECRET_KEY: "s" });
    assert.equal(said, "huaweicloud:assumeRole (deployer of partner, by HW_ACCESS_KEY)");
  });

  it("of a Provider are not those of a role that the environment names", () => {
    const own = {
      "cloud-groups:provider": "own",
      "tencentcloud:secretId": "i",
      "tencentcloud:secretKey": "s",
    };
    const role = { TENCENTCLOUD_ASSUME_ROLE_ARN: TENCENT_ARN, TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME: "ci" };
    assert.equal(found("tencentcloud", own, role).name, "tencentcloud:secretId");
    const agency = { HW_ASSUME_ROLE_AGENCY_NAME: "deployer", HW_ASSUME_ROLE_DOMAIN_NAME: "partner" };
    const keys = {
      "cloud-groups:provider": "own",
      "huaweicloud:accessKey": "i",
      "huaweicloud:secretKey": "s",
    };
    assert.equal(found("huaweicloud", keys, agency).name, "huaweicloud:accessKey");
  });

  it("are missing with a line for each place", () => {
    for (const [cloud, lines] of [
      ["alicloud", 7],
      ["tencentcloud", 7],
      ["huaweicloud", 7],
    ] as const) {
      const [first, ...places] = problem(cloud, {}).split("\n");
      assert.match(
        first ?? "",
        /^No credentials for .* Cloud\. Set \w+:\w+ and \w+:secretKey, or another of these, which were looked for in this order:$/,
      );
      assert.equal(places.length, lines);
      for (const place of places) assert.match(place, /^ {2}- /);
    }
  });

  it("cannot be had of settings that are wrong, and the error says what is", () => {
    const file = join(folder, "aliyun.json");
    const profile = (name: string) => ({ "alicloud:profile": name, "alicloud:sharedCredentialsFile": file });
    const cases: readonly (readonly [Cloud, Texts, RegExp])[] = [
      ["alicloud", profile("absent"), /has no profile "absent": it has keys, role, circle, half, odd$/],
      ["alicloud", profile("circle"), /leads to itself by source_profile$/],
      [
        "alicloud",
        profile("half"),
        /^profile "half" of .* has no access_key_id, which mode RamRoleArn needs$/,
      ],
      ["alicloud", profile("odd"), /has mode RsaKeyPair, which is not supported\. Use another profile$/],
      ["alicloud", { "alicloud:sharedCredentialsFile": "/absent.json" }, /^\/absent\.json does not exist/],
      [
        "alicloud",
        { "alicloud:credentialsUri": "file:///keys" },
        /^alicloud:credentialsUri is not a URL such as/,
      ],
      [
        "alicloud",
        { "alicloud:assumeRoleWithOidc": '{"roleArn":"a"}' },
        /needs roleArn and oidcProviderArn$/,
      ],
      [
        "alicloud",
        { "alicloud:assumeRoleWithOidc": `{"roleArn":"a","oidcProviderArn":"p"}` },
        /^alicloud:assumeRoleWithOidc has no token to exchange\. Give a token file, CLOUD_GROUPS_OIDC_TOKEN, or/,
      ],
      [
        "tencentcloud",
        { "tencentcloud:profile": "absent", "tencentcloud:sharedCredentialsDir": "/no" },
        /^\/no\/absent\.credential does not exist/,
      ],
      [
        "tencentcloud",
        { "tencentcloud:enablePodOidc": "true" },
        /^tencentcloud:enablePodOidc needs TKE_WEB_IDENTITY_TOKEN_FILE in the environment/,
      ],
      [
        "huaweicloud",
        { "huaweicloud:assumeRoleWithOidc": '{"idToken":"t"}' },
        /needs idpId, the name of the identity provider$/,
      ],
    ];
    for (const [cloud, config, says] of cases) assert.match(problem(cloud, config), says);
    const keys = { ALIBABA_CLOUD_ACCESS_KEY_ID: "e", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "s" };
    const roles: readonly (readonly [string, RegExp])[] = [
      ["deployer", /^alicloud:assumeRole must be an object\. Set its members: `pulumi config set --path/],
      [
        '{"arn":"a"}',
        /^alicloud:assumeRole is wrong: Unrecognized key: "arn"\. Valid: roleArn, sessionName, policy, sessionExpiration, externalId$/,
      ],
      ["{}", /^alicloud:assumeRole needs roleArn$/],
      ['{"roleArn":""}', /^alicloud:assumeRole needs roleArn$/],
      ['{"sessionName":"ci"}', /^alicloud:assumeRole needs roleArn$/],
      ['{"roleArn":"a","sessionExpiration":"soon"}', /^alicloud:assumeRole\.sessionExpiration is wrong: /],
    ];
    for (const [role, says] of roles)
      assert.match(problem("alicloud", { "alicloud:assumeRole": role }, keys), says);
  });

  it("show no secret where their file is wrong", () => {
    const file = join(folder, "broken.json");
    writeFileSync(file, '{"profiles": [{"access_key_secret": "profile-secret"');
    const message = problem("alicloud", { "alicloud:sharedCredentialsFile": file });
    assert.match(message, /broken\.json is not a file of this cloud's command line/);
    assert.ok(!message.includes("profile-secret"));
  });
});
