import { AxgGroupNumbers } from "pulumi-cloud-groups";

/** Keeps exactly these numbers in a group that exists. A change is sent as the calls that add and delete the difference. */
export const callers = new AxgGroupNumbers("callers", {
  poolKey: "FC123456",
  groupId: "1234",
  numbers: ["10020000001", "10020000002", "10020000003"],
  // An update that would delete more than two numbers fails in the preview already.
  deletionLimit: 2,
}).numberCount;
