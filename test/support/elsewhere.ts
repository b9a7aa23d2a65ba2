import type { Emulator } from "../../emulator";
import { apigClient, type ApigClient } from "../../provider/clients/apig";
import { ioaClient, type IoaClient } from "../../provider/clients/ioa";
import { Operation } from "../../provider/clients/operation";
import { ramClient, type RamClient } from "../../provider/clients/ram";
import { Settings } from "../../provider/clients/settings";

/** The clouds in the hands of somebody else who has the same accounts: what happens behind Pulumi's back. */
export interface Elsewhere {
  readonly ram: RamClient;
  /** @param instanceId a dedicated gateway; else the shared one */
  readonly apig: (instanceId?: string) => ApigClient;
  readonly ioa: IoaClient;
}

export function elsewhere({ environment }: Emulator): Elsewhere {
  const operation = new Operation(new Settings(() => undefined, environment));
  return {
    ram: ramClient(operation),
    apig: (instanceId) => apigClient(operation, instanceId),
    ioa: ioaClient(operation),
  };
}
