import type { Context } from "../../chat/command.ts";
import type { Button, Fact, Reply } from "../../chat/reply.ts";
import { isKeyThere, type KeyOwner } from "../../tenants/keys.ts";
import type { Settings } from "../../tenants/settings.ts";
import type { Cause } from "../../warnings/causes.ts";
import { sentencesFor } from "../../warnings/sentences.ts";
import { keyCauses } from "../../warnings/topic.ts";
import { ownKey } from "../persona-setup/persona-setup-facts.ts";
import type { Services } from "../services.ts";
import { operatorsKey } from "./operators-key.ts";

/** What this reader can do where the Tavus key is to blame, and which key is in use, or whose account it is that lacks something. */
export type KeyHelp = { remedy: string | undefined; facts: Fact[]; buttons: Button[] };

/** What only whoever has the Tavus account can set right, who need not be in this team. */
const accountCauses: readonly Cause[] = ["outOfCredits", "notInPlan", "limitReached", "forbidden"];

type Asking = Pick<Context<Services>, "services" | "member">;

/** Undefined where neither the key nor the account is to blame. */
export async function keyHelpFor(
  cause: Cause | undefined,
  { services, member }: Asking,
): Promise<KeyHelp | undefined> {
  if (cause === undefined) return undefined;
  if (accountCauses.includes(cause)) return accountHelp({ services, member });
  if (!keyCauses.includes(cause)) return undefined;
  const [role, settings, owner] = await Promise.all([
    member.role(),
    services.settings.of(member.tenantId),
    services.teamKeys.owner(member.tenantId),
  ]);
  const mayChange = role === "admin" && services.teamKeys.canStore;
  return {
    remedy: mayChange
      ? adminsRemedy(owner)
      : services.teamKeys.canStore
        ? othersRemedy(owner)
        : operatorsRemedy(owner),
    facts: [keyFact(settings, owner)],
    buttons: mayChange ? [keyButton(owner)] : [],
  };
}

async function accountHelp({ services, member }: Asking): Promise<KeyHelp> {
  const [settings, owner] = await Promise.all([
    services.settings.of(member.tenantId),
    services.teamKeys.owner(member.tenantId),
  ]);
  return { remedy: undefined, facts: accountFacts(settings, owner), buttons: [] };
}

/** Whoever runs the bot may be in no chat of this team, and whoever set its key knows whose account that opens. */
function accountFacts({ key }: Settings, owner: KeyOwner): Fact[] {
  const label = "Tavus account";
  if (owner === "operator") return [{ label, value: "That of whoever runs the bot" }];
  if (owner !== "team" || !key) return [];
  const value = key.lastFour
    ? `That of your team's own key, which ends in ${key.lastFour}, set by`
    : "That of your team's own key, set by";
  return [{ label, value, mentions: [{ kind: "person", id: key.setBy }] }];
}

/** The same for something that was begun by now: that what helps cannot be had hides nothing of what became of it. */
export async function helpedWithKey(reply: Reply, cause: Cause | undefined, asking: Asking): Promise<Reply> {
  return withKeyHelp(reply, await keyHelpFor(cause, asking).catch(() => undefined));
}

/** In the place of everything that could only be tried in vain; undefined where there is a key. */
export async function keylessReply(asking: Asking): Promise<Reply | undefined> {
  const owner = await asking.services.teamKeys.owner(asking.member.tenantId);
  if (isKeyThere(owner)) return undefined;
  const cause = owner === "locked" ? "lockedKey" : "noKey";
  const { title, happened } = sentencesFor(cause, { operation: "team" });
  const help = await keyHelpFor(cause, asking);
  return withKeyHelp({ tone: "warning", title, text: `${happened}\n${help?.remedy ?? ""}`.trim() }, help);
}

/** An answer that failed for the key's sake, with what helps this reader. */
export function withKeyHelp(reply: Reply, help: KeyHelp | undefined): Reply {
  if (!help) return reply;
  return {
    ...reply,
    facts: [...(reply.facts ?? []), ...help.facts],
    buttons: [...help.buttons, ...(reply.buttons ?? [])],
  };
}

function keyButton(owner: KeyOwner): Button {
  const label = hasOwn(owner) ? "Change key" : "Add key";
  return { label, action: "setup", state: "-", style: "primary" };
}

function hasOwn(owner: KeyOwner): boolean {
  return owner === "team" || owner === "locked";
}

const goesOn = "What waits for a key goes to Tavus by itself then.";

function adminsRemedy(owner: KeyOwner): string {
  switch (owner) {
    case "none":
      return `Press Add key and paste your team's Tavus key; or whoever runs the bot sets TAVUS_API_KEY. ${goesOn}`;
    case "locked":
      return `Press Change key and paste the Tavus key again. ${goesOn}`;
    case "team":
      return `Check the key in the Tavus developer portal, then press Change key and paste the right one. ${goesOn}`;
    case "operator":
      return `Whoever runs the bot changes their key; or press Add key and paste your team's own. ${goesOn}`;
  }
}

/** No key of a team's own can be stored, nor one be read that was, before whoever runs the bot has done something. */
function operatorsRemedy(owner: KeyOwner): string {
  if (owner === "operator") return `Ask whoever runs the bot to check their Tavus key. ${goesOn}`;
  if (hasOwn(owner)) return `Ask whoever runs the bot to set ENCRYPTION_KEYS again. ${goesOn}`;
  return `Ask whoever runs the bot to set ${operatorsKey}, or ENCRYPTION_KEYS: with those /persona-setup takes your team's own. ${goesOn}`;
}

function othersRemedy(owner: KeyOwner): string {
  if (owner === "operator") {
    return `Ask whoever runs the bot to check their Tavus key, or an admin to enter your own with /persona-setup. ${goesOn}`;
  }
  return hasOwn(owner)
    ? `An admin changes it with /persona-setup. ${goesOn}`
    : `An admin enters your team's own key with /persona-setup, or whoever runs the bot sets TAVUS_API_KEY. ${goesOn}`;
}

/** Whoever set it is the one to ask. */
function keyFact({ key }: Settings, owner: KeyOwner): Fact {
  const label = "Key in use";
  if (!key || !hasOwn(owner)) {
    return { label, value: owner === "operator" ? "That of whoever runs the bot" : "None" };
  }
  const mentions = [{ kind: "person", id: key.setBy } as const];
  const own = ownKey(key.lastFour);
  return {
    label,
    value: owner === "locked" ? `${own}, cannot be read any more, set by` : `${own}, set by`,
    mentions,
  };
}
