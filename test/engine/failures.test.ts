import assert from "node:assert/strict";

import { type Emulator, startEmulator } from "../../emulator";
import { Stack } from "../support/stack";

const BAD_INPUTS = `
  const { AxgGroupNumbers, DeviceVirtualGroup, RamGroup } = require("pulumi-cloud-groups");
  const axg = { poolKey: "FC123456", groupId: "1234" };
  const bad = {
    numbers: () => new AxgGroupNumbers("numbers", { ...axg, numbers: ["13800000000", "13800000000", "138-0000-0000"] }),
    misspelled: () => new AxgGroupNumbers("misspelled", { poolkey: "FC123456", groupId: "1234", numbers: ["13800000000"] }),
    mistyped: () => new RamGroup("mistyped", { groupName: "dev", comment: "mistyped" }),
    lists: () => new DeviceVirtualGroup("lists", {
      deviceVirtualGroupName: "d", timeType: 1, deviceBlacklist: [1, 2], deviceWhitelist: [2, 3],
    }),
  };
  bad[process.env.BAD]();
`;

/** What each bad input prints; the rules themselves are tested beside the resources. */
const MESSAGES: Readonly<Record<string, string>> = {
  numbers:
    'numbers: "138-****-0000" (a hyphen at characters 4, 9) must be digits only, 5 to 20 of them; numbers: 138****0000 appears more than once',
  misspelled: 'Unknown argument "poolkey". Valid: poolKey, groupId,',
  mistyped: 'Unknown argument "comment". Valid: groupName, comments, adopt, forceDestroy',
  lists: "deviceBlacklist, deviceWhitelist 2: must not be in both lists",
};

describe("what a user sees of failures", () => {
  let emulator: Emulator;
  let stack: Stack;

  before(async () => {
    emulator = await startEmulator();
    stack = await Stack.create(BAD_INPUTS, emulator.environment);
  });

  after(async () => {
    await stack.remove();
    await emulator.stop();
  });

  for (const [bad, message] of Object.entries(MESSAGES)) {
    it(`names the property, the value and the rule in the preview: ${bad}`, async () => {
      const { status, output } = await stack.run(["preview"], { BAD: bad });
      assert.notEqual(status, 0);
      assert.ok(output.includes(message), output);
      assert.doesNotMatch(output, /\bat .*\.js:\d+|13800000000/);
      assert.deepEqual(emulator.calls(), []);
    });
  }

  it("says which keys and variables were looked for where a credential is missing, without a stack trace", async () => {
    await stack.write(`new (require("pulumi-cloud-groups").RamGroup)("ram", { groupName: "dev" });`);
    const without = { ALIBABA_CLOUD_ACCESS_KEY_ID: "", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "" };
    const preview = await stack.run(["preview"], without);
    assert.equal(preview.status, 0, preview.output);
    const { status, output } = await stack.run(["up", "--yes", "--skip-preview"], without);
    assert.notEqual(status, 0);
    assert.match(
      output,
      /No credentials for Alibaba Cloud\. Set alicloud:accessKey and alicloud:secretKey, or another[^]*- ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or ALICLOUD_ACCESS_KEY/,
    );
    assert.doesNotMatch(output, /\bat .*\.js:\d+/);
  });

  it("says what to do where the cloud refuses the key, and shows none of it", async () => {
    const { secretKey } = emulator.credentials.alicloud;
    const wrong = `${secretKey}x`;
    const { status, output } = await stack.run(["up", "--yes", "--skip-preview"], {
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: wrong,
    });
    assert.notEqual(status, 0);
    assert.match(
      output,
      /CreateGroup was refused: SignatureDoesNotMatch: .*\(request id .*\)\. Check alicloud:accessKey/,
    );
    assert.ok(!output.includes(secretKey) && !output.includes(emulator.credentials.alicloud.accessKey));
  });
});
