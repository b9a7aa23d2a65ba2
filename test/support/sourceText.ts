/** What begins a file that is generated. */
export const HEADER =
  "// Made of the definitions: do not edit it. UPDATE_DOCS=1 npm test -- test/generated.test.ts writes it anew.";

/** How wide code is, as the formatter has it, and how wide comments are. */
const CODE = 110;
const COMMENT = 140;

/** A text as a comment, in one line where it fits. */
export function docstring(text: string, indent: string, isBlock = false): string {
  const single = `${indent}/** ${text} */`;
  if (!isBlock && !text.includes("\n") && single.length <= COMMENT) return single;
  const lines = text.split("\n").flatMap((line) => wrapped(line, COMMENT - indent.length - 3));
  const body = lines.map((line) => `${indent} *${line === "" ? "" : ` ${line}`}`);
  return [`${indent}/**`, ...body, `${indent} */`].join("\n");
}

/** A line in several; what goes on in an item of a list stands under it. */
function wrapped(line: string, width: number): string[] {
  const hanging = line.startsWith("- ") ? "  " : "";
  const lines = [""];
  for (const word of line.split(" ")) {
    const last = lines.at(-1) ?? "";
    const longer = last === "" ? word : `${last} ${word}`;
    if (longer.length <= width || last === "") lines[lines.length - 1] = longer;
    else lines.push(hanging + word);
  }
  return lines;
}

/** A list of texts as code, as the formatter has it, a comma after it. @param before what stands before it in its line */
export function arrayOf(before: string, texts: readonly string[]): string {
  const quoted = texts.map((text) => JSON.stringify(text));
  const single = `${before}[${quoted.join(", ")}]`;
  if (single.length < CODE) return single;
  const indent = /^ */.exec(before)?.[0] ?? "";
  return `${before}[\n${quoted.map((text) => `${indent}  ${text},\n`).join("")}${indent}]`;
}
