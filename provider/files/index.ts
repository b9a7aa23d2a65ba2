export { type GroupsFolder, readFolder } from "./folder";
export { type FileProblem, problemLine } from "./problems";
export { groupSchema } from "./schema";
