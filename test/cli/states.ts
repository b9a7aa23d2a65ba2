import assert from "node:assert/strict";

import { verifyState, type VerifyStateOptions } from "../../cli/verifyState";
import { providerText, typeOf } from "../../provider/core/providerText";

export type Json = Readonly<Record<string, unknown>>;

export const urnOf = (type: string, name: string) => `urn:pulumi:dev::test::${type}::${name}`;

export const NODE_PROVIDER = "pulumi:providers:pulumi-nodejs";
const STACK = { urn: urnOf("pulumi:pulumi:Stack", "test-dev"), type: "pulumi:pulumi:Stack", custom: false };

export const provider = (type = NODE_PROVIDER, others: Json = {}): Json => ({
  urn: urnOf(type, "default"),
  custom: true,
  id: "1",
  type,
  ...others,
});

/** A RamGroup, but for what is given. */
export function group({
  type = typeOf("RamGroup"),
  ...others
}: Json & { readonly type?: string } = {}): Json {
  const properties = { __provider: providerText("RamGroup"), groupName: "readers" };
  return {
    urn: urnOf(type, "readers"),
    custom: true,
    id: "g-1",
    type,
    inputs: properties,
    outputs: properties,
    provider: `${urnOf(NODE_PROVIDER, "default")}::1`,
    ...others,
  };
}

export const OWN_PROVIDER = "pulumi:providers:cloud-groups";

/** A RamGroup of the provider plugin, but for what is given. */
export function pluginGroup({
  type = "cloud-groups:index:RamGroup",
  ...others
}: Json & { readonly type?: string } = {}): Json {
  const properties = { groupName: "readers" };
  const provider = `${urnOf(OWN_PROVIDER, "default")}::1`;
  return group({ type, inputs: properties, outputs: properties, provider, ...others });
}

export const withCode = (code: unknown): Json => ({ __provider: code, groupName: "readers" });

export const deploymentOf = (resources: readonly Json[], others: Json = {}) => ({
  manifest: {},
  resources: [STACK, provider(), ...resources],
  metadata: {},
  ...others,
});
export const stateOf = (resources: readonly Json[], others: Json = {}) =>
  JSON.stringify({ version: 3, deployment: deploymentOf(resources, others) });

/** What is found, without the last line's advice. */
export function problemsIn(text: string, options?: VerifyStateOptions): string[] {
  const result = verifyState(text, "state.json", options);
  const lines = result.text.trimEnd().split("\n");
  const count = `${lines.length - 1} problem${lines.length === 2 ? "" : "s"}`;
  assert.match(
    lines.at(-1)!,
    new RegExp(`^state\\.json: ${count}: Pulumi would run what nobody has checked\\.`),
  );
  assert.equal(result.status, 1);
  return lines.slice(0, -1);
}

export function assertVerified(text: string, said: string, options?: VerifyStateOptions): void {
  assert.deepEqual(verifyState(text, "state.json", options), { text: `state.json: ${said}\n`, status: 0 });
}

/** What is said of one resource, without where it is. */
export function problemsOf(resource: Json, options?: VerifyStateOptions): string[] {
  const place = `resources[2] ${String(resource["urn"])}: `;
  return problemsIn(stateOf([resource]), options).map((line) => {
    assert.ok(line.startsWith(place), line);
    return line.slice(place.length);
  });
}
