import type { Account } from "../../../sandbox/stand-ins/tavus/account.ts";
import type { FaultName } from "../../../sandbox/stand-ins/tavus/faults.ts";
import type { Operation } from "../../../sandbox/stand-ins/tavus/routes.ts";
import type { TavusStandIn } from "../../../sandbox/stand-ins/tavus/stand-in.ts";
import type { Dice } from "./dice.ts";
import { oddNames } from "./vocabulary.ts";

export type Outside = { what: string; reaches: string; act(tavus: TavusStandIn): void };

type Persona = Account["personas"][number];

/** What people do on Tavus's own pages, to the persona at some place there. */
const deeds: { [deed: string]: (account: Account, persona: Persona, name: string) => void } = {
  rename: (account, { id }, name) => account.changePersona(id, { persona_name: name }),
  rewrite: (account, { id }, name) => account.changePersona(id, { system_prompt: `Rewritten for ${name}.` }),
  "change the face": (account, { id }) => account.changePersona(id, { default_replica_id: "rc9cff32ceba" }),
  draft: (account, { id }) => account.openDraft(id),
  copy: (account, { document }) =>
    account.storePersona({ ...document }, { createdAt: "2020-01-01T00:00:00.000Z" }),
  remove: (account, { id }) => account.removePersona(id),
};

/** Mostly that of the operator. */
const tavusAccount = (dice: Dice) => (dice.chance(0.75) ? 0 : 1);

export function inTavus(dice: Dice): Outside {
  const name = dice.pick(oddNames);
  const at = Math.floor(dice.next() * 20);
  const accountAt = tavusAccount(dice);
  const deed = dice.chance(0.25) ? "add" : dice.pick(Object.keys(deeds));
  return {
    what: `in Tavus: ${deed} ${name}, at ${at} of account ${accountAt}`,
    reaches: `Tavus: ${deed}`,
    act(tavus) {
      const account = tavus.accounts[accountAt];
      if (!account) return;
      const persona = account.personas[at % Math.max(1, account.personas.length)];
      if (deed === "add") account.addPersona({ name, systemPrompt: `You are ${name}.` });
      else if (persona) deeds[deed]?.(account, persona, name);
    },
  };
}

const operations: readonly (Operation | undefined)[] = [
  ...(["create persona", "create persona", "patch persona", "get persona"] as const),
  ...(["delete persona", "list personas", "create video", "create conversation"] as const),
];
const faults: readonly FaultName[] = [
  ...(["rejected", "invalidKey", "outOfCredits", "rateLimited", "serverErrors"] as const),
  ...(["nonsense", "emptyReply", "dropBefore", "dropAfter"] as const),
];

/** Tavus fails some times, or is well again. */
export function spoil(dice: Dice): Outside {
  const fault = dice.pick(faults);
  const operation = dice.pick(operations);
  const times = dice.pick([1, 1, 2, 3]);
  if (dice.chance(0.4))
    return { what: "Tavus is well", reaches: "well again", act: (tavus) => tavus.clearFaults() };
  return {
    what: `Tavus fails to ${operation}: ${fault}, ${times} times`,
    reaches: `fault ${fault}`,
    act: (tavus) => void tavus.setFault(fault, { times, ...(operation && { operation }) }),
  };
}
