import type { Accounts } from "./accounts";
import { NonceMemory, RpcProtocol, rpcVersion } from "./alibaba/gateway";
import type { ApiName, Incoming, Protocol } from "./api";
import { ApigProtocol, isApigPath } from "./apig/protocol";
import { dyplsApi } from "./dypls/api";
import { IoaProtocol, isPrivateIoaPath } from "./ioa/protocol";
import { ramApi } from "./ram/api";

/** Tells the four APIs apart on their one port. */
export class Router {
  private readonly dypls: Protocol;
  private readonly ram: Protocol;
  private readonly ioa: Protocol;
  private readonly apig: Protocol;

  constructor(accounts: Accounts) {
    const nonces = new NonceMemory();
    this.dypls = new RpcProtocol(dyplsApi, accounts, nonces);
    this.ram = new RpcProtocol(ramApi, accounts, nonces);
    this.ioa = new IoaProtocol(accounts);
    this.apig = new ApigProtocol(accounts);
  }

  /** The operations of each API by name. */
  get operations(): ReadonlyMap<ApiName, readonly string[]> {
    return new Map([this.dypls, this.ram, this.ioa, this.apig].map((one) => [one.name, one.operations]));
  }

  /** The API that a request is for: of those that Alibaba's gateway serves, the one of the `Version`. */
  protocolFor(incoming: Incoming): Protocol {
    if (isPrivateIoaPath(incoming.path) || incoming.headers["x-tc-action"] !== undefined) return this.ioa;
    if (isApigPath(incoming.path)) return this.apig;
    return rpcVersion(incoming) === ramApi.version ? this.ram : this.dypls;
  }
}
