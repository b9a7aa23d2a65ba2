import { readFileSync } from "node:fs";
import { Agent as HttpAgent, type AgentOptions } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import * as tls from "node:tls";

import { ConfigurationError, messageOf } from "./errors";
import { type Endpoint, insecureEndpoint, LOOPBACK, type Settings } from "./settings";

/** How requests get to a host: directly, or through the proxy of the environment; with the certificates that are trusted. */
export type Way = HttpAgent;

/** Ways by proxy and certificates, kept for the life of the process for their open connections. */
const ways = new Map<string, Way>();

/**
 * The way to a host, which all clients take: the proxy of `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, in upper or lower case, as curl
 * reads them, but never to the loopback range; and Node's trusted certificates with those of `cloud-groups:caCertificate`.
 *
 * @param isNear for a service of this machine, such as its metadata, to which no proxy leads
 * @throws ConfigurationError where the proxy is no URL, or the file has no certificate
 */
export async function wayTo(url: string, settings: Settings, isNear = false): Promise<Way> {
  const { protocol, hostname } = new URL(url);
  const proxy = isNear || LOOPBACK.test(hostname) ? "" : await proxyFor(url);
  const file = settings.source("cloud-groups:caCertificate");
  const own = file === undefined ? undefined : certificatesIn(file.name, file.value);
  const identity = JSON.stringify([protocol, proxy, own]);
  const known = ways.get(identity) ?? (await newWay(protocol, proxy, trustOf(own)));
  ways.set(identity, known);
  return known;
}

/**
 * Whatever way a credential was found: in plain HTTP it goes no further than this machine, unless it is an emulator's, which says so itself.
 *
 * @param credential the id of a key, or a token
 * @throws ConfigurationError
 */
export function assertEncrypted({ url, source }: Endpoint, credential: string): void {
  const { protocol, hostname } = new URL(url);
  if (protocol === "https:" || LOOPBACK.test(hostname) || /emulator/i.test(credential)) return;
  throw insecureEndpoint(source?.name ?? "The endpoint", url);
}

/** The URL of the proxy that the environment names for a URL; empty for none. */
async function proxyFor(url: string): Promise<string> {
  const { getProxyForUrl } = await import("proxy-from-env");
  const proxy = getProxyForUrl(url);
  if (proxy === "" || (URL.canParse(proxy) && /^https?:$/.test(new URL(proxy).protocol))) return proxy;
  throw new ConfigurationError(
    "InvalidConfiguration",
    "The proxy of HTTPS_PROXY, HTTP_PROXY or ALL_PROXY is not a URL such as http://user:password@proxy.example.com:3128",
  );
}

/** What says of a certificate authority that it is trusted. */
interface Trust {
  readonly ca?: string[];
}

async function newWay(protocol: string, proxy: string, trust: Trust): Promise<Way> {
  const options: AgentOptions & Trust = { keepAlive: true, ...trust };
  if (proxy === "") return protocol === "http:" ? new HttpAgent(options) : new HttpsAgent(options);
  const { HttpsProxyAgent } = await import("https-proxy-agent");
  /** It tells the proxy whom it trusts, and not the host behind it. */
  class Tunnel extends HttpsProxyAgent<string> {
    override connect(...[request, to]: Parameters<InstanceType<typeof HttpsProxyAgent>["connect"]>) {
      return super.connect(request, { ...to, ...trust });
    }
  }
  return new Tunnel(proxy, options);
}

function trustOf(own: string | undefined): Trust {
  return own === undefined ? {} : { ca: [...defaults(), own] };
}

function certificatesIn(name: string, path: string): string {
  let own: string;
  try {
    own = readFileSync(path, "utf8");
  } catch (error) {
    throw new ConfigurationError("InvalidConfiguration", `${name} cannot be read: ${messageOf(error)}`);
  }
  if (!own.includes("-----BEGIN CERTIFICATE-----"))
    throw new ConfigurationError("InvalidConfiguration", `${name} ${path} has no certificate in PEM`);
  return own;
}

/** What Node trusts by itself, with the certificates of NODE_EXTRA_CA_CERTS. */
function defaults(): readonly string[] {
  // Node before 22.15 lacks it.
  const { getCACertificates } = tls as { getCACertificates?: (type: "default") => readonly string[] };
  if (getCACertificates !== undefined) return getCACertificates("default");
  const extra = process.env["NODE_EXTRA_CA_CERTS"];
  return extra === undefined ? tls.rootCertificates : [...tls.rootCertificates, readFileSync(extra, "utf8")];
}
