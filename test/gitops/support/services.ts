import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

const TOKEN = "emulator-oidc-of-the-pipeline";

interface Request {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json: unknown;
}

/** What pipelines call beside the clouds: who issues OIDC tokens, and GitLab's notes. */
export class Services {
  /** The notes of GitLab's merge request, oldest first. */
  readonly notes: { readonly id: number; body: string }[] = [{ id: 1, body: "Looks good to me" }];
  private readonly server: Server;

  private constructor() {
    this.server = createServer((message, response) => {
      void this.serve(message, response);
    });
  }

  static async start(): Promise<Services> {
    const services = new Services();
    await new Promise<void>((resolve) => services.server.listen(0, "127.0.0.1", resolve));
    return services;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What a job on GitHub has that may ask for a token. */
  get gitHubIdentity(): Record<string, string> {
    return {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${this.url}/token?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "request",
    };
  }

  /** What a job on GitLab has that asks for a token. */
  readonly gitLabIdentity = { CLOUD_GROUPS_OIDC_TOKEN: TOKEN };

  /** What a job on GitLab has for a merge request. */
  get mergeRequest(): Record<string, string> {
    return {
      CI_API_V4_URL: `${this.url}/api/v4`,
      CI_PROJECT_ID: "42",
      CI_MERGE_REQUEST_IID: "7",
      GITLAB_TOKEN: "glpat-1",
    };
  }

  private async serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const { pathname, searchParams } = new URL(message.url ?? "/", this.url);
    const answer = this.answer({
      method: message.method ?? "",
      path: pathname,
      query: searchParams,
      headers: message.headers,
      body: Buffer.concat(chunks).toString(),
    });
    const { status = 200, headers = {}, json } = answer ?? { status: 404, json: { error: "not found" } };
    response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(JSON.stringify(json));
  }

  private answer(request: Request): Answer | undefined {
    const { path, query, headers } = request;
    if (path === "/token" && query.get("audience") === "cloud-groups") {
      return headers.authorization === "Bearer request" ? { json: { value: TOKEN } } : undefined;
    }
    if (path.startsWith("/api/v4/projects/42/merge_requests/7/notes")) return this.gitLabNotes(request);
    return undefined;
  }

  private gitLabNotes({ method, path, headers, body }: Request): Answer | undefined {
    if (headers["private-token"] !== "glpat-1") return { status: 401, json: { message: "401 Unauthorized" } };
    if (method === "GET") return { json: this.notes };
    const text = (JSON.parse(body) as { body: string }).body;
    if (method === "POST") {
      const id = this.notes.length + 1;
      this.notes.push({ id, body: text });
      return { status: 201, json: { id } };
    }
    const note = this.notes.find(({ id }) => path.endsWith(`/${id}`));
    if (note === undefined) return undefined;
    note.body = text;
    return { json: note };
  }
}
