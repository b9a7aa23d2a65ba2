import { readFileSync } from "node:fs";

import * as pulumi from "@pulumi/pulumi";
import { ApigGroup, AxgGroupNumbers, DeviceVirtualGroup, OsType, RamGroup } from "pulumi-cloud-groups";

const config = new pulumi.Config();
const file = config.get("numbersFile") ?? "numbers.txt";
const numbers = readFileSync(file, "utf8").split(/\s+/).filter(Boolean);

/** The numbers that customers may be called from: an AXG group that exists, filled from a file of one number a line. */
const callers = new AxgGroupNumbers("callers", {
  poolKey: "FC123456",
  groupId: "1234",
  numbers,
  deletionLimit: 100,
});

/** The devices of the office in Shenzhen. */
const office = new DeviceVirtualGroup("office", {
  deviceVirtualGroupName: "shenzhen-office",
  description: config.get("officeDescription") ?? "Desktops in the Shenzhen office",
  osType: OsType.Windows,
});

/** The payment APIs of the shared gateway. */
const payments = new ApigGroup("payments", {
  name: "payments",
  remark: config.get("paymentsRemark") ?? "Payment APIs",
});

/** The people who may read bills. */
const finance = new RamGroup("finance", {
  groupName: config.get("financeGroup") ?? "finance-readers",
  comments: "Reads bills, changes nothing",
});

export const numberCount = callers.numberCount;
export const officeGroupId = office.deviceVirtualGroupId;
export const paymentsDomain = payments.slDomain;
export const financeGroupId = finance.groupId;
