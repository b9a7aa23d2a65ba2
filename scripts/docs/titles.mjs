// A TypeDoc plugin: names each guide in the site's navigation by its heading, and not by its file.
import { Converter } from "typedoc";

/** @param {import("typedoc").Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, document) => {
    const [first] = document.content;
    const heading = first?.kind === "text" ? /^# (.+)$/m.exec(first.text) : null;
    if (!heading) throw new Error(`${document.name} does not begin with a heading`);
    document.name = heading[1];
  });
}
