import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

/** The key that stacks' secrets are encrypted with, as the service has encrypted it. */
const ENCRYPTED_KEY = Buffer.from(`vault:v1:${Buffer.alloc(32, 7).toString("base64")}`).toString("base64");
const URL = "hashivault://test";

let running: Promise<Server> | undefined;

/**
 * Stands for a key service, HashiCorp Vault, which Pulumi asks for a stack's key. To derive one from a passphrase takes each command a quarter
 * of a second, on purpose.
 *
 * @returns what is in the environment of commands
 */
export async function keyService(): Promise<Record<string, string>> {
  running ??= start();
  const { port } = (await running).address() as AddressInfo;
  return { VAULT_SERVER_URL: `http://127.0.0.1:${port}`, VAULT_SERVER_TOKEN: "test" };
}

/** What a stack's settings have of it. */
export const KEY_SETTINGS = `secretsprovider: ${URL}\nencryptedkey: ${ENCRYPTED_KEY}\n`;

/** The same in a state. */
export const KEY_STATE = { type: "cloud", state: { url: URL, encryptedkey: ENCRYPTED_KEY } };

async function start(): Promise<Server> {
  const server = createServer((request, response) => {
    json(request).then(
      (body) => {
        const { ciphertext = "" } = body as { readonly ciphertext?: string };
        response.setHeader("Content-Type", "application/json");
        response.end(JSON.stringify({ data: { plaintext: ciphertext.replace("vault:v1:", "") } }));
      },
      () => response.writeHead(400).end(),
    );
  });
  server.listen(0, "127.0.0.1").unref();
  await once(server, "listening");
  return server;
}
