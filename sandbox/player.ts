import { type Message as DiscordMessage, isLoading } from "./discord/message.ts";
import { discordLines, slackLines } from "./print-chat.ts";
import { boxed } from "./print-text.ts";
import type { Message as SlackMessage } from "./slack/messages.ts";
import { waitFor } from "./tour-discord.ts";
import type { SandboxWorld } from "./world.ts";

const slackChannel = "C0GENERAL";
const slackUser = "U0ADA";
const answerMs = 15_000;

/** One person on each platform who does what the prompt says and reads the answers out. */
export type Player = {
  createOnDiscord(name: string): Promise<void>;
  createOnSlack(name: string): Promise<void>;
  /** Presses a button under the last answer, by the beginning of its label. */
  press(label: string): Promise<void>;
  discordMessages(): readonly DiscordMessage[];
  slackMessages(): readonly SlackMessage[];
};

export async function createPlayer({ discord, slack }: SandboxWorld): Promise<Player> {
  await discord.ready({ command: "persona-create" });
  const guild = discord.guilds[0];
  if (!guild) throw new Error("The sandbox has no Discord server.");
  const channel = guild.channel("general");
  const alice = guild.addMember({ name: "alice" });
  const ada = slack.person(slackUser);
  let lastPlatform: "discord" | "slack" = "discord";

  const discordMessages = () => [...alice.messages(channel.id), ...alice.directMessages];
  const slackMessages = () => [
    ...slack.ephemerals(slackChannel, slackUser),
    ...slack.messages(slackChannel),
    ...slack.directMessages(slackUser),
  ];
  const showDiscord = (message: DiscordMessage) =>
    console.log(boxed("Discord, PersonaForge", discordLines(message)));
  const showSlack = (message: SlackMessage) => console.log(boxed("Slack, PersonaForge", slackLines(message)));

  async function pressOnDiscord(label: string): Promise<void> {
    const last = discordMessages().at(-1);
    if (!last) throw new Error("There is no answer yet. Try: create Ada");
    const pressed = await alice.press(last, label);
    showDiscord(await pressed.settled((message) => !isLoading(message), answerMs));
  }

  async function pressOnSlack(label: string): Promise<void> {
    const last = slackMessages().at(-1);
    if (!last) throw new Error("There is no answer yet. Try: slack Ada");
    const before = slackLines(last).join("\n");
    await ada.press(last, label);
    showSlack(
      await waitFor(() => slackMessages().findLast((now) => slackLines(now).join("\n") !== before), answerMs),
    );
  }

  return {
    async createOnDiscord(name) {
      lastPlatform = "discord";
      const opened = await alice.command(channel.id, "persona-create", { template: "coach" });
      const submitted = await alice.submit(opened, { name });
      showDiscord(await submitted.settled((message) => !isLoading(message), answerMs));
    },
    async createOnSlack(name) {
      lastPlatform = "slack";
      const count = slackMessages().length;
      const view = await (await ada.command(slackChannel, "/persona-create", `coach ${name}`)).view();
      await ada.submit(view);
      showSlack(await waitFor(() => slackMessages().slice(count).at(-1), answerMs));
    },
    async press(word) {
      const label = word.charAt(0).toUpperCase() + word.slice(1);
      const full = label === "Share" ? "Share to channel" : label;
      await (lastPlatform === "discord" ? pressOnDiscord(full) : pressOnSlack(full));
    },
    discordMessages,
    slackMessages,
  };
}
