import { type CallFailure, UnreachableError } from "./errors";
import type { Exchange } from "./exchange";
import { hostOf } from "./hosts";
import type { Endpoint, Source } from "./settings";

/** Why no connection was made. */
type Obstacle =
  | "untrusted certificate"
  | "certificate date"
  | "certificate name"
  | "no such host"
  | "name service"
  | "refused"
  | "no route"
  | "time-out"
  | "closed"
  | "TLS"
  | "proxy refused"
  | "proxy"
  | "other";

/** The codes of Node. */
const OBSTACLES: Readonly<Record<string, Obstacle>> = {
  CERT_UNTRUSTED: "untrusted certificate",
  DEPTH_ZERO_SELF_SIGNED_CERT: "untrusted certificate",
  SELF_SIGNED_CERT_IN_CHAIN: "untrusted certificate",
  UNABLE_TO_GET_ISSUER_CERT: "untrusted certificate",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "untrusted certificate",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "untrusted certificate",
  CERT_HAS_EXPIRED: "certificate date",
  CERT_NOT_YET_VALID: "certificate date",
  ERR_TLS_CERT_ALTNAME_INVALID: "certificate name",
  HOSTNAME_MISMATCH: "certificate name",
  ENOTFOUND: "no such host",
  EAI_AGAIN: "name service",
  EAI_FAIL: "name service",
  ECONNREFUSED: "refused",
  EHOSTUNREACH: "no route",
  ENETUNREACH: "no route",
  ETIMEDOUT: "time-out",
  ECONNRESET: "closed",
  EPIPE: "closed",
  EPROTO: "TLS",
};

/** What waiting does not mend: somebody has to change something. */
const LASTING: ReadonlySet<Obstacle> = new Set([
  "untrusted certificate",
  "certificate date",
  "certificate name",
  "no such host",
  "TLS",
  "proxy refused",
]);

/** What is wrong, after "HOST (SETTING) …". */
const REASONS: Readonly<Record<Obstacle, string>> = {
  "untrusted certificate": "has a certificate that this machine does not trust",
  "certificate date": "has a certificate that is not valid today",
  "certificate name": "has a certificate of another host",
  "no such host": "does not exist: DNS has no such name",
  "name service": "cannot be resolved: DNS does not respond",
  refused: "refuses connections: nothing listens there",
  "no route": "cannot be reached: there is no route to it",
  "time-out": "cannot be reached: the connection timed out",
  closed: "ends connections before anything can be sent",
  TLS: "does not speak https on this port",
  "proxy refused": "cannot be reached: the proxy demands a user and a password, or other ones",
  proxy: "cannot be reached: the proxy does not connect to it",
  other: "cannot be reached",
};

/**
 * The error of a request that was never sent, told by what was seen of its connection and by Node's codes; undefined where it may have
 * been sent.
 *
 * @param operation the cloud's name of it
 * @param thrown what the client threw, for what Node raised besides
 */
export function unreachable(
  operation: string,
  endpoint: Endpoint,
  { seen, sent, timedOut, error: raised, proxy }: Exchange,
  thrown: unknown,
): UnreachableError | undefined {
  const error = raised ?? thrown;
  if (sent || !(seen || isOfConnecting(error))) return undefined;
  const code = timedOut ? "ETIMEDOUT" : (codeOf(error) ?? "ConnectionFailed");
  const obstacle =
    OBSTACLES[code] ?? (/CERT|ISSUER|CRL/.test(code) ? "untrusted certificate" : tlsOrOther(code));
  const host = hostOf(endpoint.url);
  const failure: CallFailure = {
    operation,
    code,
    detail: `${proxy === undefined ? "" : `the proxy ${proxy} before `}${host.name}${originOf(host.name, endpoint.source)} ${REASONS[obstacle]}`,
    cause: error,
  };
  return new UnreachableError(failure, {
    host,
    isLasting: LASTING.has(obstacle),
    advice:
      proxy === undefined || obstacle === "untrusted certificate"
        ? adviceFor(obstacle, endpoint)
        : "Correct HTTPS_PROXY, or name hosts that need no proxy in NO_PROXY",
  });
}

function tlsOrOther(code: string): Obstacle {
  if (code === "PROXY_407") return "proxy refused";
  if (code.startsWith("PROXY_")) return "proxy";
  return /^ERR_(SSL|TLS)_/.test(code) ? "TLS" : "other";
}

/** Whether an error can only be one of making a connection. */
function isOfConnecting(error: unknown): boolean {
  const { syscall } = deepest(error) as { readonly syscall?: unknown };
  return syscall === "connect" || syscall === "getaddrinfo";
}

/** Whether a code says that a connection ended while it was in use. */
export function isConnectionLoss(code: string): boolean {
  return ["ECONNRESET", "EPIPE", "ERR_STREAM_PREMATURE_CLOSE"].includes(code);
}

/** Node's code of an error, however it is wrapped. */
export function codeOf(error: unknown): string | undefined {
  const { code } = deepest(error) as { readonly code?: unknown };
  return typeof code === "string" ? code : undefined;
}

/** SDKs wrap what Node raised, and Node wraps what each of a host's addresses answered. */
function deepest(error: unknown): object {
  if (typeof error !== "object" || error === null) return {};
  const { cause, errors } = error as { readonly cause?: unknown; readonly errors?: readonly unknown[] };
  if (errors?.[0] !== undefined) return deepest(errors.at(-1));
  return typeof cause === "object" && cause !== null ? deepest(cause) : error;
}

/** The setting that a host comes from; with its value where the host is only made of it. */
function originOf(host: string, source: Source | undefined): string {
  if (source === undefined) return "";
  return ` (${nameOf(source)}${source.value.includes(host) ? "" : ` ${JSON.stringify(source.value)}`})`;
}

/** A setting as its user knows it. */
function nameOf({ origin, name, provider }: Source): string {
  if (origin === "environment" || provider === undefined) return name;
  return `${argumentOf(name)} of Provider "${provider}"`;
}

/** The argument of `Provider` that a key is: `huaweicloud.region`, and `ramEndpoint` without a name in front. */
function argumentOf(key: string): string {
  return key.replace("cloud-groups:", "").replace(":", ".");
}

function adviceFor(obstacle: Obstacle, { url, source }: Endpoint): string {
  if (obstacle === "untrusted certificate") return trustAdvice(process.env["NODE_EXTRA_CA_CERTS"]);
  if (obstacle === "certificate date")
    return `Renew the certificate, or correct this machine's clock, which shows ${new Date().toISOString()}`;
  if (obstacle === "proxy refused") return "Give them in HTTPS_PROXY: `http://USER:PASSWORD@HOST:PORT`";
  if (obstacle === "proxy") return "Ask who runs the proxy to allow the host, or name it in NO_PROXY";
  if (source === undefined) return "Check this machine's network: DNS, proxy (HTTPS_PROXY), firewall";
  const change = changeOf(source);
  if (/region/i.test(source.name) && obstacle === "no such host") {
    const cloud = changeOf({
      ...source,
      name: source.origin === "environment" ? "HW_CLOUD" : "huaweicloud:cloud",
    });
    return `Correct the region: ${change}. For a cloud other than Huawei's, set its domain: ${cloud}`;
  }
  if (obstacle !== "refused") return `Correct the setting: ${change}`;
  const start = /emulator/i.test(source.name)
    ? `Start the emulator: \`npx --no -- cloud-groups-emulator --port ${new URL(url).port}\``
    : "Start what should listen there";
  return `${start}, or correct the setting: ${change}`;
}

/** @param bundle the file that Node reads certificates from beside its own; it ignores one that it cannot read */
function trustAdvice(bundle: string | undefined): string {
  return bundle === undefined || bundle === ""
    ? "Trust its issuer: `pulumi config set cloud-groups:caCertificate /path/to/ca.pem`"
    : `Trust its issuer: \`pulumi config set cloud-groups:caCertificate /path/to/ca.pem\`, or add its certificate to ${bundle} (NODE_EXTRA_CA_CERTS), and make that file readable`;
}

/** What changes a setting. */
function changeOf({ origin, name, provider }: Source): string {
  const value = /region/i.test(name) ? "REGION" : /[:_]cloud$/i.test(name) ? "DOMAIN" : "URL";
  if (origin === "environment") return `\`export ${name}=${value}\``;
  if (provider !== undefined) return `\`${argumentOf(name)}\` of Provider "${provider}"`;
  return `\`pulumi config set ${name} ${value}\``;
}
