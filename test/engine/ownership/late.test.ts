import assert from "node:assert/strict";

import { someNumbers } from "../../support/numbers";
import { useOwnershipStack } from "../../support/ownership";

const ALL = someNumbers(12);

/** Two providers with the same keys: a process each. */
const PROVIDERS = `
  const { env } = process;
  const alicloud = { accessKey: env.ALIBABA_CLOUD_ACCESS_KEY_ID, secretKey: env.ALIBABA_CLOUD_ACCESS_KEY_SECRET };
  const one = new Provider("one", { alicloud });
  const two = new Provider("two", { alicloud });
`;

/** Numbers of the group 1234, from one place of the list to another. */
function numbers(name: string, from: number, to: number, options = "{}", more = ""): string {
  const list = JSON.stringify(ALL.slice(from, to));
  return `const ${name} = new AxgGroupNumbers("${name}", {
    poolKey: "FC123456", groupId: "1234", numbers: ${list}, ${more}
  }, ${options});\n`;
}

describe("what a resource has that the engine hears of late", () => {
  const running = useOwnershipStack();
  const held = () => [...(running.it.numbers("1234") ?? [])].sort();

  afterEach(async () => {
    await running.it.begin("");
  });

  it("is added again where an update of another provider's resource deleted it", async () => {
    const b = numbers("b", 1, 4, "{ provider: two, dependsOn: a }");
    await running.it.begin(PROVIDERS + numbers("a", 0, 3, "{ provider: one }") + b);
    const program = PROVIDERS + numbers("a", 0, 1, "{ provider: one }") + b;
    await running.it.succeed({ program });
    assert.deepEqual(held(), ALL.slice(0, 4));
    await running.it.isSettled();
  });

  it("is added again where a take-over replaced it", async () => {
    await running.it.begin(numbers("b", 1, 4));
    const program = numbers("a", 0, 2, "{}", "takeOver: true") + numbers("b", 1, 4, "{ dependsOn: a }");
    await running.it.succeed({ program });
    assert.deepEqual(held(), ALL.slice(0, 4));
    await running.it.isSettled();
  });

  it("goes with the group of an AxgGroup that is deleted first, and ends", async () => {
    const groups = (name: string) => `
      const g = new AxgGroup("g", {
        poolKey: "FC123456", groupName: "${name}", numbers: ${JSON.stringify(ALL.slice(0, 2))},
      }, { deleteBeforeReplace: true });
      new AxgGroupNumbers("b", { poolKey: "FC123456", groupId: g.groupId, numbers: ${JSON.stringify(ALL.slice(1, 3))} });
    `;
    await running.it.begin(groups("first"));
    await running.it.succeed({ program: groups("second") });
    await running.it.isSettled();
  });
});
