"use strict";

// The layers, innermost first: each may import only those before it.
const layers = ["domain", "arguments", "clients", "core", "resources"];

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    ...layers.map((layer, depth) => ({
      name: `${layer}-knows-no-outer-layer`,
      severity: "error",
      comment:
        "Dependencies flow one way: domain <- arguments <- clients <- core <- resources <- program and runtime",
      from: { path: `^provider/${layer}/` },
      to: { path: "^provider/", pathNot: layers.slice(0, depth + 1).map((inner) => `^provider/${inner}/`) },
    })),
    {
      name: "domain-is-pure",
      severity: "error",
      comment: "Sets and plans know neither Pulumi nor HTTP nor Node",
      from: { path: "^provider/domain/" },
      to: { dependencyTypes: ["npm", "npm-peer", "npm-dev", "core"] },
    },
    {
      name: "only-the-program-side-knows-pulumi",
      severity: "error",
      from: { path: "^provider/(domain|arguments|clients|core|resources)/" },
      to: { path: "node_modules/@pulumi/" },
    },
    {
      name: "program-side-loads-no-client",
      severity: "error",
      comment: "A Pulumi program declares groups; nothing that calls a cloud is loaded with it",
      from: { path: "^provider/(index|program/)" },
      to: { path: "^provider/(clients|core|runtime)", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "files-know-rules-alone",
      severity: "error",
      comment: "Files are read in programs and offline: nothing that calls a cloud, and no Pulumi",
      from: { path: "^provider/files/" },
      to: { path: "^(provider/|node_modules/@pulumi/)", pathNot: "^provider/(domain|arguments|files)/" },
    },
    {
      name: "commands-are-no-program",
      severity: "error",
      comment: "Commands read files: they construct no resource, and are no part of what does",
      from: { path: "^cli/" },
      to: { path: "^(provider/(index|runtime|host|program/)|node_modules/@pulumi/)" },
    },
    {
      name: "provider-without-commands",
      severity: "error",
      from: { path: "^(provider|emulator)/" },
      to: { path: "^cli/" },
    },
    {
      name: "summary-loads-no-client",
      severity: "error",
      comment: "A summary is there at once, and can call no cloud",
      from: { path: "^cli/summary" },
      to: { path: "^provider/clients/", reachable: true },
    },
    {
      name: "emulator-stands-alone",
      severity: "error",
      comment: "An emulator that shared the provider's signing code would accept its mistakes",
      from: { path: "^emulator/" },
      to: { path: "^(provider|cli)/", pathNot: "^provider/supportedNode" },
    },
    {
      name: "provider-without-emulator",
      severity: "error",
      from: { path: "^(provider|cli)/" },
      to: { path: "^emulator/" },
    },
    { name: "no-circle", severity: "error", from: {}, to: { circular: true } },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default"],
    },
  },
};
