import { randomBytes } from "node:crypto";
import { everyonePermissions, permission } from "../../../../sandbox/stand-ins/discord/guild/permissions.ts";
import type { Interaction } from "../../../../sandbox/stand-ins/discord/interaction.ts";
import type { DiscordStandIn } from "../../../../sandbox/stand-ins/discord/stand-in.ts";
import { readForm, see } from "../../black-box/black-box-discord-screen.ts";
import { type Hands, menuWith, type Sent } from "./hands.ts";

/** A new member of the first guild. */
export function discordHands(discord: DiscordStandIn, isAdmin: boolean): Hands {
  const [guild] = discord.guilds;
  if (!guild) throw new Error("The stand-in has no guild.");
  const permissions = isAdmin ? everyonePermissions | permission.manageGuild : everyonePermissions;
  const person = guild.addMember({ name: `member-${randomBytes(4).toString("hex")}`, permissions });
  const place = { discord, person, channelId: guild.channel("general").id };
  const all = () => [
    ...person.messages(place.channelId),
    ...person.threads.flatMap(({ id }) => person.messages(id)),
    ...person.directMessages,
  ];
  const messageOf = (messageId: string) => {
    const message = all().find(({ id }) => id === messageId);
    if (!message) throw new Error(`Message ${messageId} is not there any more.`);
    return message;
  };
  const sent = (interaction: Interaction): Sent => ({
    async form() {
      const { modal } = await interaction.answered();
      return modal && readForm(place, interaction);
    },
  });
  return {
    platform: "Discord",
    userId: person.userId,
    async run(command, { options, early }) {
      const texts = Object.entries(early).map(([key, entry]) => [key, String(entry)]);
      const values = { ...options, ...Object.fromEntries(texts) };
      return sent(await person.command(place.channelId, command, values));
    },
    press: async (messageId, label) => sent(await person.press(messageOf(messageId), label)),
    async choose(messageId, value) {
      const message = messageOf(messageId);
      const menu = menuWith(message.components, value, "custom_id") ?? "";
      return sent(await person.press(message, menu, [value]));
    },
    messages: () => all().map((message) => see(place, message)),
  };
}
