// Reading from a server that may not be there. Node's `fetch` has no short limit for the connection alone.
import http from "node:http";
import https from "node:https";
import process from "node:process";
import { clearTimeout } from "node:timers";
import { Failure } from "./say.mjs";

const connectLimit = 5000;
const silenceLimit = 30_000;

/**
 * @param {string} address
 * @param {number} redirects how many more are followed
 * @returns {Promise<import("node:http").IncomingMessage>} the answer with status 200
 */
export async function open(address, redirects = 5) {
  const url = new URL(address);
  const response = await ask(url);
  const { statusCode = 0, headers } = response;
  if (statusCode === 200) return response;
  response.destroy();
  if (statusCode < 300 || statusCode >= 400 || !headers.location)
    throw new Failure(`${address} answered ${statusCode}`);
  const next = new URL(headers.location, url);
  if (redirects === 0) throw new Failure(`${address} is redirected without end`);
  if (url.protocol === "https:" && next.protocol !== "https:")
    throw new Failure(`${address} is redirected to plain HTTP`);
  return open(next.href, redirects - 1);
}

/** @param {string} address */
export async function readText(address) {
  let text = "";
  const response = await open(address);
  response.setEncoding("utf8");
  for await (const chunk of response) text += chunk;
  return text;
}

/**
 * @param {URL} url
 * @returns {Promise<import("node:http").IncomingMessage>}
 */
function ask(url) {
  const secure = url.protocol === "https:";
  if (!secure && url.protocol !== "http:") throw new Failure(`${url.href} is neither http nor https`);
  const { Agent, get } = secure ? https : http;
  // Node 24 and later take the proxy that the environment names when given this; older ones overlook it.
  const options = /** @type {object} */ ({ proxyEnv: process.env });
  const agent = new Agent(options);
  return new Promise((resolve, reject) => {
    const request = get(url, { agent, timeout: silenceLimit }, resolve);
    const give = (/** @type {string} */ why) => request.destroy(new Failure(`${url.host} ${why}`));
    const timer = setTimeout(() => give(`could not be reached in ${connectLimit / 1000} s`), connectLimit);
    request.once("socket", (socket) => {
      const connected = () => clearTimeout(timer);
      // Through a proxy the connection may be there already.
      if (socket.connecting || Object(socket).secureConnecting) {
        socket.once(secure ? "secureConnect" : "connect", connected);
      } else connected();
    });
    request.once("timeout", () => give(`was silent for ${silenceLimit / 1000} s`));
    request.once("close", () => clearTimeout(timer));
    request.once("error", reject);
  });
}
