"use strict";

const { readdirSync } = require("node:fs");

/** Each folder beside the common ones is a kind of groups. */
const kinds = readdirSync("provider", { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !["core", "doors", "files", "sets"].includes(entry.name))
  .map(({ name }) => name);
const anyKind = `(${kinds.join("|")})`;

// What each part of the provider may import beside itself. The folders of core/ are layers of their own.
const arrows = {
  sets: [],
  core: ["sets"],
  ...Object.fromEntries(kinds.map((kind) => [kind, ["sets", "core"]])),
  files: ["sets", "core", ...kinds, "kinds"],
  doors: ["sets", "core", ...kinds, "kinds", "lifecycles", "packageSchema", "supportedNode"],
};
const coreLayers = ["calls", "clouds", "run", "lifecycle"];

/** Modules that a program loads: arguments and classes of resources, files of groups, and what these are made of. */
const programSide = `^provider/(index|provider|providerArguments|kinds|files/|sets/|core/[^/]+$|${anyKind}/(arguments|definition|generated|permissions|program))`;

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    ...Object.entries(arrows).map(([part, others]) => ({
      name: `${part}-knows-no-outer-part`,
      severity: "error",
      comment:
        "Arrows point one way: sets <- core <- axg | ram | apig | ioa <- kinds <- files | doors <- index",
      from: { path: `^provider/${part}/` },
      to: { path: "^provider/", pathNot: [part, ...others].map((name) => `^provider/${name}[/.]`) },
    })),
    ...["", ...coreLayers.slice(0, -1)].map((layer, depth) => ({
      name: `core-${layer || "base"}-knows-no-outer-layer`,
      severity: "error",
      comment: "Arrows point one way: core <- core/calls <- core/clouds <- core/run <- core/lifecycle",
      from: { path: layer === "" ? "^provider/core/[^/]+$" : `^provider/core/${layer}/` },
      to: { path: coreLayers.slice(depth).map((outer) => `^provider/core/${outer}/`) },
    })),
    {
      name: "sets-are-pure",
      severity: "error",
      comment: "Sets know neither Pulumi nor HTTP nor Node",
      from: { path: "^provider/sets/" },
      to: { dependencyTypes: ["npm", "npm-peer", "npm-dev", "core"] },
    },
    {
      name: "only-classes-know-pulumi",
      severity: "error",
      comment:
        "Classes of resources are in program.ts, and know Pulumi; beside them, what the engine starts does",
      from: {
        path: "^provider/",
        pathNot:
          "(/(program|generated)[/.]|^provider/(provider|providerArguments|doors/(dynamic/runtime|plugin/[^/]+)|files/declareGroups)\\.ts$)",
      },
      to: { path: "node_modules/@pulumi/" },
    },
    {
      name: "program-side-loads-no-client",
      severity: "error",
      comment:
        "A Pulumi program declares groups, and a file says which; nothing that calls a cloud is loaded with either",
      from: { path: programSide },
      to: {
        path: `^provider/(doors/|core/(${coreLayers.join("|")})/|${anyKind}/(client|lifecycle))`,
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "files-know-no-pulumi",
      severity: "error",
      comment: "Files are checked offline, too",
      from: { path: "^provider/files/", pathNot: "^provider/files/declareGroups\\.ts$" },
      to: { path: "(/(program|generated)[/.]|node_modules/@pulumi/)" },
    },
    {
      name: "commands-are-no-program",
      severity: "error",
      comment: "Commands read files: they construct no resource, and are no part of what does",
      from: { path: "^cli/" },
      to: {
        path: "(^provider/((index|provider|providerArguments)\\.ts$|doors/)|/(program|generated)[/.]|node_modules/@pulumi/)",
      },
    },
    {
      name: "summary-and-verification-load-no-client",
      severity: "error",
      comment: "They are there at once, and can call no cloud",
      from: { path: "^cli/(summary|verifyState)" },
      to: { path: "^provider/(core/clouds/|[^/]+/client\\.ts$)", reachable: true },
    },
    {
      name: "provider-without-commands",
      severity: "error",
      from: { path: "^(provider|emulator)/" },
      to: { path: "^cli/" },
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
