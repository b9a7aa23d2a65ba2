import assert from "node:assert/strict";

import { Provider } from "../provider";

describe("A Provider with half a key pair", () => {
  it("is refused, since the environment's pair would stand in for it", () => {
    const unset = process.env["NO_SUCH_VARIABLE"];
    assert.throws(
      () => new Provider("second", { alicloud: { accessKey: "id", secretKey: unset } }),
      /^Error: Provider "second" has alicloud\.accessKey without alicloud\.secretKey\. Give both, or neither to use the environment's$/,
    );
    assert.throws(
      () => new Provider("second", { tencentcloud: { secretKey: "secret", secretId: "" } }),
      /"second" has tencentcloud\.secretKey without tencentcloud\.secretId\. /,
    );
    assert.throws(
      () => new Provider("second", { huaweicloud: { accessKey: "id", token: "token" } }),
      /"second" has huaweicloud\.accessKey without huaweicloud\.secretKey\. /,
    );
  });
});
