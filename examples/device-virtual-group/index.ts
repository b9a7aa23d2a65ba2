import { DeviceVirtualGroup, OsType, TimeType } from "pulumi-cloud-groups";

/** Filled by hand: exactly these devices. */
const kiosks = new DeviceVirtualGroup("kiosks", {
  deviceVirtualGroupName: "kiosks",
  osType: OsType.Windows,
  devices: ["mid-windows-1", "mid-windows-2"],
});

/** Filled by its rule, every ten minutes. */
const macs = new DeviceVirtualGroup("macs", {
  deviceVirtualGroupName: "design-macs",
  description: "Macs of the design team",
  osType: OsType.MacOS,
  timeType: TimeType.Custom,
  autoMinute: 10,
  autoRules: {
    simpleRules: [{ expressions: [{ items: [{ key: "hostname", operate: "包含", value: "design-" }] }] }],
  },
});

export const ids = [kiosks.deviceVirtualGroupId, macs.deviceVirtualGroupId];
