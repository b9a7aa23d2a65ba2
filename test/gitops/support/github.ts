import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** What GitHub keeps beside the repository. */
export interface GitHubStore {
  /** By the pull request's number. */
  readonly comments: Record<string, string[]>;
  readonly issues: { number: number; state: "open" | "closed"; title: string; label: string; body: string }[];
}

/** GitHub's side of a repository, for the command `gh` that stands in its folder `bin`. */
export class GitHub {
  private constructor(private readonly folder: string) {}

  static async in(folder: string): Promise<GitHub> {
    const github = new GitHub(folder);
    await mkdir(github.bin);
    const command = join(github.bin, "gh");
    await writeFile(command, `#!/bin/sh\nexec "${process.execPath}" "${join(__dirname, "gh.js")}" "$@"\n`);
    await chmod(command, 0o755);
    const empty: GitHubStore = { comments: {}, issues: [] };
    await writeFile(github.file, JSON.stringify(empty));
    return github;
  }

  /** The folder to have on the path. */
  get bin(): string {
    return join(this.folder, "bin");
  }

  get environment(): Record<string, string> {
    return { GH_STORE: this.file };
  }

  async store(): Promise<GitHubStore> {
    return JSON.parse(await readFile(this.file, "utf8")) as GitHubStore;
  }

  private get file(): string {
    return join(this.folder, "github.json");
  }
}
