import type { Emulator } from "../../../emulator";

/** An answer of a control endpoint. */
export interface ControlAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Calls a control endpoint; a text is sent as it is. */
export async function control(
  { url }: Pick<Emulator, "url">,
  method: string,
  path: string,
  body?: unknown,
): Promise<ControlAnswer> {
  const text = typeof body === "string" || body === undefined ? body : JSON.stringify(body);
  const response = await fetch(`${url}/_emulator${path}`, {
    method,
    ...(text === undefined ? {} : { body: text }),
  });
  return { status: response.status, body: await response.json() };
}
