/**
 * The text that Pulumi keeps in the state as a resource's code. It stays as it is for ever: it names no version, no path and
 * no configuration, so that upgrades of the package change no resource, and states stay small and free of secrets.
 */
export function providerText(kind: string): string {
  return `exports.handler=()=>require("pulumi-cloud-groups/runtime").provider("${kind}");`;
}

/** The type token of a kind of group, as it stands in URNs. */
export function typeOf(kind: string): string {
  return `pulumi-nodejs:dynamic/cloud-groups:${kind}`;
}
