import {
  type Account,
  accountShape,
  type Cloud,
  compareAccounts,
  withIdentity,
  isSameAccount,
  namesOf,
} from "../run/account";
import type { WhoCalls } from "../run/callers";
import type { EngineRun } from "../run/run";
import { omitUndefined, type Properties } from "../properties";
import type { Lifecycle } from "./lifecycle";
import { PartialFailure } from "./partialFailure";

/** The state's property that holds the account of its group. */
const ACCOUNT = "__account";

/** What to do if it is another account. */
const MOVE =
  "To move the group there, declare it under another resource name: the old one then goes with its old provider";
/** What to do if it may be the same account, and the state has no id. */
const TELL =
  "Configure the account's id for both (accountId of a Provider, or alicloud:accountId and so on) and run `pulumi refresh --run-program` with the old provider. " +
  "With the same id you can change the provider then";

/**
 * A lifecycle that knows which account its groups are in. Pulumi gives a resource another provider or other keys without saying so: its state
 * would then claim a group in an account that never had it, and a refresh would forget a group that still exists. The preview compares what is
 * known without a call. Before a step that calls the cloud, the cloud is asked whose a key is if the state does not know it.
 *
 * A setting that does not lead to credentials is refused at the start of each step and in the preview, so that the update is not the first to fail.
 * A journal leaves that to its group.
 */
export function withAccount(lifecycle: Lifecycle, who: WhoCalls): Lifecycle {
  const { cloud } = lifecycle;
  if (cloud === undefined) return lifecycle;
  /** Runs a step, and keeps the account of its group in a partial failure, too. */
  const savingAccount = async <T>(account: Account, step: () => Promise<T>): Promise<T> => {
    try {
      return await step();
    } catch (error) {
      throw error instanceof PartialFailure
        ? error.withOutputs({ ...error.outs, [ACCOUNT]: account })
        : error;
    }
  };
  const isJournal = lifecycle.groupOf === undefined;
  return {
    ...lifecycle,
    check(news, olds, run) {
      const checked = lifecycle.check(news, olds, run);
      const problem = isJournal ? undefined : who.credentialsProblem(cloud);
      return problem === undefined
        ? checked
        : { ...checked, problems: [problem.message, ...checked.problems] };
    },
    diff(olds, news, run) {
      const recorded = recordedAccount(olds);
      if (recorded !== undefined) assertSameAccount(recorded, run.account(cloud), true);
      return lifecycle.diff(olds, news, run);
    },
    async create(inputs, operation, run) {
      await begin(cloud, who);
      const account = await currentAccount(run, cloud, who);
      return savingAccount(account, async () => {
        const { id, outs } = await lifecycle.create(inputs, operation, run);
        return { id, outs: { ...outs, [ACCOUNT]: account } };
      });
    },
    async read(id, outs, operation, run) {
      await begin(cloud, who);
      const account = await verifyAccount(outs, run, cloud, who, false);
      const found = await lifecycle.read(id, outs, operation, run);
      return found === undefined ? undefined : { ...found, outs: { ...found.outs, [ACCOUNT]: account } };
    },
    async update(id, olds, news, operation, run) {
      await begin(cloud, who);
      const account = await verifyAccount(olds, run, cloud, who, true);
      return savingAccount(account, async () => ({
        ...(await lifecycle.update(id, olds, news, operation, run)),
        [ACCOUNT]: account,
      }));
    },
    async delete(id, outs, operation, run) {
      await begin(cloud, who);
      await verifyAccount(outs, run, cloud, who, false);
      await lifecycle.delete(id, outs, operation, run);
    },
  };
}

/** @throws ConfigurationError where the settings do not lead to credentials */
async function begin(cloud: Cloud, who: WhoCalls): Promise<void> {
  const problem = who.credentialsProblem(cloud);
  if (problem !== undefined) throw problem;
  await who.announce(cloud);
}

/** The account that a new group will be in. The cloud is asked if no id is configured. */
async function currentAccount(run: EngineRun, cloud: Cloud, who: WhoCalls): Promise<Account> {
  const account = run.account(cloud);
  const isKnown = account.id !== undefined || account.project !== undefined;
  const identity = isKnown ? undefined : await who.identify(cloud);
  return identity === undefined ? account : withIdentity(account, identity);
}

/**
 * Makes sure that a group is in the account that this process calls, and returns that account for the state.
 *
 * @param isStrict whether to refuse accounts that may be different ones, too
 * @throws Error if it is another account
 */
async function verifyAccount(
  state: Properties,
  run: EngineRun,
  cloud: Cloud,
  who: WhoCalls,
  isStrict: boolean,
): Promise<Account> {
  const recorded = recordedAccount(state);
  // A look-up has no state.
  if (recorded === undefined) return currentAccount(run, cloud, who);
  const known = run.account(cloud);
  assertSameAccount(recorded, known, false);
  // The same key is the same account. Of another one the cloud knows more than an id that is configured, which may be left over.
  const isAsked = known.key === undefined || known.key !== recorded.key;
  const identity = isAsked ? await who.identify(cloud) : undefined;
  const current = identity === undefined ? known : withIdentity(known, identity);
  assertSameAccount(recorded, current, isStrict);
  const hasIds = recorded.id !== undefined || recorded.project !== undefined;
  // What is not proven to be the same takes no other one's place in the state.
  return isSameAccount(recorded, current) || !hasIds ? { ...idsOf(recorded), ...current } : recorded;
}

function idsOf({ id, project }: Account): Partial<Account> {
  return omitUndefined({ id, project });
}

function recordedAccount(state: Properties): Account | undefined {
  return accountShape.safeParse(state[ACCOUNT]).data;
}

function assertSameAccount(recorded: Account, current: Account, isStrict: boolean): void {
  const compared = compareAccounts(recorded, current);
  if (compared === "other") {
    const [own, other] = namesOf(recorded, current);
    const isRekeyed = recorded.provider === current.provider;
    const advice = isRekeyed
      ? `Run the command again with keys of ${own}. For groups in ${other}, declare a Provider of their own`
      : MOVE;
    throw new Error(
      `The group is in ${own}, but ${providerOf(current)} has keys of ${other}: nothing was done. ${advice}`,
    );
  }
  if (compared === "unknown" && isStrict) {
    const tell =
      recorded.id === undefined
        ? TELL
        : `If it is the account ${recorded.id}, configure that id for it (accountId of a Provider, or alicloud:accountId and so on)`;
    throw new Error(
      `The group was last changed with ${providerOf(recorded)}, and ${providerOf(current)} has another key: it may be another account. ${tell}. ${MOVE}`,
    );
  }
}

function providerOf({ provider }: Account): string {
  return provider === "" ? "the default provider" : `the provider "${provider}"`;
}
