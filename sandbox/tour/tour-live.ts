import type { Message } from "../stand-ins/discord/guild/message.ts";
import type { SandboxWorld } from "../stand-ins/world.ts";
import { discordLines } from "./print-chat.ts";
import { boxed } from "./print-text.ts";
import { say, waitFor } from "./tour-discord.ts";

/** How long the bot may take to see that a video is ready: it looks again after growing pauses. */
const videoPatienceMs = 40_000;

/** A call and a video with the persona of the tour on Discord. */
export async function tourLive({ discord, tavus }: SandboxWorld): Promise<void> {
  const [guild] = discord.guilds;
  const person = guild?.members.find(({ user }) => user.name === "alice")?.user;
  if (!guild || !person) throw new Error("Nobody is in the Discord server.");
  const alice = guild.member(person.id);
  const channel = guild.channel("general").id;
  const find = (words: string) =>
    waitFor(
      () => alice.messages(channel).findLast((message) => discordLines(message).join(" ").includes(words)),
      videoPatienceMs,
    );
  const print = (message: Message, who: string) => {
    console.log(boxed(`PersonaForge, ${who}`, discordLines(message)));
    return message;
  };
  console.log("\n── Discord, #general: a call and a video ──────────────────────\n");

  say("alice", "/persona-talk persona: Cleo");
  await alice.command(channel, "persona-talk", { persona: "Cleo" });
  const card = print(await find("Press Join"), "to everybody");
  say("alice", "presses Join");
  await alice.press(card, "Join");
  const opened = print(await find("Your room with"), "only alice sees this");
  say("alice", "opens the room, talks, and presses End");
  const [room] = tavus.account().rooms.open;
  if (!room || tavus.join(linkIn(opened), "alice") !== "in")
    throw new Error("The link does not open the room.");
  await alice.press(opened, "End");
  print(await find("is over"), "only alice sees this");
  if (tavus.account().rooms.open.length > 0) throw new Error("A room is still open.");

  say("alice", "/persona-video persona: Cleo replica: Anna");
  const form = await alice.command(channel, "persona-video", { persona: "Cleo", replica: "r90bbd427f71" });
  say("alice", "types a script, presses Submit");
  await alice.submit(form, { script: "Welcome to our team." });
  print(await find("is queued"), "only alice sees this");
  console.log("\n  (Tavus has made the video.)\n");
  const [video] = tavus.account().videos.all;
  if (!video) throw new Error("Tavus has no video.");
  tavus.account().videos.finish(video.id);
  print(await find("Asked for by"), "to everybody");
}

/** The address of the message's link button. */
function linkIn({ components }: Message): string {
  const url = /"url":"([^"]+)"/.exec(JSON.stringify(components))?.[1];
  if (url === undefined) throw new Error("There is no link in this message.");
  return url;
}
