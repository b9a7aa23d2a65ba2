// First step of `npm run archive`: the compiled provider plugin as one CommonJS module in build/plugin, with the licences of all that is in it.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { build } from "esbuild";
import { bundleFolder, node, root } from "./lib/places.mjs";
import { Failure, main } from "./lib/say.mjs";

/** Asked for by node-fetch in a `try`, for encodings that no cloud's answers have. */
const optional = "encoding";

await main(async () => {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  rmSync(bundleFolder, { recursive: true, force: true });
  mkdirSync(bundleFolder, { recursive: true });
  const { inputs, outputs } = await bundle(version);
  const missing = Object.values(outputs)
    .flatMap(({ imports }) => imports.map(({ path }) => path))
    .filter((path) => path !== optional && !builtinModules.includes(path.replace(/^node:/, "")));
  if (missing.length > 0) throw new Failure(`the bundle lacks modules: ${missing.join(", ")}`);
  writeFileSync(join(bundleFolder, "version"), version);
  writeFileSync(join(bundleFolder, "LICENSE"), readFileSync(join(root, "LICENSE")));
  writeFileSync(join(bundleFolder, "THIRD-PARTY-LICENSES"), licences(packagesOf(Object.keys(inputs))));
  return 0;
});

/**
 * In an executable `import()` and `require` reach nothing but Node's own modules: what esbuild cannot follow would fail at the first call
 * of a cloud, so that it is an error here.
 * @param {string} version
 */
async function bundle(version) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ["dist/provider/doors/plugin/main.js"],
    outfile: join(bundleFolder, "plugin.cjs"),
    bundle: true,
    platform: "node",
    format: "cjs",
    target: `node${node.archived}`,
    define: { PLUGIN_VERSION: JSON.stringify(version) },
    // Names stay as they are: users report stack traces.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
    logOverride: {
      "indirect-require": "error",
      "unsupported-dynamic-import": "error",
      "unsupported-require-call": "error",
    },
  });
  return metafile;
}

/**
 * The folders of the packages that files come from.
 * @param {string[]} files
 */
function packagesOf(files) {
  const folders = files.map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0] ?? "");
  return [...new Set(folders)].filter(Boolean).sort();
}

/** @param {string[]} folders */
function licences(folders) {
  return folders.map((folder) => licence(join(root, folder))).join(`\n${"-".repeat(80)}\n\n`);
}

/** @param {string} folder of a package */
function licence(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file) && !/\.[cm]?[jt]s$/.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), "utf8").trim());
  return `${[`${name} ${version} (${license})`, ...texts].join("\n\n")}\n`;
}
