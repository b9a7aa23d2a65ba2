import { z } from "zod";

import { withMetadata } from "../core/check";
import type { KindDefinition } from "../core/definition";
import { apigGroupRules, type apigGroupShape } from "./arguments";

/** A domain, as the gateway writes it. */
const urlDomain = z
  .object({
    id: z.string().optional().describe("The binding's id."),
    domain: z.string().optional().describe("The domain's name."),
    cname_status: z
      .int()
      .optional()
      .describe("The state of its CNAME record: 1 not resolved, 2 resolving, 3 resolved, 4 failed."),
    ssl_id: z.string().optional().describe("The id of its certificate."),
    ssl_name: z.string().optional().describe("The name of its certificate."),
  })
  .meta({ title: "UrlDomain", description: "A domain bound to a group." });

/** What a gateway gives out of a group. */
export const apigGroupOutputs = {
  groupId: z.string().describe("The id that the gateway gave the group; the resource's id, too."),
  status: changing(z.int().optional().describe("1: valid.")),
  slDomain: z.string().optional().describe("The subdomain that the gateway gave the group."),
  slDomains: z
    .array(z.string())
    .optional()
    .describe("The subdomains that the gateway gave the group, if it reports more than one."),
  registerTime: z
    .string()
    .optional()
    .describe("When the group was created, as the gateway writes it (ISO 8601)."),
  updateTime: changing(
    z.string().optional().describe("When the group was last changed, in the format of `registerTime`."),
  ),
  onSellStatus: changing(
    z.int().optional().describe("1: on sale in the marketplace, 2: not, 3: under review."),
  ),
  callLimits: changing(
    z.int().optional().describe("How many calls the group's APIs take in `timeInterval` of `timeUnit`."),
  ),
  timeInterval: changing(
    z.int().optional().describe("The length of the span that `callLimits` is for, in units of `timeUnit`."),
  ),
  timeUnit: changing(z.string().optional().describe("The unit of `timeInterval`, as the gateway writes it.")),
  urlDomains: changing(z.array(urlDomain).optional().describe("The domains bound to the group.")),
};

/** What the answer to an update has anew. */
function changing<Rule extends z.ZodType>(rule: Rule): Rule {
  return withMetadata(rule, { mayChange: true });
}

export const apigGroupDefinition: KindDefinition<typeof apigGroupShape, typeof apigGroupOutputs> = {
  rules: apigGroupRules,
  about: {
    what:
      "A group of APIs on an API gateway of Huawei Cloud, or of a cloud of its kind. " +
      "A refresh detects every change; new times alone are no change.",
    life: "Pulumi creates the new group before it deletes the old one. Id: the group's id.",
    source:
      "API Gateway (APIG) `/v1.0/apigw/api-groups`, and `/v2/{project_id}/apigw/instances/{instance_id}/api-groups` for dedicated gateways",
  },
  outputs: apigGroupOutputs,
  lookup: ["instanceId"],
};
