import { beforeAll, describe, expect, test } from "vitest";
import { answerTo, type Chat, reads, waitFor } from "../support/black-box/black-box-chat.ts";
import { sharedInside } from "../support/black-box/black-box-run.ts";
import { adminOf, secrets, shareOneAccount, trespasses } from "../support/black-box/three-teams.ts";

const theRun = sharedInside(shareOneAccount);
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

describe.each(trespasses)("from the $trespasser, no room or video of the $victim", ({
  victim,
  trespasser,
}) => {
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
    owner = adminOf(theRun().world, victim);
    stranger = adminOf(theRun().world, trespasser);
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
