import type { ServerResponse } from "node:http";

import type { Answer, Parameters } from "./api";

/** The answers that are still owed: held back, or never to come. */
export class OpenAnswers {
  private readonly waiting = new Map<ServerResponse, () => void>();

  /** Keeps a caller waiting for good, or until all are dropped. */
  hang(response: ServerResponse): void {
    this.hold(response, () => undefined);
    response.once("close", () => this.waiting.delete(response));
  }

  /** Waits; false where the answer was dropped in the meantime. */
  async wait(response: ServerResponse, milliseconds: number): Promise<boolean> {
    if (milliseconds === 0) return true;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.waiting.delete(response);
        resolve(true);
      }, milliseconds);
      this.hold(response, () => {
        clearTimeout(timer);
        resolve(false);
      });
    });
  }

  /** Cuts the connections of all that are owed, so that what was asked before a reset does not happen after it. */
  drop(): void {
    for (const [response, release] of this.waiting) {
      response.destroy();
      release();
    }
    this.waiting.clear();
  }

  private hold(response: ServerResponse, release: () => void): void {
    this.waiting.set(response, release);
  }
}

/** The object of JSON that a request carries; nothing where it carries something else. */
export function objectIn(body: Buffer): Parameters | undefined {
  try {
    const parsed: unknown = JSON.parse(body.toString("utf8"));
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)
      ? { ...parsed }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Sends an answer of one of the four APIs. */
export function send(response: ServerResponse, answer: Answer): void {
  const content = answer.status === 204 ? {} : { "content-type": "application/json; charset=utf-8" };
  const length = answer.status === 204 ? {} : { "content-length": Buffer.byteLength(answer.body) };
  response.writeHead(answer.status, { ...content, ...length, ...answer.headers });
  response.end(answer.body);
}
