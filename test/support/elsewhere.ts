import type { Emulator } from "../../emulator";
import { apigClient, type ApigClient } from "../../provider/apig/client";
import { ioaClient, type IoaClient } from "../../provider/ioa/client";
import { Operation } from "../../provider/core/calls/operation";
import { ramClient, type RamClient } from "../../provider/ram/client";
import { Settings } from "../../provider/core/calls/settings";

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
