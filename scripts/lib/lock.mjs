// Locks between set-ups that run at once, also in other checkouts and in containers that share the cache.
//
// A lock is a folder of claims, one file for each process that holds or wants it. Whoever made a claim and
// then sees no other live one holds the lock. Of two that see each other the first by name waits with its
// claim and the other withdraws. A claim's name is never used again, so that a dead one can be removed at
// any time without taking away somebody's live one.
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { basename, join } from "node:path";
import process from "node:process";
import { clearInterval, setInterval } from "node:timers";
import { setTimeout as pause } from "node:timers/promises";
import { cacheFolder, hash, readIfThere } from "./places.mjs";
import { say } from "./say.mjs";

const pollEvery = 200;
const touchEvery = 10_000;
/** A claim from another machine or container cannot be asked whether it lives: it is touched while it does. */
const untouchedLimit = 60_000;
/** The start of a process that may live: nobody could be asked. */
const unknown = "unknown";

/** @typedef {{ mine: string, covered: Set<string> }} Claims the files that this process made for one lock */
/** @typedef {{ cover: (pid: number) => () => void }} Lock `cover` keeps it while another process lives, too */

/**
 * @template T
 * @param {string} name
 * @param {string} part what the user is told is waited for
 * @param {(lock: Lock) => Promise<T>} work
 */
export async function withLock(name, part, work) {
  const folder = join(cacheFolder(), "locks", name);
  mkdirSync(folder, { recursive: true });
  /** @type {Claims} */
  const claims = { mine: "", covered: new Set() };
  const touch = setInterval(() => [claims.mine, ...claims.covered].forEach(touchClaim), touchEvery);
  // At an early end the claims for other processes stay: they end when those do.
  const withdrawMine = () => withdraw(claims);
  process.on("exit", withdrawMine);
  try {
    await acquire(folder, part, claims);
    return await work({ cover: (pid) => cover(folder, pid, claims) });
  } finally {
    clearInterval(touch);
    process.off("exit", withdrawMine);
    withdrawMine();
  }
}

/**
 * @param {string} folder
 * @param {string} part
 * @param {Claims} claims
 */
async function acquire(folder, part, claims) {
  let told = false;
  for (;;) {
    const others = liveClaims(folder, claims.mine);
    if (others.length === 0 && claims.mine) return;
    if (others.length === 0) {
      claims.mine = makeClaim(folder, process.pid);
      continue;
    }
    if (!told) say(`${part}: ${whoHolds(others)} is at it, waiting for that`);
    told = true;
    if (others.some((other) => other < claims.mine)) withdraw(claims);
    await pause(pollEvery);
  }
}

/** @param {Claims} claims */
function withdraw(claims) {
  if (claims.mine) rmSync(claims.mine, { force: true });
  claims.mine = "";
}

/**
 * @param {string} folder
 * @param {number} pid
 * @param {Claims} claims
 */
function cover(folder, pid, claims) {
  const claim = makeClaim(folder, pid);
  claims.covered.add(claim);
  return () => {
    claims.covered.delete(claim);
    rmSync(claim, { force: true });
  };
}

/** @param {string} claim */
function touchClaim(claim) {
  try {
    utimesSync(claim, new Date(), new Date());
  } catch {
    // Removed by hand: nothing to keep alive.
  }
}

/**
 * @param {string} folder
 * @param {number} pid
 */
function makeClaim(folder, pid) {
  const started = startOf(pid) ?? "gone";
  const claim = join(folder, [randomBytes(6).toString("hex"), place(), pid, started].join("_"));
  const text = JSON.stringify({ pid, host: hostname(), since: new Date().toISOString() });
  writeFileSync(claim, `${text}\n`, { flag: "wx" });
  return claim;
}

/**
 * The other live claims of a lock; dead ones are removed.
 * @param {string} folder
 * @param {string} mine
 */
function liveClaims(folder, mine) {
  const others = readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((claim) => claim !== mine);
  const dead = new Set(others.filter((claim) => !isAlive(claim)));
  dead.forEach((claim) => rmSync(claim, { force: true }));
  return others.filter((claim) => !dead.has(claim));
}

/** @param {string} claim */
function isAlive(claim) {
  const [, where, pid, started] = basename(claim).split("_");
  if (where === place()) return [started, unknown].includes(startOf(Number(pid)));
  return Date.now() - (statSync(claim, { throwIfNoEntry: false })?.mtimeMs ?? 0) < untouchedLimit;
}

/** @param {string[]} claims */
function whoHolds(claims) {
  try {
    const { pid, host } = JSON.parse(readFileSync(claims[0], "utf8"));
    return `another set-up (process ${pid} on ${host})`;
  } catch {
    return "another set-up";
  }
}

let knownPlace = "";

/** Where process numbers mean the same: this machine since it was started, this container. */
function place() {
  knownPlace ||= hash(hostname(), readIfThere("/proc/sys/kernel/random/boot_id") ?? "", pidNamespace()).slice(
    0,
    12,
  );
  return knownPlace;
}

function pidNamespace() {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return "";
  }
}

/**
 * When a process was started, as a word: a process number is used again, and a start tells the two apart.
 * @param {number} pid
 * @returns {string | undefined} undefined where no such process lives
 */
function startOf(pid) {
  const stat = readIfThere(`/proc/${pid}/stat`);
  if (stat !== undefined) {
    // The name in parentheses may hold spaces: the fields count from behind it, the state first.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return "ZX".includes(fields[0]) ? undefined : fields[19];
  }
  if (process.platform === "linux") return undefined;
  try {
    const env = { ...process.env, LC_ALL: "C", TZ: "UTC" }; // The same words for everyone who asks.
    const told = execFileSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], {
      encoding: "utf8",
      env,
    }).trim();
    return told.startsWith("Z") ? undefined : told.replace(/^\S+\s+/, "").replace(/\W+/g, "-");
  } catch (error) {
    return error.status === 1 ? undefined : unknown;
  }
}
