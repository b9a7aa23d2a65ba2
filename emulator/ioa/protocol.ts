import type { Accounts, Caller } from "../accounts";
import type { Answer, Context, Incoming, Parameters, Protocol, ReceivedCall } from "../api";
import { objectIn } from "../exchange";
import type { Refusal } from "../refusal";
import type { Settings } from "../settings";
import { authenticateTc3 } from "./authentication";
import { describeVirtualDevices, modifyVirtualDeviceGroups } from "./devices";
import {
  createDeviceVirtualGroup,
  deleteDeviceVirtualGroup,
  describeAutoVirtualGroupRule,
  describeDeviceVirtualGroups,
  modifyDeviceVirtualGroup,
} from "./groups";
import { BROKEN, ioaRefusal, THROTTLED, unknownAction } from "./refusals";

interface IoaOperation {
  readonly writes: boolean;
  /** The folder of its path in a private deployment. */
  readonly folder: string;
  /** Whether the public endpoint has it. */
  readonly isPublic: (settings: Settings) => boolean;
  readonly run: (context: Context, parameters: Parameters) => Readonly<Record<string, unknown>>;
}

const SERVICE = { name: "ioa", version: "2022-06-01" };
const GROUP_FOLDER = "/capi/Assets/Device/";
const always = (): boolean => true;

const OPERATIONS: ReadonlyMap<string, IoaOperation> = new Map([
  [
    "CreateDeviceVirtualGroup",
    { writes: true, folder: GROUP_FOLDER, isPublic: always, run: createDeviceVirtualGroup },
  ],
  [
    "ModifyDeviceVirtualGroup",
    {
      writes: true,
      folder: GROUP_FOLDER,
      isPublic: (settings: Settings) => settings.ioaModify === "available",
      run: modifyDeviceVirtualGroup,
    },
  ],
  [
    "DeleteDeviceVirtualGroup",
    { writes: true, folder: GROUP_FOLDER, isPublic: always, run: deleteDeviceVirtualGroup },
  ],
  [
    "DescribeDeviceVirtualGroups",
    { writes: false, folder: GROUP_FOLDER, isPublic: always, run: describeDeviceVirtualGroups },
  ],
  [
    "DescribeAutoVirtualGroupRule",
    {
      writes: false,
      folder: GROUP_FOLDER,
      isPublic: (settings: Settings) => settings.ioaDescribeRule === "available",
      run: describeAutoVirtualGroupRule,
    },
  ],
  [
    "ModifyVirtualDeviceGroups",
    { writes: true, folder: GROUP_FOLDER, isPublic: always, run: modifyVirtualDeviceGroups },
  ],
  [
    "DescribeVirtualDevices",
    { writes: false, folder: "/capi/Assets/", isPublic: always, run: describeVirtualDevices },
  ],
]);

/** Whether a path is one of a private deployment. */
export function isPrivateIoaPath(path: string): boolean {
  return path.startsWith("/capi/Assets/");
}

/** Tencent Cloud iOA 2022-06-01, on the public endpoint's `/` and on a private deployment's paths. */
export class IoaProtocol implements Protocol {
  readonly name = "ioa";
  readonly operations = [...OPERATIONS.keys()];
  readonly throttled = THROTTLED;
  readonly broken = BROKEN;

  constructor(private readonly accounts: Accounts) {}

  receive(incoming: Incoming): ReceivedCall {
    const isPrivate = isPrivateIoaPath(incoming.path);
    const header = incoming.headers["x-tc-action"];
    const operation = isPrivate
      ? (incoming.path.split("/").at(-1) ?? "")
      : typeof header === "string"
        ? header
        : "";
    const found = OPERATIONS.get(operation);
    const body = objectIn(incoming.body);
    return {
      operation,
      writes: found?.writes ?? false,
      parameters: body ?? {},
      authenticate: (now): Caller => authenticateTc3(incoming, this.accounts, now, SERVICE),
      perform: (context) => {
        const offered = isPrivate
          ? incoming.path === `${found?.folder ?? ""}${operation}`
          : found?.isPublic(context.settings);
        if (found === undefined || offered !== true) throw unknownAction(operation);
        if (body === undefined)
          throw ioaRefusal("InvalidParameter", "The request body is not a JSON object.");
        return answer({ ...found.run(context, body), RequestId: context.requestId }, 200, null);
      },
    };
  }

  refuse({ code, message, status }: Refusal, requestId: string): Answer {
    return answer({ Error: { Code: code, Message: message }, RequestId: requestId }, status, code);
  }

  retryAfter(milliseconds: number): Record<string, string> {
    return { "retry-after": String(Math.ceil(milliseconds / 1000)) };
  }
}

function answer(response: object, status: number, code: string | null): Answer {
  return { status, body: JSON.stringify({ Response: response }), code };
}
