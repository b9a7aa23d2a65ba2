export { readFolder } from "./folder";
export { problemLine } from "./document";
export { groupSchema } from "./schema";
