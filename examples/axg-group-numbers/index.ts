import { AxgGroup, AxgGroupNumbers } from "pulumi-cloud-groups";

/** Keeps exactly these numbers in a group that exists. A change is sent as the calls that add and delete the difference. */
export const callers = new AxgGroupNumbers("callers", {
  poolKey: "FC123456",
  groupId: "1234",
  numbers: ["10020000001", "10020000002", "10020000003"],
  // An update that would delete more than two numbers fails in the preview already.
  deletionLimit: 2,
}).numberCount;

/** A group of its own. Another name or remark would make a new group, and delete this one after it. */
export const drivers = new AxgGroup("drivers", {
  poolKey: "FC123456",
  groupName: "drivers",
  numbers: ["10020000011", "10020000012"],
}).groupId;
