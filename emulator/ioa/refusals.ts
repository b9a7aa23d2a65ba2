import { Refusal } from "../refusal";

/** A refusal of API 3.0, which comes as a success of HTTP. */
export function ioaRefusal(code: string, message: string): Refusal {
  return new Refusal(code, message, 200);
}

/** A parameter that the service itself does not accept. */
export function badParameter(message: string): Refusal {
  return ioaRefusal("InvalidParameter.RequestParam", message);
}

/** Nothing has the id that was asked for. */
export function notFound(message: string): Refusal {
  return ioaRefusal("ResourceNotFound.NotFound", message);
}
