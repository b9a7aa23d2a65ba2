import type { ApigClient, ApigGroupFacts } from "./client";
import { isRefusal, RefusedError, UnprovenAbsenceError } from "../core/calls/errors";
import type { Operation } from "../core/calls/operation";
import { forgetAdvice } from "../core/lifecycle/absence";

/** The code that the API refuses an unknown dedicated gateway with. */
const NO_GATEWAY = "APIG.3030";

/**
 * Finds the group of an id; returns nothing if it is gone. If the gateway does not know the group, its list must confirm that.
 *
 * @throws UnprovenAbsenceError if the list has the group
 */
export async function findGroup(
  operation: Operation,
  apig: ApigClient,
  id: string,
): Promise<ApigGroupFacts | undefined> {
  const group = await apig.getGroup(id);
  if (group !== undefined || (await apig.findGroup(id)) === undefined) return group;
  throw new UnprovenAbsenceError(
    "getApiGroup",
    `the API group ${id}`,
    "the gateway still lists it",
    `Run the command again later. ${forgetAdvice(operation)}`,
  );
}

/**
 * Runs a step with a group, or returns nothing if the gateway is gone, and all its groups with it. The API gives the same answer for a wrong
 * project or region, so the list of gateways must have others and not this one.
 *
 * @throws RefusedError that says what to do
 */
export async function unlessGatewayIsGone<T>(
  operation: Operation,
  apig: ApigClient,
  instanceId: string | undefined,
  step: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await step();
  } catch (error) {
    if (instanceId === undefined || !isRefusal(error, NO_GATEWAY)) throw error;
    const gateways = await listGateways(operation, apig, error);
    if (gateways.length > 0 && !gateways.includes(instanceId)) {
      operation.notice(`the gateway ${instanceId} is gone, and its groups with it`);
      return undefined;
    }
    const seen =
      gateways.length === 0
        ? "The project has no dedicated gateway at all: check huaweicloud:projectId and huaweicloud:region"
        : "The list of gateways still has it: run the command again later";
    throw new RefusedError(error, `${seen}. ${forgetAdvice(operation)}`);
  }
}

async function listGateways(
  operation: Operation,
  apig: ApigClient,
  refusal: RefusedError,
): Promise<readonly string[]> {
  try {
    return await apig.listGateways();
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    throw new RefusedError(
      refusal,
      `Cannot tell whether the gateway is gone: ${error.message}. ${forgetAdvice(operation)}`,
    );
  }
}
