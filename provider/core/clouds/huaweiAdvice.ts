import { type CredentialSource, keysAdvice } from "../calls/credentials";
import { actionOf, type Permissions } from "../permissions";

/** No permission to call the method, none on the group, and forbidden without more being said. */
const DENIALS = ["APIG.1005", "APIG.1101", "APIG.9997"];

const KEYS_ADVICE =
  "Check huaweicloud:accessKey and huaweicloud:secretKey (or huaweicloud:token), and huaweicloud:projectId";
const TOKEN_ADVICE = "Get a new huaweicloud:token, or use huaweicloud:accessKey and huaweicloud:secretKey";

/**
 * What to do about 0301, "Incorrect IAM authentication information", by what follows it: one code for all that can be wrong with who calls. The
 * texts are those that the cloud's guides and its users' reports quote.
 */
const AUTHENTICATION: readonly (readonly [RegExp, string])[] = [
  [
    /signature expired/i,
    "This machine's clock is off: correct it, to within 15 minutes (`date -u` shows it)",
  ],
  [
    /reach the limit/i,
    "The cloud has locked the key for five minutes, after five calls with a wrong secret. Correct huaweicloud:secretKey, and wait",
  ],
  [
    /not exist/i,
    "This cloud has no such access key: check huaweicloud:accessKey, and that huaweicloud:region and huaweicloud:cloud are of the key's cloud",
  ],
  [
    /\bip\b.*refused/i,
    "The account's access control (IAM) does not allow this machine's address: allow it there",
  ],
  [/token expire/i, `The token has expired (after 24 hours). ${TOKEN_ADVICE}`],
  [/token/i, `The token has expired, is truncated, or belongs to another cloud. ${TOKEN_ADVICE}`],
];

/**
 * What to do about a refused call of the API gateway, where that is known.
 *
 * @param permissions those of the API, by its operations
 * @param code the cloud's
 * @param text the cloud's
 * @param source where the credentials are from
 */
export function huaweiAdvice(
  permissions: Permissions,
  operation: string,
  code: string,
  text: string,
  source?: CredentialSource<unknown>,
): string | undefined {
  const keys = keysAdvice(source, KEYS_ADVICE);
  if (DENIALS.includes(code)) {
    const role = "on the shared gateway the role APIG Administrator";
    return `Grant the calling user ${actionOf(permissions, operation)} (${role}), and check huaweicloud:projectId`;
  }
  if (/\.0301$/.test(code)) return AUTHENTICATION.find(([what]) => what.test(text))?.[1] ?? keys;
  if (/\.0307$/.test(code)) return `The token has expired (after 24 hours). ${TOKEN_ADVICE}`;
  if (/^APIG\.10\d\d$/.test(code)) return keys;
  if (/\.0101$/.test(code))
    return "The endpoint has no such API: check huaweicloud:region or cloud-groups:apigEndpoint";
  if (code === "APIG.3001") return "Run `pulumi refresh`";
  if (code === "APIG.3030")
    return "instanceId names no dedicated gateway of this project and region. If the gateway was deleted, run `pulumi refresh`";
  return undefined;
}
