// Exchanges the pipeline's OIDC token for short-lived credentials of each cloud that has a role here, so that none is stored.
// On GitHub the later steps have them in their environment; elsewhere they are printed for the shell:
//   credentials=$(node ci/credentials.mjs)
//   eval "$credentials"
// The exchanges are unsigned calls: the token is what proves who asks.
import { randomUUID } from "node:crypto";
import { appendFileSync } from "node:fs";

const AUDIENCE = "cloud-groups";
const SESSION = "cloud-groups";
const { env } = process;

const clouds = [
  { role: "ALIBABA_CLOUD_ROLE_ARN", exchange: alibabaCloud },
  { role: "TENCENTCLOUD_ROLE_ARN", exchange: tencentCloud },
  { role: "HW_OIDC_PROVIDER", exchange: huaweiCloud },
];

try {
  for (const { role, exchange } of clouds) if (env[role]) give(await exchange(await pipelineToken()));
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

/** GitLab puts the token into a variable; GitHub hands it out on request. */
async function pipelineToken() {
  if (env.CLOUD_ID_TOKEN) return env.CLOUD_ID_TOKEN;
  if (!env.ACTIONS_ID_TOKEN_REQUEST_URL)
    throw new Error("No OIDC token: the job lacks id-token: write (GitHub) or id_tokens (GitLab)");
  const headers = { Authorization: `Bearer ${env.ACTIONS_ID_TOKEN_REQUEST_TOKEN}` };
  const { json } = await call("GitHub", `${env.ACTIONS_ID_TOKEN_REQUEST_URL}&audience=${AUDIENCE}`, {
    headers,
  });
  return json.value;
}

/** https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-assumerolewithoidc */
async function alibabaCloud(token) {
  const body = new URLSearchParams({
    Action: "AssumeRoleWithOIDC",
    Version: "2015-04-01",
    Format: "JSON",
    Timestamp: new Date().toISOString().replace(/\.\d+/, ""),
    SignatureNonce: randomUUID(),
    OIDCProviderArn: env.ALIBABA_CLOUD_OIDC_PROVIDER_ARN,
    RoleArn: env.ALIBABA_CLOUD_ROLE_ARN,
    RoleSessionName: SESSION,
    OIDCToken: token,
  });
  const url = env.ALIBABA_CLOUD_STS_ENDPOINT ?? "https://sts.aliyuncs.com";
  const { json } = await call("Alibaba Cloud", url, { method: "POST", body });
  return {
    ALIBABA_CLOUD_ACCESS_KEY_ID: json.Credentials.AccessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: json.Credentials.AccessKeySecret,
    ALIBABA_CLOUD_SECURITY_TOKEN: json.Credentials.SecurityToken,
  };
}

/** https://www.tencentcloud.com/document/product/1150/49454 */
async function tencentCloud(token) {
  const headers = {
    Authorization: "SKIP",
    "Content-Type": "application/json",
    "X-TC-Action": "AssumeRoleWithWebIdentity",
    "X-TC-Version": "2018-08-13",
    "X-TC-Region": env.TENCENTCLOUD_REGION ?? "ap-guangzhou",
    "X-TC-Timestamp": String(Math.floor(Date.now() / 1000)),
  };
  const body = JSON.stringify({
    ProviderId: env.TENCENTCLOUD_OIDC_PROVIDER,
    RoleArn: env.TENCENTCLOUD_ROLE_ARN,
    RoleSessionName: SESSION,
    WebIdentityToken: token,
  });
  const url = env.TENCENTCLOUD_STS_ENDPOINT ?? "https://sts.tencentcloudapi.com";
  const { json } = await call("Tencent Cloud", url, { method: "POST", headers, body });
  // Tencent Cloud answers 200 to what it refuses as well.
  const { Credentials: credentials, Error: refusal } = json.Response;
  if (refusal) throw new Error(`Tencent Cloud refused: ${refusal.Code}: ${refusal.Message}`);
  return {
    TENCENTCLOUD_SECRET_ID: credentials.TmpSecretId,
    TENCENTCLOUD_SECRET_KEY: credentials.TmpSecretKey,
    TENCENTCLOUD_SECURITY_TOKEN: credentials.Token,
  };
}

/** https://support.huaweicloud.com/intl/en-us/api-iam/iam_13_0605.html */
async function huaweiCloud(token) {
  const headers = { "Content-Type": "application/json", "X-Idp-Id": env.HW_OIDC_PROVIDER };
  const scope = { project: { id: env.HW_PROJECT_ID } };
  const body = JSON.stringify({ auth: { id_token: { id: token }, scope } });
  const endpoint = env.HW_IAM_ENDPOINT ?? `https://iam.${env.HW_REGION_NAME}.myhuaweicloud.com`;
  const { answer } = await call("Huawei Cloud", `${endpoint}/v3.0/OS-AUTH/id-token/tokens`, {
    method: "POST",
    headers,
    body,
  });
  return { HW_AUTH_TOKEN: answer.headers.get("x-subject-token") };
}

async function call(cloud, url, options) {
  const answer = await fetch(url, { ...options, signal: AbortSignal.timeout(30_000) });
  const text = await answer.text();
  // What is refused names a code and a reason, and never the token.
  if (!answer.ok) throw new Error(`${cloud} refused with ${answer.status}: ${text.slice(0, 500)}`);
  return { answer, json: JSON.parse(text) };
}

function give(credentials) {
  for (const [name, value] of Object.entries(credentials)) {
    if (!value) throw new Error(`The answer has no ${name}`);
    if (env.GITHUB_ENV) {
      console.log(`::add-mask::${value}`);
      appendFileSync(env.GITHUB_ENV, `${name}=${value}\n`);
    } else {
      console.log(`export ${name}='${value.replaceAll("'", `'\\''`)}'`);
    }
  }
}
