import type { Accounts } from "./accounts";
import { NonceMemory, RpcProtocol, rpcVersion } from "./alibaba/gateway";
import type { ApiName, Incoming, Protocol } from "./api";
import { ApigProtocol, isApigPath } from "./apig/protocol";
import { dyplsApi } from "./dypls/api";
import { stsApi } from "./identity/alicloud";
import { IamProtocol, isIamPath } from "./identity/huaweicloud";
import { isTencentSts, TencentStsProtocol } from "./identity/tencentcloud";
import { IoaProtocol, isPrivateIoaPath } from "./ioa/protocol";
import { isMetadataPath, MetadataProtocol } from "./metadata/protocol";
import { ramApi } from "./ram/api";

/** Tells the APIs apart on their one port. */
export class Router {
  private readonly dypls: Protocol;
  private readonly ram: Protocol;
  private readonly ioa: Protocol;
  private readonly apig: Protocol;
  private readonly alicloudSts: Protocol;
  private readonly tencentcloudSts: Protocol;
  private readonly iam: Protocol;
  private readonly metadata: Protocol;

  constructor(accounts: Accounts) {
    const nonces = new NonceMemory();
    this.dypls = new RpcProtocol(dyplsApi, accounts, nonces);
    this.ram = new RpcProtocol(ramApi, accounts, nonces);
    this.ioa = new IoaProtocol(accounts);
    this.apig = new ApigProtocol(accounts);
    this.alicloudSts = new RpcProtocol(stsApi, accounts, nonces);
    this.tencentcloudSts = new TencentStsProtocol(accounts);
    this.iam = new IamProtocol(accounts);
    this.metadata = new MetadataProtocol(accounts);
  }

  /** The operations of each API by name. */
  get operations(): ReadonlyMap<ApiName, readonly string[]> {
    const sts = [this.alicloudSts, this.tencentcloudSts].flatMap(({ operations }) => operations);
    const others = [this.dypls, this.ram, this.ioa, this.apig, this.iam, this.metadata];
    return new Map<ApiName, readonly string[]>([
      ...others.map((one) => [one.name, one.operations] as const),
      ["sts", [...new Set(sts)]],
    ]);
  }

  /** The API that a request is for: of those that Alibaba's gateway serves, the one of the `Version`. */
  protocolFor(incoming: Incoming): Protocol {
    if (isMetadataPath(incoming.path)) return this.metadata;
    if (isIamPath(incoming.path)) return this.iam;
    if (isTencentSts(incoming)) return this.tencentcloudSts;
    if (isPrivateIoaPath(incoming.path) || incoming.headers["x-tc-action"] !== undefined) return this.ioa;
    if (isApigPath(incoming.path)) return this.apig;
    const version = rpcVersion(incoming);
    if (version === stsApi.version) return this.alicloudSts;
    return version === ramApi.version ? this.ram : this.dypls;
  }
}
