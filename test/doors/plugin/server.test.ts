import assert from "node:assert/strict";

import { credentials, type ServiceError } from "@grpc/grpc-js";
import { PluginAttach, type PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

import { type Emulator, startEmulator } from "../../../emulator";
import { UNKNOWN } from "../../../provider/core/properties";
import { PluginServer } from "../../../provider/doors/plugin/server";
import { mark, unmark } from "../../../provider/doors/plugin/values";
import { packageSchema } from "../../../provider/packageSchema";
import type { Values } from "../../support/providerProcess";

const PROVIDER = "urn:pulumi:dev::test::pulumi:providers:cloud-groups::own";
const RAM_GROUP = "urn:pulumi:dev::test::cloud-groups:index:RamGroup::readers";

type Done<Response> = (error: ServiceError | null, response: Response) => void;

function unary<Response>(send: (done: Done<Response>) => unknown): Promise<Response> {
  return new Promise((resolve, reject) => {
    send((error, response) => {
      if (error === null) resolve(response);
      else reject(new Error(error.details));
    });
  });
}

describe("the plugin's server", () => {
  let emulator: Emulator;
  let client: ResourceProviderClient;
  let server: PluginServer;

  before(async () => {
    emulator = await startEmulator();
    server = new PluginServer({ version: "1.2.3", schema: () => JSON.stringify(packageSchema("1.2.3")) });
    client = new ResourceProviderClient(`127.0.0.1:${await server.listen()}`, credentials.createInsecure());
  });
  after(async () => {
    client.close();
    server.stop();
    await emulator.stop();
  });

  async function configure(settings: Values = {}): Promise<messages.ConfigureResponse> {
    const { accessKey, secretKey } = emulator.credentials.alicloud;
    const keys = { alicloudAccessKey: accessKey, alicloudSecretKey: secretKey, emulator: emulator.url };
    const request = new messages.ConfigureRequest();
    request.setUrn(PROVIDER);
    request.setId("1");
    request.setArgs(mark({ ...keys, ...settings }, ["alicloudSecretKey"]));
    return unary((done) => client.configure(request, done));
  }

  it("says its version and its schema without an engine, and takes no resource before it has one", async () => {
    const info = await unary<PluginInfo>((done) => client.getPluginInfo(new Empty(), done));
    assert.equal(info.getVersion(), "1.2.3");
    const request = new messages.GetSchemaRequest();
    const schema = await unary<messages.GetSchemaResponse>((done) => client.getSchema(request, done));
    assert.equal((JSON.parse(schema.getSchema()) as Values)["name"], "cloud-groups");
    await assert.rejects(check({ groupName: "readers" }), /no engine is attached yet/);
  });

  it("serves the engine that attaches to it", async () => {
    const request = new PluginAttach();
    request.setAddress("127.0.0.1:1");
    await unary((done) => client.attach(request, done));
    const response = await configure();
    assert.deepEqual([response.getAcceptsecrets(), response.getSupportspreview()], [true, true]);
    assert.deepEqual((await check({ groupName: "readers" })).getFailuresList(), []);
  });

  async function check(news: Values, secrets: readonly string[] = []): Promise<messages.CheckResponse> {
    const request = new messages.CheckRequest();
    request.setUrn(RAM_GROUP);
    request.setNews(mark(news, secrets));
    return unary((done) => client.check(request, done));
  }

  it("keeps the marks of secrets, and shows none of them", async () => {
    const { values, secrets } = unmark(
      (await check({ groupName: "own", comments: "hush" }, ["comments"])).getInputs(),
    );
    assert.deepEqual([values, secrets], [{ groupName: "own", comments: "hush" }, ["comments"]]);
    const [failure] = (await check({ groupName: "hush hush" }, ["groupName"])).getFailuresList();
    assert.match(failure?.getReason() ?? "", /^groupName \[secret\]: must be/);
  });

  it("tells a preview what a new group has, and what an update may change", async () => {
    const request = new messages.CreateRequest();
    request.setUrn(RAM_GROUP);
    request.setPreview(true);
    request.setProperties(mark({ groupName: "readers", comments: UNKNOWN }, ["groupName"]));
    const created = await unary<messages.CreateResponse>((done) => client.create(request, done));
    assert.equal(created.getId(), "");
    const outs = unmark(created.getProperties());
    const unknown = { groupId: UNKNOWN, createDate: UNKNOWN, updateDate: UNKNOWN, comments: UNKNOWN };
    assert.deepEqual(outs, { values: { ...unknown, groupName: "readers" }, secrets: ["groupName"] });

    const update = new messages.UpdateRequest();
    update.setUrn(RAM_GROUP);
    update.setPreview(true);
    update.setOlds(mark({ groupName: "old", groupId: "g-1", createDate: "2026", updateDate: "2026" }, []));
    update.setNews(mark({ groupName: "new" }, []));
    const updated = await unary<messages.UpdateResponse>((done) => client.update(update, done));
    const { values } = unmark(updated.getProperties());
    assert.deepEqual(values, { groupName: "new", groupId: "g-1", createDate: "2026", updateDate: UNKNOWN });
    assert.deepEqual(emulator.state().accounts.first.ram.groups, {});
  });

  it("names a setting that it does not have, with those that are like it", async () => {
    const request = new messages.CheckRequest();
    request.setUrn(PROVIDER);
    request.setNews(mark({ alicloudAcessKey: "x", version: "1.2.3", region: "cn-north-4" }, []));
    const response = await unary<messages.CheckResponse>((done) => client.checkConfig(request, done));
    const [misspelt, other] = response.getFailuresList().map((failure) => failure.getReason());
    assert.match(
      misspelt ?? "",
      /^Unknown setting "alicloudAcessKey"\. Valid: alicloudAccessKey, (?!.*tencentcloud)/,
    );
    assert.match(other ?? "", /^Unknown setting "region"\. Valid: (?!.*alicloud).*ramEndpoint/);
  });

  it("takes nothing in place of an explicit provider's key that is missing or empty", async () => {
    const problems = async (urn: string, news: Values) => {
      const request = new messages.CheckRequest();
      request.setUrn(urn);
      request.setNews(mark(news, []));
      const response = await unary<messages.CheckResponse>((done) => client.checkConfig(request, done));
      return response.getFailuresList().map((failure) => failure.getReason());
    };
    const half = { alicloudAccessKey: "LTAI1" };
    const missing =
      "alicloudSecretKey is missing beside alicloudAccessKey. Give both, or neither to use the environment's";
    assert.deepEqual(await problems(PROVIDER, half), [missing]);
    const empty =
      "alicloudAccessKey and alicloudSecretKey must not be empty. Leave both out to use the environment's";
    assert.deepEqual(await problems(PROVIDER, { alicloudAccessKey: "", alicloudSecretKey: "" }), [empty]);
    assert.deepEqual(await problems(PROVIDER.replace("own", "default_1_2_3"), half), []);
    assert.deepEqual(await problems(PROVIDER, {}), []);
  });

  const KEYS = { alicloudAccessKey: "LTAI1", alicloudSecretKey: "s1" };
  const CASES: readonly (readonly [
    what: string,
    olds: Values,
    news: Values,
    changed: number,
    replaces: string[],
  ])[] = [
    ["is no change where nothing differs", KEYS, KEYS, 0, []],
    [
      "is no other account with other keys: they may be a rotation",
      KEYS,
      { ...KEYS, alicloudAccessKey: "LTAI2" },
      1,
      [],
    ],
    ["is no other account where the environment takes over", KEYS, {}, 2, []],
    [
      "is no other account by its id where the key is the same",
      { ...KEYS, alicloudAccountId: "1" },
      { ...KEYS, alicloudAccountId: "01" },
      1,
      [],
    ],
    [
      "is another account by another id",
      { alicloudAccessKey: "LTAI1", alicloudAccountId: "1" },
      { alicloudAccessKey: "LTAI2", alicloudAccountId: "2" },
      2,
      ["alicloudAccessKey", "alicloudAccountId"],
    ],
    [
      "is another account by the role that is assumed",
      { ...KEYS, alicloudAssumeRole: { roleArn: "acs:ram::1:role/a" } },
      { ...KEYS, alicloudAssumeRole: { roleArn: "acs:ram::2:role/a" } },
      1,
      ["alicloudAssumeRole"],
    ],
    [
      "is another project",
      { huaweicloudProjectId: "a" },
      { huaweicloudProjectId: "b" },
      1,
      ["huaweicloudProjectId"],
    ],
    ["is the same account at another address", { ...KEYS, ramEndpoint: "https://a.example" }, KEYS, 1, []],
  ];
  for (const [what, olds, news, changed, replaces] of CASES) {
    it(`compares settings: it ${what}`, async () => {
      const request = new messages.DiffRequest();
      request.setUrn(PROVIDER);
      request.setOldInputs(mark(olds, ["alicloudSecretKey"]));
      request.setNews(mark(news, ["alicloudSecretKey"]));
      const response = await unary<messages.DiffResponse>((done) => client.diffConfig(request, done));
      assert.equal(response.getDiffsList().length, changed);
      assert.deepEqual(response.getReplacesList().sort(), replaces);
    });
  }

  it("ends what is under way once it is cancelled, and begins nothing more", async () => {
    await configure();
    await unary((done) => client.cancel(new Empty(), done));
    const request = new messages.CreateRequest();
    request.setUrn(RAM_GROUP);
    request.setProperties(mark({ groupName: "readers" }, []));
    await assert.rejects(
      unary((done) => client.create(request, done)),
      /cancelled before the next call/,
    );
    assert.deepEqual(emulator.state().accounts.first.ram.groups, {});
  });
});
