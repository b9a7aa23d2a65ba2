import { relative } from "node:path";

import { readFolder } from "../../provider/files";
import { useFolders } from "./folders";

type Files = Readonly<Record<string, string | Uint8Array>>;

export const CALLERS =
  "type: AxgGroupNumbers\nname: callers\nproperties:\n  poolKey: FC123456\n  groupId: 1234\n";
export const LAPTOPS =
  "type: DeviceVirtualGroup\nname: laptops\nproperties:\n  deviceVirtualGroupName: laptops\n";
/** A column of the list `a.csv`. */
export const PHONE = "{ file: a.csv, column: phone }";
export const ALL_RIGHT = { problems: [], warnings: [] };

/** What a folder declares in its first group, and what is said of it. */
export interface Read {
  readonly members: unknown;
  readonly problems: string[];
  readonly warnings: string[];
}

/** Makes folders of files for the tests of a suite, and reads them. */
export function useLists(): (files: Files) => Read {
  const folderOf = useFolders();
  return (files) => {
    const folder = folderOf(files);
    const { groups, problems, warnings } = readFolder(folder);
    const told = (list: typeof problems) =>
      list.map(({ file, line, message }) =>
        `${relative(folder, file)}:${line}: ${message}`.replaceAll(`${folder}/`, ""),
      );
    return {
      members: groups[0]?.args["numbers"] ?? groups[0]?.args["devices"],
      problems: told(problems),
      warnings: told(warnings),
    };
  };
}

/** A group whose numbers stand in this list. */
export function listed(name: string, content: string | Uint8Array, reference = `{ file: ${name} }`): Files {
  return { "a.yaml": `${CALLERS}  numbers: ${reference}\n`, [name]: content };
}
