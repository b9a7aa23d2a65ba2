import dns from "node:dns";

/**
 * Has every look-up of a name in this process fail so. Node's HTTP client and its `fetch` both look names up by this function.
 *
 * @returns what ends it
 */
export function failLookups(code: string): () => void {
  const { lookup } = dns;
  const error = Object.assign(new Error(`getaddrinfo ${code}`), { code, syscall: "getaddrinfo" });
  const failing = (_host: string, _options: unknown, done: (failure: Error) => void) => {
    setImmediate(done, error);
  };
  dns.lookup = failing as unknown as typeof dns.lookup;
  return () => {
    dns.lookup = lookup;
  };
}
