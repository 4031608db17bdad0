import { beforeAll, describe, expect, test } from "vitest";
import { answerTo, type Chat, reads, waitFor } from "../support/black-box/black-box-chat.ts";
import { createDiscordChat } from "../support/black-box/black-box-discord.ts";
import { sharedInside } from "../support/black-box/black-box-run.ts";
import { createSlackChat } from "../support/black-box/black-box-slack.ts";

/** Three teams share the operator's key and its account, so that only the tenant stands between them. */
const theRun = sharedInside(({ world: { discord, slack } }) => {
  const [first] = discord.guilds;
  const second = discord.addGuild({ name: "Another server" });
  const tenants = [`discord:${first?.id}`, `discord:${second.id}`, `slack:${slack.workspace.teamId}`];
  return { TAVUS_API_KEY_TENANTS: tenants.join(",") };
});

const teams = ["first server", "second server", "workspace"] as const;
type Team = (typeof teams)[number];

/** Stands in everything that a team has, and nowhere else. */
const secrets: { [team in Team]: string } = {
  "first server": "Zanzibar",
  "second server": "Montevideo",
  workspace: "Reykjavik",
};
const face = "r90bbd427f71";

/** All that a button can do with a room, a video, and the persona of both. */
const roomActions = [
  ...["end-call", "rehearse-say", "rehearse-again", "rehearse-end", "rehearse-text", "transcript"],
];
const videoActions = [
  ...["video-show", "video-script", "video-look", "video-retry", "video-delete"],
  ...["video-delete-both", "video-delete-here", "video-keep"],
];
const personaActions = ["talk", "rehearse", "video", "video-face", "transcript"];

const account = () => theRun().world.tavus.account();
const theirs = (table: string, { tenantId }: Chat) =>
  theRun()
    .table(table)
    .filter(({ tenant_id }) => tenant_id === tenantId);

function adminOf(team: Team): Chat {
  const { discord, slack } = theRun().world;
  const [first, second] = discord.guilds;
  const guild = team === "first server" ? first : second;
  return team === "workspace" || !guild
    ? createSlackChat(slack, { isAdmin: true })
    : createDiscordChat(discord, { guild, isAdmin: true });
}

const pairs = teams.flatMap((victim) =>
  teams.filter((team) => team !== victim).map((stranger) => ({ victim, trespasser: stranger })),
);

describe.each(pairs)("from the $trespasser, no room or video of the $victim", ({ victim, trespasser }) => {
  const secret = secrets[victim];
  let owner: Chat;
  let stranger: Chat;
  let ids: { persona: string; room: string; video: string; tavusVideo: string };

  /** What may not change: looks are noted all the time. */
  const stateOf = () => ({
    open: account().rooms.open.map(({ id }) => id),
    made: account().rooms.ever.length,
    videos: account().videos.all.map(({ id }) => id),
    rooms: theirs("conversations", owner).map(({ id, ended_at, end_wanted }) => ({
      id,
      ended_at,
      end_wanted,
    })),
    rows: theirs("videos", owner).map(({ id }) => id),
  });

  beforeAll(async () => {
    owner = adminOf(victim);
    stranger = adminOf(trespasser);
    const name = `${secret} for ${trespasser}`;
    const form = await owner.openForm({ replica: face });
    await form.submit({ name, prompt: "You help." });
    await reads(owner, `“${name}” is ready`);
    await owner.run("persona-talk", { persona: name });
    await (await reads(owner, `Talk with “${name}”`)).press("Join");
    await reads(owner, `Your room with “${name}” is open`);
    const video = await owner.runForForm("persona-video", { persona: name });
    await video.submit({ name: `Video of ${name}`, script: `${secret}, 1815.` });
    await reads(owner, `“Video of ${name}” is queued`);
    const room = theirs("conversations", owner).find(({ persona_name }) => persona_name === name);
    const made = theirs("videos", owner).find((row) => row.name === `Video of ${name}`);
    const inTavus = await waitFor(() => account().videos.all.find((one) => one.name.includes(name)));
    ids = {
      persona: String(room?.persona_id),
      room: String(room?.id),
      video: String(made?.id),
      tavusVideo: inTavus.id,
    };
    account().rooms.join(account().rooms.linkOf(account().rooms.open.at(-1) ?? fail()), owner.userId);
  }, 60_000);

  test("is shown, joined, ended or deleted by a forged button", async () => {
    const before = stateOf();
    const at = Math.floor(Date.now() / 1000).toString(36);
    const codes = [
      ...roomActions.map((action) => `pf1:${action}:${ids.room}`),
      ...videoActions.map((action) => `pf1:${action}:${ids.video}`),
      ...personaActions.map((action) => `pf1:${action}:${ids.persona}`),
      `pf1:join:${ids.persona}.${at}`,
    ];

    for (const code of codes) {
      const own = await answerTo(stranger, () => stranger.run("persona-show", { persona: code }));
      await own.forge(code);
    }
    await answerTo(stranger, () => stranger.run("persona-status"));

    for (const { raw } of stranger.messages()) expect(raw).not.toContain(secret);
    expect(stateOf()).toEqual(before);
  });

  test("is listed, counted in a status, or named where no place is left", async () => {
    const status = await answerTo(stranger, () => stranger.run("persona-status"));
    const list = await answerTo(stranger, () => stranger.run("persona-video"));
    expect(status.text + list.text).not.toContain(secret);

    const own = `${secrets[trespasser]} beside ${victim}`;
    const form = await stranger.openForm({ replica: face });
    await form.submit({ name: own, prompt: "You help." });
    await reads(stranger, `“${own}” is ready`);
    await stranger.run("persona-talk", { persona: own });
    const card = await reads(stranger, `Talk with “${own}”`);
    account().rooms.plan = { ...account().rooms.plan, concurrent: account().rooms.open.length };
    const full = await answerTo(stranger, () => card.press("Join"));
    account().rooms.plan = { ...account().rooms.plan, concurrent: Infinity };

    expect(full.text).toContain(`No room with “${own}”`);
    expect(full.raw).not.toContain(secret);
    expect(full.raw).not.toContain(owner.userId);
    expect(full.raw).not.toContain(ids.room);
  });

  test("is adopted by its ID in Tavus, which is answered like one that there is not", async () => {
    const before = stateOf();
    const answers: string[] = [];
    for (const id of [ids.tavusVideo, "0000000000"]) {
      const options: { [name: string]: string } =
        stranger.platform === "Slack" ? { persona: `adopt ${id}` } : { adopt: id };
      const { text } = await answerTo(stranger, () => stranger.run("persona-video", options));
      answers.push(text.replaceAll(id, "ID"));
    }

    expect(answers[0]).toContain("Tavus knows no video ID");
    expect(answers[0]).toBe(answers[1]);
    expect(stateOf()).toEqual(before);
  });
});

function fail(): never {
  throw new Error("No room is open.");
}
