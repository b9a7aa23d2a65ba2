import type { Emulator, Settings } from "../../../emulator";
import { callersOf } from "./callers";
import { answerOf } from "./refused";

export const RULES = {
  SimpleRules: [{ Expressions: [{ Items: [{ Key: "mid", Operate: "不包含", Value: "2222111" }] }] }],
};

/** What tests of iOA do with an emulator that will be running by then. */
export function ioaCalls(emulator: { readonly running: Emulator }) {
  const { ioa: call } = callersOf(emulator);

  async function create(body: object): Promise<number> {
    const { Data } = await answerOf(call("CreateDeviceVirtualGroup", body));
    return (Data as { Id: number }).Id;
  }

  function stateOf(id: number) {
    return emulator.running.state().accounts.first.ioa.groups[id];
  }

  function configure(settings: Partial<Settings>): void {
    emulator.running.configure(settings);
  }

  return { call, create, stateOf, configure };
}
