// Locks between set-ups that run at once on one machine, also in other checkouts.
//
// A lock is a folder of claims: files that are named after the process that holds the lock or wants it. Whoever made a claim and
// then sees no other live one holds the lock. Of two that see each other, the later by name withdraws its claim and waits.
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { uptime } from "node:os";
import { basename, join } from "node:path";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { cacheFolder } from "./places.mjs";
import { removedAfter } from "./processes.mjs";
import { say } from "./say.mjs";

const pollEvery = 200;
/** No part of the set-up takes this long: a claim that is older belonged to another process of the same number. */
const oldestClaim = 60 * 60 * 1000;

/**
 * @template T
 * @param {string} name
 * @param {string} part what the user is told is waited for
 * @param {() => Promise<T>} work
 */
export async function withLock(name, part, work) {
  const folder = join(cacheFolder(), "locks", name);
  mkdirSync(folder, { recursive: true });
  const claim = join(folder, `${process.pid}_${randomUUID()}`);
  return removedAfter(claim, async () => {
    await acquire(claim, folder, part);
    return work();
  });
}

/**
 * @param {string} claim
 * @param {string} folder
 * @param {string} part
 */
async function acquire(claim, folder, part) {
  let told = false;
  for (;;) {
    const others = liveClaims(folder).filter((other) => other !== claim);
    const [holder] = others;
    if (holder === undefined) {
      if (existsSync(claim)) return;
      writeFileSync(claim, "");
      continue;
    }
    if (!told) say(`${part}: another set-up (process ${processOf(holder)}) is at it, waiting for that`);
    told = true;
    if (others.some((other) => other < claim)) rmSync(claim, { force: true });
    await pause(pollEvery);
  }
}

/**
 * Removes the dead claims. None of them can be a live one by then, since no two have the same name.
 * @param {string} folder
 */
function liveClaims(folder) {
  const claims = readdirSync(folder).map((name) => join(folder, name));
  return claims.filter((claim) => {
    if (isAlive(claim)) return true;
    rmSync(claim, { force: true });
    return false;
  });
}

/** @param {string} claim */
function isAlive(claim) {
  const made = statSync(claim, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (Date.now() - made > Math.min(oldestClaim, uptime() * 1000)) return false;
  try {
    return process.kill(processOf(claim), 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** @param {string} claim */
function processOf(claim) {
  return Number.parseInt(basename(claim), 10);
}
