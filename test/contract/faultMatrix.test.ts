import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Emulator } from "../../emulator";
import { REPOSITORY } from "../support/repository";
import { configured, type Launch, useCloud } from "./support/cloud";
import { configOf } from "./support/credentials";
import { type Row, tableOf } from "./support/failureTables";
import {
  Cell,
  type Mishap,
  MISHAPS,
  type Outcome,
  type Place,
  type Play,
  PLAYS,
} from "./support/faultMatrix";
import { MATRIX_KINDS, type MatrixKind } from "./support/matrixKinds";

const DOCUMENT = join(REPOSITORY, "docs/failures.md");
const LENGTHS = ["once", "until the deadline"] as const;
type Length = (typeof LENGTHS)[number];

/** In the second account, so that what fails there fails nowhere else. */
function inSecondAccount(config: Readonly<Record<string, string>>) {
  return ({ environment, accounts }: Emulator): Launch => ({
    environment,
    config: { ...configOf(accounts[1].keys[0]), ...config },
  });
}

describe("A mishap of a call", () => {
  const once = useCloud(configured({ "cloud-groups:timeoutSeconds": "2" }));
  const hasty = useCloud(
    inSecondAccount({ "cloud-groups:timeoutSeconds": "1.2", "cloud-groups:deadlineSeconds": "2" }),
  );
  const patient = useCloud(inSecondAccount({}));
  const results = new Map<string, PromiseSettledResult<Outcome>>();

  before("all cells are played, those of different APIs and lengths side by side", async () => {
    const { emulator } = once;
    emulator.reset();
    const places: Record<Length, Place> = {
      once: { emulator, account: "first", engine: once.engine, after: once.engine, lasts: false },
      "until the deadline": {
        emulator,
        account: "second",
        engine: hasty.engine,
        after: patient.engine,
        lasts: true,
      },
    };
    // A process takes long over its first call.
    const reads = MATRIX_KINDS.map(({ kind }) => hasty.engine.provider.read(kind, "1", {}));
    await Promise.allSettled(reads);
    await Promise.all(
      LENGTHS.flatMap((length) =>
        MATRIX_KINDS.map(async (kind) => {
          for (const play of PLAYS) await playAll(kind, play, length, places[length]);
        }),
      ),
    );
  });

  async function playAll(kind: MatrixKind, play: Play, length: Length, place: Place): Promise<void> {
    const callsBefore = await new Cell(place, kind, play, `${play.name} well`).callsBefore();
    for (const mishap of MISHAPS) {
      const cell = new Cell(place, kind, play, `${play.name} ${mishap.name}`);
      const [result] = await Promise.allSettled([cell.meet(mishap, callsBefore)]);
      results.set(keyOf(kind, play, mishap, length), result);
    }
  }

  function keyOf(kind: MatrixKind, play: Play, mishap: Mishap, length: Length): string {
    return `${kind.kind}: ${play.name}: ${mishap.name} ${length}`;
  }

  function outcomeOf(...cell: Parameters<typeof keyOf>): Outcome {
    const key = keyOf(...cell);
    const result = results.get(key) ?? assert.fail(`${key} was not played`);
    if (result.status === "fulfilled") return result.value;
    throw new Error(`${key}: ${String(result.reason)}`, { cause: result.reason });
  }

  for (const kind of MATRIX_KINDS) {
    for (const play of PLAYS) {
      for (const length of LENGTHS) {
        it(`ends well with the next command at the latest: ${kind.kind}, ${play.name}, ${length}`, () => {
          for (const mishap of MISHAPS) {
            const { message } = outcomeOf(kind, play, mishap, length);
            const isError = length === "until the deadline" || mishap.says === "was refused";
            if (isError) assert.match(message ?? "", new RegExp(`^${kind[play.call]}:? ${mishap.says}: `));
            else assert.equal(message, undefined);
          }
        });
      }
    }
  }

  it("is told in docs/failures.md as it is", () => {
    const sections = MATRIX_KINDS.map((kind) => {
      const rows = PLAYS.flatMap((play) =>
        MISHAPS.map((mishap): Row => {
          const [first, lasting] = LENGTHS.map((length) => outcomeOf(kind, play, mishap, length));
          return { play: play.name, mishap: mishap.name, once: first!, lasting: lasting! };
        }),
      );
      return `## ${kind.kind}\n\n${tableOf(rows)}`;
    });
    const document = readFileSync(DOCUMENT, "utf8");
    const at = document.indexOf(`## ${MATRIX_KINDS[0]!.kind}\n`);
    const [told, seen] = [document.slice(at), sections.join("\n")];
    if (process.env["UPDATE_DOCS"] !== undefined) {
      writeFileSync(DOCUMENT, document.slice(0, at) + seen);
      return;
    }
    const lacking = (text: string, from: string) =>
      text.split("\n").filter((line) => !from.split("\n").includes(line));
    const how = "UPDATE_DOCS=1 npm test -- test/contract/faultMatrix.test.ts writes the tables anew";
    assert.deepEqual({ told: lacking(told, seen), seen: lacking(seen, told) }, { told: [], seen: [] }, how);
    assert.equal(told, seen, how);
  });
});
