// The two doors side by side: Pulumi YAML with the plugin, and a Node program with dynamic resources.
import { say } from "../lib/say.mjs";
import { ours } from "./programs.mjs";
import { megabytes, memoryOf, ratio, secondsOf, table, time } from "./tables.mjs";
import { STEPS, takeTurns } from "./turns.mjs";

const NUMBERS = 100_000;
const GROUPS = [1, 100, 1000];

const NOTES = `The same stack as Pulumi YAML with the provider plugin, and as a Node program with dynamic resources. Memory is the peak of all
processes of the command at one time. Terraform's \`plan\` of 100 unchanged groups took 2.9 s, measured once on a machine of this kind.`;

/** @param {import("./options.mjs").Options} options */
export async function doors({ roundsOf }) {
  const rows = [];
  for (const count of GROUPS)
    rows.push(...(await rowsOf(`${count} RAM groups`, ramGroups(count), roundsOf(count))));
  rows.push(...(await rowsOf(`${NUMBERS.toLocaleString("en-US")} numbers`, numbers(), roundsOf(NUMBERS))));
  const head = ["stack", "step", "YAML, plugin", "Node, dynamic", "ratio", "memory", "memory", "ratio"];
  return ["## The two doors", NOTES, table(head, rows, 2)].join("\n\n");
}

/**
 * @param {string} what
 * @param {Record<"yaml" | "node", Readonly<Record<string, string>>>} files of each program
 * @param {number} rounds
 */
async function rowsOf(what, files, rounds) {
  const steps = [STEPS.preview, STEPS.up, STEPS.unchanged];
  const contenders = new Map([
    ["yaml", { files: files.yaml }],
    ["node", { files: files.node }],
  ]);
  const outcomeOf = await takeTurns(what, contenders, steps, rounds);
  return steps.map((step) => {
    const [yaml, node] = [outcomeOf("yaml", step), outcomeOf("node", step)];
    const memory = memoryOf("all");
    // Told at once: the whole table takes minutes.
    say(
      `${what}, ${step.name}: ${time(yaml)} and ${megabytes(memory(yaml))} by YAML, ${time(node)} and ${megabytes(memory(node))} by Node`,
    );
    return [
      what,
      step.name,
      time(yaml),
      time(node),
      `**${ratio(secondsOf(yaml), secondsOf(node))}**`,
      megabytes(memory(yaml)),
      megabytes(memory(node)),
      ratio(memory(yaml), memory(node)),
    ];
  });
}

/** @param {number} count */
function ramGroups(count) {
  const declared = Array.from({ length: count }, (_, at) => {
    const properties = `{ groupName: yaml-${at}, comments: c }`;
    return `  g${at}:\n    type: cloud-groups:RamGroup\n    properties: ${properties}\n`;
  });
  const program = `for (let at = 0; at < ${count}; at++) new RamGroup("g" + at, { groupName: "node-" + at, comments: "c" });`;
  return { yaml: project(declared.join("")), node: ours(program) };
}

function numbers() {
  const list = Array.from({ length: NUMBERS }, (_, at) => `${10_020_000_000 + 2 * at}\n`).join("");
  const place = (/** @type {string} */ name) => `poolKey: "FC123456", groupName: "${name}"`;
  const declared = `  callers:\n    type: cloud-groups:AxgGroup\n    properties: { ${place("yaml")}, numbers: { fn::readFile: ./numbers.txt } }\n`;
  const read = `require("node:fs").readFileSync("numbers.txt", "utf8").split("\\n").filter(Boolean)`;
  return {
    yaml: { ...project(declared), "numbers.txt": list },
    node: {
      ...ours(`new AxgGroup("callers", { ${place("node")}, numbers: ${read} });`),
      "numbers.txt": list,
    },
  };
}

/** @param {string} resources */
function project(resources) {
  return { "Pulumi.yaml": `name: test\nruntime: yaml\nresources:\n${resources}` };
}
