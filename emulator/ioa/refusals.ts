import { Refusal } from "../refusal";

/** A refusal of API 3.0, which comes as a success of HTTP. */
export function ioaRefusal(code: string, message: string): Refusal {
  return new Refusal(code, message, 200);
}

/** What every service of API 3.0 says of one call too many. */
export const THROTTLED = ioaRefusal(
  "RequestLimitExceeded",
  "Your current request times exceed the limit per second.",
);

/** What it says where it fails itself. */
export const BROKEN = ioaRefusal("InternalError", "An internal error has occurred. Retry your request.");

/** No operation has this name. */
export function unknownAction(operation: string): Refusal {
  return ioaRefusal("InvalidAction", `The request action=${operation} is invalid or not found.`);
}

/** A parameter that the service itself does not accept. */
export function badParameter(message: string): Refusal {
  return ioaRefusal("InvalidParameter.RequestParam", message);
}

/** Nothing has the id that was asked for. */
export function notFound(message: string): Refusal {
  return ioaRefusal("ResourceNotFound.NotFound", message);
}
