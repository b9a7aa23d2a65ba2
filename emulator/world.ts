import { ACCOUNT_NAMES, type AccountName } from "./accounts";
import { type ApigData, apigState, type ApigState, newApigData, plantApig } from "./apig/data";
import { type DyplsData, dyplsState, type DyplsState, newDyplsData, plantDypls } from "./dypls/data";
import { type IoaData, ioaState, type IoaState, newIoaData, plantIoa } from "./ioa/data";
import { newRamData, plantRam, type RamData, ramState, type RamState } from "./ram/data";
import type { Seed } from "./seed";

/** What an account holds of the four APIs. */
export interface AccountData {
  readonly dypls: DyplsData;
  readonly ram: RamData;
  readonly ioa: IoaData;
  readonly apig: ApigData;
}

/** What an account holds, to look at. */
export interface AccountState {
  /** Number pools, AXG groups and their numbers. */
  readonly dypls: DyplsState;
  /** RAM groups, users and policies. */
  readonly ram: RamState;
  /** Device groups and devices. */
  readonly ioa: IoaState;
  /** API groups and dedicated gateways. */
  readonly apig: ApigState;
}

/** What all accounts hold, to look at. */
export interface AccountStates {
  /** The accounts by name. */
  readonly accounts: Readonly<Record<AccountName, AccountState>>;
}

/** The data of all accounts, each of its own. */
export class World {
  private accounts = newAccounts();

  /** The data of one account. */
  of(account: AccountName): AccountData {
    return this.accounts[account];
  }

  /** Puts the initial data back. */
  reset(): void {
    this.accounts = newAccounts();
  }

  /** Adds what a seed describes. */
  plant(seed: Seed): void {
    for (const name of ACCOUNT_NAMES) {
      const { dypls = {}, ram = {}, ioa = {}, apig = {} } = seed[name] ?? {};
      const data = this.accounts[name];
      plantDypls(data.dypls, dypls);
      plantRam(data.ram, ram);
      plantIoa(data.ioa, ioa);
      plantApig(data.apig, apig);
    }
  }

  /** A copy of everything, to look at. */
  state(): AccountStates {
    return { accounts: { first: stateOf(this.accounts.first), second: stateOf(this.accounts.second) } };
  }
}

function newAccounts(): Record<AccountName, AccountData> {
  return { first: newData(), second: newData() };
}

function newData(): AccountData {
  return { dypls: newDyplsData(), ram: newRamData(), ioa: newIoaData(), apig: newApigData() };
}

function stateOf({ dypls, ram, ioa, apig }: AccountData): AccountState {
  return { dypls: dyplsState(dypls), ram: ramState(ram), ioa: ioaState(ioa), apig: apigState(apig) };
}
