import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";

import type { Accounts, Caller } from "./accounts";
import type { Answer, Incoming, Protocol, ReceivedCall } from "./api";
import type { CallLog, OpenRecord } from "./calls";
import { type OpenAnswers, send } from "./exchange";
import type { Fault, FaultList } from "./faults";
import { Refusal } from "./refusal";
import type { Router } from "./router";
import type { Settings } from "./settings";
import type { World } from "./world";

/** What a call is played against. */
export interface Stage {
  readonly router: Router;
  readonly accounts: Accounts;
  readonly world: World;
  readonly faults: FaultList;
  readonly calls: CallLog;
  readonly answers: OpenAnswers;
  settings: Settings;
}

/** A call on its way from request to answer. */
interface Call {
  readonly protocol: Protocol;
  readonly received: ReceivedCall;
  readonly record: OpenRecord;
  readonly response: ServerResponse;
}

const GARBLED =
  "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>";

/** Serves a call of one of the four APIs: who signed it, what fault it meets, what it does. */
export async function serveCall(stage: Stage, incoming: Incoming, response: ServerResponse): Promise<void> {
  const protocol = stage.router.protocolFor(incoming);
  const received = protocol.receive(incoming);
  const { operation, writes, parameters } = received;
  const requestId = randomUUID().toUpperCase();
  const record = stage.calls.open({ api: protocol.name, operation, writes, request: parameters, requestId });
  const call: Call = { protocol, received, record, response };
  let caller: Caller;
  try {
    caller = received.authenticate(new Date());
  } catch (error) {
    reply(call, refused(call, error));
    return;
  }
  const { account, key, authentication } = caller;
  Object.assign(record, { account: account.name, accessKey: key?.id ?? null, authentication });
  const fault = stage.faults.meet({ api: protocol.name, operation, account: account.name, parameters });
  if (fault === undefined) await answerLate(stage, call, perform(stage, call, caller));
  else await playFault(stage, call, caller, fault);
}

async function playFault(stage: Stage, call: Call, caller: Caller, fault: Fault): Promise<void> {
  const { record, response } = call;
  record.fault = fault.kind;
  const carriedOut = fault.applied === true ? perform(stage, call, caller) : undefined;
  if (!(await stage.answers.wait(response, fault.delayMs ?? 0))) return;
  switch (fault.kind) {
    case "hang":
      stage.answers.hang(response);
      return;
    case "disconnect":
      response.destroy();
      return;
    case "garble":
      record.status = 200;
      response.writeHead(200, { "content-type": "text/html" }).end(GARBLED);
      return;
    case "delay":
      await answerLate(stage, call, carriedOut ?? perform(stage, call, caller));
      return;
    case "empty":
      await answerLate(stage, call, withoutItems(carriedOut ?? perform(stage, call, caller)));
      return;
    case "throttle":
      await answerLate(stage, call, faultAnswer(call, fault, call.protocol.throttled));
      return;
    case "error":
      await answerLate(stage, call, faultAnswer(call, fault, call.protocol.broken));
      return;
  }
}

/** An answer whose lists are empty and counted as such. */
function withoutItems(answer: Answer): Answer {
  const emptied = (name: string, value: unknown): unknown => {
    if (Array.isArray(value)) return [];
    return /^(total|size)$/i.test(name) && typeof value === "number" ? 0 : value;
  };
  return answer.body === "" ? answer : { ...answer, body: JSON.stringify(JSON.parse(answer.body), emptied) };
}

function faultAnswer({ protocol, record }: Call, fault: Fault, usual: Refusal): Answer {
  const { code = usual.code, message = usual.message, status = usual.status, retryAfter } = fault;
  const answer = protocol.refuse(new Refusal(code, message, status), record.requestId);
  const hint = retryAfter === undefined ? {} : protocol.retryAfter(retryAfter);
  return { ...answer, headers: { ...answer.headers, ...hint } };
}

function perform(stage: Stage, call: Call, { account, key }: Caller): Answer {
  const { received, record } = call;
  const { accounts, world, settings } = stage;
  try {
    const answer = received.perform({
      account,
      key,
      accounts,
      data: world.of(account.name),
      settings,
      requestId: record.requestId,
    });
    record.applied = true;
    return answer;
  } catch (error) {
    record.applied = error instanceof Refusal && error.applied;
    return refused(call, error);
  }
}

function refused({ protocol, record }: Call, error: unknown): Answer {
  if (error instanceof Refusal) return protocol.refuse(error, record.requestId);
  console.error(error);
  return protocol.refuse(protocol.broken, record.requestId);
}

async function answerLate(stage: Stage, call: Call, answer: Answer): Promise<void> {
  if (await stage.answers.wait(call.response, stage.settings.latencyMs)) reply(call, answer);
}

function reply({ record, response }: Call, answer: Answer): void {
  record.status = answer.status;
  record.code = answer.code;
  send(response, answer);
}
