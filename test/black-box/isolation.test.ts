import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import type { GuildHandle } from "../../sandbox/stand-ins/discord/guild/guild-handle.ts";
import { findControl, isLoading, type Message } from "../../sandbox/stand-ins/discord/guild/message.ts";
import type { DiscordStandIn } from "../../sandbox/stand-ins/discord/stand-in.ts";
import { discordLines } from "../../sandbox/tour/print-chat.ts";
import { type Chat, reads } from "../support/black-box/black-box-chat.ts";
import { createDiscordChat } from "../support/black-box/black-box-discord.ts";
import { create } from "../support/black-box/black-box-people.ts";
import { carriersOf, rowOf } from "../support/black-box/black-box-rows.ts";
import { sharedInside } from "../support/black-box/black-box-run.ts";

const labels = ["Edit", "Change replica", "Retry"];

type Server = { guild: GuildHandle; chat: Chat };

/** Two servers may use the operator's key, so that only the tenant stands between them; the third may not. */
const theRun = sharedInside(({ world: { discord } }) => {
  const first = serverNamed(discord, "Sandbox server");
  const second = discord.addGuild({ name: "Another server" });
  discord.addGuild({ name: "Keyless server" });
  return { TAVUS_API_KEY_TENANTS: `discord:${first.id},discord:${second.id}` };
});

test("buttons of one server do nothing in another", async () => {
  const ours = memberOf("Sandbox server");
  const theirs = memberOf("Another server");
  await createRefused(ours.chat, "Ours");
  await createRefused(theirs.chat, "Theirs");
  const before = { rows: theRun().rows(), requests: theRun().world.tavus.requests.length };

  for (const label of labels) {
    const answer = await pressForged(theirs, ours, label);
    expect(answer).toContain("This persona is not here any more");
    expect(answer).not.toContain("Ours");
  }

  expect(theRun().rows()).toEqual(before.rows);
  expect(theRun().world.tavus.requests).toHaveLength(before.requests);
});

test("a refused form of one server cannot be opened again in another", async () => {
  const ours = memberOf("Sandbox server");
  const theirs = memberOf("Another server");
  await (await ours.chat.openForm()).submitRaw({ name: "Our form", prompt: "" });
  await (await theirs.chat.openForm()).submitRaw({ name: "Their form", prompt: "" });
  await reads(ours.chat, "Not saved yet");
  await reads(theirs.chat, "Not saved yet");

  const answer = await pressForged(theirs, ours, "Open again");

  expect(answer).toContain("This form is no longer kept");
});

test("another member of the same server cannot act on what somebody made", async () => {
  const ours = memberOf("Sandbox server");
  const second = memberOf("Sandbox server");
  await createRefused(ours.chat, "First");
  await createRefused(second.chat, "Second");
  const before = theRun().rows();

  for (const label of labels) {
    expect(await pressForged(second, ours, label)).toContain("was made by somebody else");
  }

  expect(theRun().rows()).toEqual(before);
});

test("a server that is not named does not use the operator's key", async () => {
  const named = memberOf("Another server");
  const keyless = memberOf("Keyless server");

  await create(named.chat, "With a key");
  await reads(named.chat, "“With a key” is ready");
  await create(keyless.chat, "Without a key");
  await reads(keyless.chat, "TAVUS_API_KEY not configured");

  const row = rowOf(theRun(), "Without a key");
  expect(row).toMatchObject({ link: "pending", tenant_id: keyless.chat.tenantId });
  expect(carriersOf(theRun(), row)).toEqual([]);
});

function serverNamed(discord: DiscordStandIn, name: string): GuildHandle {
  const guild = discord.guilds.find((candidate) => candidate.name === name);
  if (!guild) throw new Error(`There is no ${name}.`);
  return guild;
}

function memberOf(name: string): Server {
  const { discord } = theRun().world;
  const guild = serverNamed(discord, name);
  return { guild, chat: createDiscordChat(discord, { guild }) };
}

/** Leaves its person with all the buttons of a refusal. */
async function createRefused(chat: Chat, name: string): Promise<void> {
  theRun().world.tavus.setFault("rejected", { operation: "create persona", times: 1 });
  await create(chat, name);
  await reads(chat, "Tavus did not accept");
}

/** Somebody presses a button on their own screen whose id was forged to be that of a button on another's. */
async function pressForged(forger: Server, victim: Server, label: string): Promise<string> {
  const { discord } = theRun().world;
  const target = screenOf(victim).flatMap((message) => findControl(message, label)?.custom_id ?? [])[0];
  const [message] = screenOf(forger);
  if (!target || !message) throw new Error(`There is no button “${label}” to forge.`);
  const { payload } = await forger.guild
    .member(forger.chat.userId)
    .command(message.channelId, "persona-create");
  const interaction = discord.dispatchInteraction({
    ...payload,
    id: discord.nextId(),
    token: randomBytes(48).toString("base64url"),
    type: 3,
    data: { component_type: 2, custom_id: target },
    message: { id: message.id, flags: message.flags },
  });
  return discordLines(await interaction.settled((shown) => !isLoading(shown))).join("\n");
}

function screenOf({ guild, chat }: Server): Message[] {
  return guild.member(chat.userId).messages(guild.channel("general").id);
}
