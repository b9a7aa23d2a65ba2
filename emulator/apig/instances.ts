import type { Context, Parameters } from "../api";
import type { Gateway, Result } from "./groups";
import { pageAsked, text } from "./rules";

/** GET instances of v2: the project's dedicated gateways. */
export function listInstances(context: Context, _gateway: Gateway, parameters: Parameters): Result {
  const { offset, limit } = pageAsked(parameters, true, context.settings);
  const asked = text(parameters, "instance_id");
  const found = [...context.data.apig.instances].filter((id) => asked === undefined || id === asked);
  const instances = found.slice(offset, offset + limit).map((id) => ({
    id,
    project_id: parameters["project_id"],
    instance_name: id,
    instance_status: 6,
    status: "Running",
    spec: "BASIC",
  }));
  return { status: 200, body: { total: found.length, size: instances.length, instances } };
}
