import { Provider, RamGroup } from "pulumi-cloud-groups";

/** Made if there is none of that name, taken over if there is; destroyed with whatever members it has by then. */
const developers = new RamGroup("developers", {
  groupName: "developers",
  comments: "Deploys to staging",
  adopt: true,
  forceDestroy: true,
});

/** The same group in a second account. Its keys come from the environment of the pipeline. */
const second = new Provider("second-account", {
  alicloud: { accessKey: process.env["SECOND_ACCESS_KEY"], secretKey: process.env["SECOND_SECRET_KEY"] },
});
const developersToo = new RamGroup("developers-too", { groupName: "developers" }, { provider: second });

export const groupIds = [developers.groupId, developersToo.groupId];
