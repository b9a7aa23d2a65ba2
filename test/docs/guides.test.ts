import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { type Seed, startEmulator } from "../../emulator";
import { consumerProject } from "../support/consumer";
import { GUIDES, readDocument } from "./support/documents";
import { GuideRun } from "./support/guide";

/** What is in the clouds where a guide begins with groups that exist: those of the lists in examples/take-over. */
const EXISTING: Readonly<Record<string, Seed>> = {
  "docs/taking-over.md": {
    first: {
      ram: {
        groups: [
          { name: "bill-readers", comments: "Reads bills", members: ["alice"] },
          { name: "deployers", comments: "Deploys" },
        ],
      },
      apig: {
        groups: [
          {
            id: "c77f5e81d9cb4424bf704ef2b0ac7600",
            name: "payments",
            remark: "Payment APIs",
            instanceId: "instance-1",
          },
          { id: "4a8eaf64-22bb-4bf2-88e6-2bd8c6e1b2a9", name: "partners" },
        ],
      },
      ioa: {
        groups: [
          { id: 356, name: "shenzhen-office", osType: 0, description: "Desktops in the Shenzhen office" },
          { id: 357, name: "design-macs", osType: 2 },
        ],
      },
    },
  },
};

describe("the guides, followed from top to bottom in an empty folder", () => {
  let consumer: string;

  before(async () => {
    consumer = await consumerProject();
  });

  after(() => rm(consumer, { recursive: true, force: true }));

  async function follow(path: string, variables: Readonly<Record<string, string>> = {}): Promise<void> {
    const { blocks } = await readDocument(path);
    const run = await GuideRun.start(consumer, variables);
    try {
      for (const block of blocks) await run.take(block);
    } finally {
      await run.end();
    }
  }

  for (const path of GUIDES.filter((guide) => !(guide in EXISTING))) it(path, () => follow(path));

  for (const [path, seed] of Object.entries(EXISTING)) {
    it(`${path}, with groups that exist`, async () => {
      const emulator = await startEmulator({ seed });
      const state = await mkdtemp(join(tmpdir(), "cloud-groups-test-"));
      const backend = { PULUMI_BACKEND_URL: pathToFileURL(state).href, PULUMI_CONFIG_PASSPHRASE: "test" };
      try {
        await follow(path, { ...emulator.environment, ...backend });
      } finally {
        await emulator.stop();
        await rm(state, { recursive: true, force: true });
      }
    });
  }
});
