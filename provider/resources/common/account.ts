import { type Account, accountShape, compareAccounts } from "../../core/account";
import type { EngineRun } from "../../core/run";
import type { Properties } from "../../arguments/properties";
import type { Lifecycle } from "./lifecycle";
import { PartialFailure } from "./partialFailure";

/** The name under which a state keeps the account that its group is in. */
const ACCOUNT = "__account";

/** What to do about another account. */
const MOVE =
  "To move the group there, declare it under another resource name: the old one then goes with its old provider";
/** What to do about one that may be the same. */
const TELL =
  "Configure the account's id for both (accountId of a Provider, or alicloud:accountId and so on) and run `pulumi refresh --run-program` with the old provider. " +
  "With the same id you can change the provider then";

/**
 * A lifecycle that knows whose account its groups are in. Pulumi gives a resource another provider without a word, so that its state
 * would claim a group in an account that never had it: such a change is refused in the preview.
 */
export function withAccount(lifecycle: Lifecycle): Lifecycle {
  const { cloud } = lifecycle;
  if (cloud === undefined) return lifecycle;
  const kept = (outs: Properties, run: EngineRun): Properties => ({ ...outs, [ACCOUNT]: run.account(cloud) });
  const keeping = async <T>(run: EngineRun, step: () => Promise<T>): Promise<T> => {
    try {
      return await step();
    } catch (error) {
      throw error instanceof PartialFailure ? error.withOutputs(kept(error.outs, run)) : error;
    }
  };
  return {
    ...lifecycle,
    diff(olds, news, run) {
      assertSameAccount(olds, run.account(cloud), true);
      return lifecycle.diff(olds, news, run);
    },
    create: (inputs, operation, run) =>
      keeping(run, async () => {
        const { id, outs } = await lifecycle.create(inputs, operation, run);
        return { id, outs: kept(outs, run) };
      }),
    async read(id, outs, operation, run) {
      assertSameAccount(outs, run.account(cloud), false);
      const found = await lifecycle.read(id, outs, operation, run);
      return found === undefined ? undefined : { ...found, outs: kept(found.outs, run) };
    },
    update: (id, olds, news, operation, run) =>
      keeping(run, async () => {
        assertSameAccount(olds, run.account(cloud), true);
        return kept(await lifecycle.update(id, olds, news, operation, run), run);
      }),
    async delete(id, outs, operation, run) {
      assertSameAccount(outs, run.account(cloud), false);
      await lifecycle.delete(id, outs, operation, run);
    },
  };
}

/** @param isStrict whether accounts that cannot be told apart are refused, too */
function assertSameAccount(outs: Properties, current: Account, isStrict: boolean): void {
  const { data: recorded } = accountShape.safeParse(outs[ACCOUNT]);
  if (recorded === undefined) return;
  const compared = compareAccounts(recorded, current);
  if (compared === "other") {
    const isRekeyed = recorded.provider === current.provider;
    const advice = isRekeyed
      ? "Give it back the keys of its own account, and declare a Provider of its own for the other account"
      : MOVE;
    throw new Error(
      `The group is in the account ${recorded.id ?? ""}, and ${providerOf(current)} is for the account ${current.id ?? ""}. ${advice}`,
    );
  }
  if (compared === "unknown" && isStrict) {
    throw new Error(
      `The group was last changed with ${providerOf(recorded)}, and ${providerOf(current)} has another key: it may be another account. ${TELL}. ${MOVE}`,
    );
  }
}

function providerOf({ provider }: Account): string {
  return provider === "" ? "the default provider" : `the provider "${provider}"`;
}
