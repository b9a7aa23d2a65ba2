/** Settings that are enough for a call of each cloud, but for Huawei's region. */
export const CLIENT_KEYS: Readonly<Record<string, string>> = {
  "alicloud:accessKey": "an-id",
  "alicloud:secretKey": "a-secret",
  "tencentcloud:secretId": "an-id",
  "tencentcloud:secretKey": "a-secret",
  "huaweicloud:accessKey": "an-id",
  "huaweicloud:secretKey": "a-secret",
};
