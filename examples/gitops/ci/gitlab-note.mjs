// Keeps one note on the merge request up to date: node ci/gitlab-note.mjs FILE
import { readFileSync } from "node:fs";

const MARK = "<!-- cloud-groups -->";
const { CI_API_V4_URL, CI_PROJECT_ID, CI_MERGE_REQUEST_IID, GITLAB_TOKEN } = process.env;
const notes = `${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/merge_requests/${CI_MERGE_REQUEST_IID}/notes`;
const body = `${MARK}\n${readFileSync(process.argv[2], "utf8")}`;

const own = await ownNote();
if (own) await call(`${notes}/${own.id}`, "PUT", { body });
else await call(notes, "POST", { body });

async function ownNote() {
  for (let page = "1"; page;) {
    const answer = await call(`${notes}?per_page=100&page=${page}`, "GET");
    const found = (await answer.json()).find((note) => note.body.startsWith(MARK));
    if (found) return found;
    page = answer.headers.get("x-next-page");
  }
}

async function call(url, method, content) {
  const headers = { "PRIVATE-TOKEN": GITLAB_TOKEN, "Content-Type": "application/json" };
  const answer = await fetch(url, { method, headers, body: content && JSON.stringify(content) });
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
  return answer;
}
