/** The module of a program's classes by its door, for tests that compare the two. */
export const CLASSES = {
  dynamic: "pulumi-cloud-groups",
  plugin: require.resolve("./pluginClasses"),
} as const;
