import { z } from "zod";

import { adoptArgument, type ArgumentRules, withMetadata } from "../core/check";
import { isUnknown } from "../core/properties";

export const apigGroupShape = {
  name: z
    .string()
    .min(1, "must not be empty")
    .describe(
      "The group's name, unique on its gateway; renamed in place. On the shared gateway 3 to 64 Chinese characters, letters, digits and `_`, " +
        "starting with a Chinese character or a letter. On a dedicated gateway 3 to 255 of these and `-./:：()（）、`, starting with a " +
        "Chinese character, a letter or a digit.",
    ),
  remark: z
    .string()
    .optional()
    .describe(
      "A remark: at most 255 characters (1,000 on a dedicated gateway). Default: none. Removing it clears it.",
    ),
  instanceId: withMetadata(
    z
      .string()
      .min(1, "must not be empty")
      .optional()
      .describe(
        "The id of a dedicated gateway, called by its v2 paths. Default: the shared gateway, called by v1.0.",
      ),
    { text: "trimmed", replaces: true },
  ),
  adopt: adoptArgument("set its remark"),
  forceDestroy: z
    .boolean()
    .optional()
    .describe(
      "On destroy, first take the group's APIs (by their `group_id`) offline and delete them. Default false: a group with APIs is not destroyed.",
    ),
};

/** The rules of the API's two versions. A Chinese character counts as one character. */
const RULES = {
  shared: {
    name: /^[\p{Script=Han}A-Za-z][\p{Script=Han}A-Za-z0-9_]{2,63}$/u,
    nameRule:
      'must be 3 to 64 Chinese characters, letters, digits or "_", starting with a Chinese character or a letter',
    remarkLength: 255,
  },
  dedicated: {
    name: /^[\p{Script=Han}A-Za-z0-9][\p{Script=Han}A-Za-z0-9_./:：、()（）-]{2,254}$/u,
    nameRule:
      "must be 3 to 255 Chinese characters, letters, digits or any of -_./:()：（）、, starting with a Chinese character, a letter or a digit",
    remarkLength: 1000,
  },
} as const;

/** The arguments that a gateway of this kind accepts. */
function apigGroupShapeOn(gateway: keyof typeof RULES): typeof apigGroupShape {
  const { name, nameRule, remarkLength } = RULES[gateway];
  const { remark } = apigGroupShape;
  return {
    ...apigGroupShape,
    name: apigGroupShape.name.regex(name, nameRule).meta(apigGroupShape.name.meta() ?? {}),
    remark: withMetadata(
      z
        .string()
        .max(remarkLength, `must be at most ${remarkLength} characters long`)
        .optional()
        .meta(remark.meta() ?? {}),
      { text: "trimmed" },
    ),
  };
}

/** The arguments of ApigGroup: v1.0 of the shared gateway, v2 of a dedicated one. */
export const apigGroupRules: ArgumentRules<typeof apigGroupShape> = {
  shapeFor: ({ instanceId }) =>
    apigGroupShapeOn(isUnknown(instanceId) || instanceId !== undefined ? "dedicated" : "shared"),
  dependsOn: "instanceId",
  identity: { names: ["instanceId", "name"] },
};
