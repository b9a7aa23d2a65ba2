export { readFolder } from "./folder";
export { problemLine } from "./problems";
export { groupSchema } from "./schema";
