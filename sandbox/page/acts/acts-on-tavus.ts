import type { Account } from "../../stand-ins/tavus/account.ts";
import type { Act } from "../protocol/act.ts";
import { ActRefused } from "./act-refused.ts";

type TavusAct<Name extends string> = Extract<Act, { kind: `tavus.${Name}` }>;

/** Tavus's stock face "Anna". */
const usualReplica = "r90bbd427f71";

/** What a colleague does on Tavus's own site. The result is the new persona's id. */
export function addToTavus(account: Account, act: TavusAct<"add">): { id: string } {
  const { name, systemPrompt } = readForm(act);
  const { id } = account.addPersona({ name, systemPrompt, document: { default_replica_id: usualReplica } });
  return { id };
}

export function changeInTavus(account: Account, act: TavusAct<"change">): void {
  const { name, systemPrompt } = readForm(act);
  requireOwn(account, act.id);
  account.changePersona(act.id, { persona_name: name, system_prompt: systemPrompt });
}

export function removeFromTavus(account: Account, { id }: TavusAct<"remove">): void {
  requireOwn(account, id);
  account.removePersona(id);
}

function readForm(form: { name: string; systemPrompt: string }): { name: string; systemPrompt: string } {
  const name = form.name.trim();
  if (name === "") throw new ActRefused("Name is required.");
  if (form.systemPrompt.trim() === "") throw new ActRefused("System prompt is required.");
  return { name, systemPrompt: form.systemPrompt };
}

function requireOwn(account: Account, id: string): void {
  const type = account.persona(id)?.type;
  if (type === undefined) throw new ActRefused("This persona is no longer in the Tavus account.");
  if (type === "system") throw new ActRefused("This is one of Tavus's own personas; it cannot be changed.");
}
