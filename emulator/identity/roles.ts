import type { Account, Accounts, AssumedRole, Caller, Key } from "../accounts";

/** What an OIDC token begins with that the emulator accepts; no identity provider stands behind it. */
const VALID = "emulator-oidc-";

/** A role of an account. */
export interface Role extends AssumedRole {
  readonly account: Account;
}

/**
 * Whether a role is there, and open to whoever asks. Every account has every role, except those whose names begin with `absent`; those
 * that begin with `denied` are open to nobody, and those that begin with `shared` to the keys of other accounts, too.
 *
 * @param key the key of the request; undefined where an identity provider vouches for it
 */
export function accessTo(
  { account, name }: { readonly account: Account | undefined; readonly name: string },
  key: Key | undefined,
): "open" | "absent" | "denied" {
  if (account === undefined || name.startsWith("absent")) return "absent";
  const isForeign = key !== undefined && key.account !== account && !name.startsWith("shared");
  return isForeign || name.startsWith("denied") ? "denied" : "open";
}

/** Whether an identity provider's token is accepted: one that begins with `emulator-oidc-`, but not with `emulator-oidc-expired`. */
export function judgeOidcToken(token: string): "valid" | "expired" | "invalid" {
  if (!token.startsWith(VALID)) return "invalid";
  return token.startsWith(`${VALID}expired`) ? "expired" : "valid";
}

/** Who asks for a key without having one: whoever the role belongs to, or else the first account. */
export function withoutKey(accounts: Accounts, account?: Account): Caller {
  return { account: account ?? accounts.all[0], key: undefined, authentication: "none" };
}
