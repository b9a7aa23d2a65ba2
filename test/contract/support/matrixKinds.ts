import type { AccountState, ApiName, Fault } from "../../../emulator";
import type { Values } from "../../support/providerProcess";
import type { Deployed } from "./engine";
import { APIG, IOA, type Kind, RAM } from "./kinds";

/** A group as the cloud has it: its id there, and the arguments that it would be declared by. */
export interface InCloud {
  readonly id: string;
  readonly args: Values;
}

/** A refusal of a call. */
type Refused = Pick<Fault, "status" | "code">;

/** A kind of group, with what the matrix of faults needs besides. */
export interface MatrixKind extends Kind {
  readonly api: ApiName;
  /** The argument that a group can be changed in besides its name. */
  readonly remark: string;
  /** How the cloud says that something else is not there than the group. */
  readonly wrongNotFound: Refused;
  readonly denied: Refused;
  readonly idInCloud: (resource: Deployed) => string;
  readonly inCloud: (account: AccountState) => InCloud[];
}

export const MATRIX_KINDS: readonly MatrixKind[] = [
  {
    ...RAM,
    api: "ram",
    remark: "comments",
    wrongNotFound: { status: 404, code: "EntityNotExist.User" },
    denied: { status: 403, code: "NoPermission" },
    idInCloud: ({ outs }) => String(outs["groupId"]),
    inCloud: ({ ram }) =>
      Object.entries(ram.groups).map(([groupName, { id, comments }]) => ({
        id,
        args: { groupName, comments },
      })),
  },
  {
    ...APIG,
    api: "apig",
    remark: "remark",
    wrongNotFound: { status: 404, code: "APIGW.0101" },
    denied: { status: 403, code: "APIG.1101" },
    idInCloud: ({ id }) => id,
    inCloud: ({ apig }) =>
      Object.entries(apig.groups).map(([id, { name, remark }]) => ({ id, args: { name, remark } })),
  },
  {
    ...IOA,
    api: "ioa",
    remark: "description",
    wrongNotFound: { code: "ResourceNotFound" },
    denied: { code: "UnauthorizedOperation.NoResourcePermissions" },
    idInCloud: ({ id }) => id,
    inCloud: ({ ioa }) =>
      Object.entries(ioa.groups).map(([id, { name, description }]) => ({
        id,
        args: { deviceVirtualGroupName: name, description },
      })),
  },
];
