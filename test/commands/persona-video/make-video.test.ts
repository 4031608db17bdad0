import { expect, test } from "vitest";
import type { OpenForm } from "../../../src/chat/form/form.ts";
import { inUtc } from "../../../src/chat/time-mark.ts";
import { forEachEngine } from "../../support/databases.ts";
import { buttonIn, guild, pressIn, startPersonaBot, workspace } from "../../support/persona-bot.ts";
import { answerIn, openedForm } from "../../support/recording-answering.ts";
import { askForVideo, face, sentVideos, titlesOf, untilPosted, videoIn } from "../../support/video-maker.ts";

forEachEngine((_engine, open) => {
  async function aBotWithAda() {
    const bot = await startPersonaBot(open);
    const mia = bot.person("U1");
    await mia.send(await mia.open({ values: { replica: face } }), { name: "Ada", prompt: "You are Ada." });
    return { bot, mia };
  }

  test("what was asked for is queued at once, made once, and its link posted once where it was asked for", async () => {
    const { bot, mia } = await aBotWithAda();

    const answer = await askForVideo(mia, {
      script: "Hello.",
      name: "Greeting",
      background: "https://example.org",
    });

    const id = videoIn(answer);
    const [video] = bot.account.videos.all;
    expect(answerIn(answer).title).toBe("Video “Greeting” is queued");
    expect(sentVideos(bot)).toEqual([
      {
        replica_id: face,
        script: "Hello.",
        video_name: `Greeting · ${id}`,
        background_url: "https://example.org",
      },
    ]);
    const [post] = await untilPosted(bot);
    expect(post).toMatchObject({
      title: "Video “Greeting” is ready",
      links: [{ label: "Watch", url: expect.stringContaining(video?.id ?? "none") }, { label: "Download" }],
      image: { url: expect.stringContaining("still") },
      visibility: "public",
    });
    expect(bot.channels.messages[0]?.channelId).toBe("C1");
    bot.skip(24 * 60 * 60_000);
    await bot.follower.stop(2000);
    expect(titlesOf(bot)).toHaveLength(1);
  });

  test("what Tavus could not make is said in Tavus's own words, once", async () => {
    const { bot, mia } = await aBotWithAda();
    await askForVideo(mia);
    bot.account.videos.fail(bot.account.videos.all[0]?.id ?? "", "The script violates our guidelines");

    const [post] = await untilPosted(bot);

    expect(post?.title).toBe("Video “Ada” could not be made");
    expect(post?.text).toContain("Tavus says: “The script violates our guidelines”");
    expect(post?.text).toContain("It counts towards the limit of its day");
  });

  test("of one that was adopted it is not said that it counts towards a limit", async () => {
    const { bot } = await aBotWithAda();
    const { id } = bot.account.videos.create({ replica_id: face, script: "Hello." });
    bot.account.videos.fail(id, "The script violates our guidelines");

    const reply = answerIn(await bot.person("U2", "admin").run("persona-video", { adopt: id }));

    expect(reply.text).toContain("Tavus says: “The script violates our guidelines”");
    expect(reply.text).not.toContain("limit");
  });

  test("one that the day's limit is in the way of is not taken for a persona, nor said to wait for a day that is over", async () => {
    const { bot, mia } = await aBotWithAda();
    bot.standIn.setFault("rejected", { operation: "create video", times: 1 });
    const refused = answerIn(await askForVideo(mia));
    await bot.settings.change(workspace, { limits: { "videos.member": 0 } });
    await mia.press(buttonIn(refused, "Retry"));
    const show = buttonIn(refused, "Show");

    const today = answerIn(await mia.press(show));
    bot.skip(24 * 60 * 60_000);
    const later = answerIn(await mia.press(show));

    expect(today.text).toContain("had used up the day's limit");
    expect(inUtc(today.text ?? "")).toMatch(/It resets \d{4}-\d\d-\d\d 00:00 UTC\. /);
    expect(inUtc(later.text ?? "")).toMatch(
      /It was reset \d{4}-\d\d-\d\d 00:00 UTC\. Press Retry to try right now\./,
    );
  });

  test.each([
    ["nothing to say", {}, "script", /Say what it should say/],
    ["a script and a recording", { script: "Hi", audio: "https://x.example/a.mp3" }, "audio", /Keep one/],
    ["no link as a recording", { audio: "x.example/a.mp3" }, "audio", /This is no link/],
    ["no link as a background", { script: "Hi", background: "ftp://x" }, "background", /This is no link/],
    [
      "a background on a fast one",
      { script: "Hi", background: "https://x.example", fast: "fast" },
      "background",
      /has no background/,
    ],
  ])("%s is refused at its field, and nothing is made", async (_name, typed, field, sentence) => {
    const { bot, mia } = await aBotWithAda();

    const refused = await askForVideo(mia, typed);

    expect(refused.said).toContainEqual(
      expect.objectContaining({ how: "refuseForm", errors: { [field]: expect.stringMatching(sentence) } }),
    );
    expect(bot.account.videos.all).toEqual([]);
  });

  test("the list shows what there is; one is shown in full and deleted here and in Tavus", async () => {
    const { bot, mia } = await aBotWithAda();
    const none = answerIn(await mia.run("persona-video"));
    const answer = await askForVideo(mia);
    const id = videoIn(answer);

    const list = answerIn(await mia.run("persona-video"));
    const shown = await mia.press({ label: "", action: "video-show", state: id });
    const asked = await pressIn(mia, shown, "Delete");
    const deleted = answerIn(await pressIn(mia, asked, "Delete here and in Tavus"));

    expect(none.title).toBe("No videos yet");
    expect(list.items).toEqual([expect.objectContaining({ text: "◔ Ada (queued)", codes: [id] })]);
    expect(answerIn(shown)).toMatchObject({
      title: "Video “Ada”",
      text: expect.stringContaining("Hello, I am Ada."),
    });
    expect(deleted.text).toBe("It is gone here and in Tavus.");
    expect(bot.account.videos.all.map(({ status }) => status)).toEqual(["deleted"]);
    expect(answerIn(await mia.run("persona-video")).title).toBe("No videos yet");
  });

  test("of one of which nobody knows whether Tavus has it nothing else is said where it is deleted", async () => {
    const { bot, mia } = await aBotWithAda();
    bot.standIn.setFault("dropAfter", { operation: "create video" });
    bot.standIn.setFault("serverErrors", { operation: "list videos" });
    const state = videoIn(await askForVideo(mia));

    const asked = await mia.press({ label: "", action: "video-delete", state });
    const deleted = answerIn(await pressIn(mia, asked, "Delete here only"));

    expect(answerIn(asked).text).toContain("Whether Tavus has it is not known yet.");
    expect(deleted.text).toContain("Whether Tavus has made it is not known: look for its name there");
  });

  test.each([
    [[], "Ask them or an admin."],
    [["U9"], "Ask them, a manager or an admin."],
  ])("where %j are managers, a stranger who would delete one reads: %s", async (managers, whom) => {
    const { bot, mia } = await aBotWithAda();
    const state = videoIn(await askForVideo(mia));
    await bot.settings.change(workspace, { managers });

    const stranger = answerIn(await bot.person("U2").press({ label: "", action: "video-delete", state }));

    expect(stranger.text).toBe(`“Ada” was asked for by somebody else. ${whom}`);
    expect(bot.account.videos.all).toHaveLength(1);
  });

  test("a persona without a known face is asked which, and the choice opens the form", async () => {
    const bot = await startPersonaBot(open);
    const mia = bot.person("U1");
    await mia.create({ name: "Ada" });
    await mia.suggest("");

    const asked = answerIn(await mia.run("persona-video", { persona: "Ada" }));
    const [choice] = asked.menu?.choices ?? [];
    const form = openedForm(
      await mia.press({ label: "", action: asked.menu?.action ?? "", state: choice?.value ?? "" }),
    );
    await mia.send(form, { script: "Hi" });

    expect(labelsOf(form)).toEqual({
      persona: expect.stringMatching(/^Ada · per_/),
      replica: expect.stringContaining("Anna · "),
    });
    expect(asked.title).toBe("Which face should speak?");
    expect(bot.account.videos.all.map(({ body }) => body.replica_id)).toEqual([choice?.value.split(".")[1]]);
  });

  test("where no face can be offered, what is told to be typed opens the form on that platform", async () => {
    const bot = await startPersonaBot(open);
    await bot.person("U1").create({ name: "Ada" });
    const discordian = bot.person("5", "member", guild);
    await discordian.create({ name: "Ada" });
    bot.standIn.setFault("serverErrors", { operation: "list replicas" });

    const onSlack = answerIn(await bot.person("U1").say("persona-video", "Ada"));
    const onDiscord = answerIn(await discordian.run("persona-video", { persona: "Ada" }));

    const [, typed = ""] = /\/persona-video (replica:.* Ada)\./.exec(onSlack.text ?? "") ?? [];
    expect(openedForm(await bot.person("U1").say("persona-video", typed)).values.replica).toBe(
      "r90bbd427f71",
    );
    expect(onDiscord.text).toContain("as its option replica");
  });

  test("one that Tavus did not take is retried, and made once", async () => {
    const { bot, mia } = await aBotWithAda();
    bot.standIn.setFault("outOfCredits");
    const refused = await askForVideo(mia);
    bot.standIn.clearFaults();

    const retried = answerIn(await pressIn(mia, refused, "Retry"));

    expect(answerIn(refused).text).toContain("Video “Ada” is saved. Tavus does not have it.");
    expect(retried.title).toBe("Video “Ada” is queued");
    expect(bot.account.videos.all).toHaveLength(1);
  });

  test("a form that comes twice makes one video, and takes one from the day's limit", async () => {
    const { bot, mia } = await aBotWithAda();
    const form = openedForm(await mia.run("persona-video", { persona: "Ada" }));

    const first = await mia.send(form, { script: "Hi" });
    const second = await mia.send(form, { script: "Hi" });

    expect(videoIn(second)).toBe(videoIn(first));
    expect(bot.account.videos.all).toHaveLength(1);
    const left = await bot.services.limits.left("slack:T1", "U1");
    expect(left.find(({ kind }) => kind === "videos")?.left.member).toBe(9);
  });
});

/** What the form calls the persona and the face that stand in it. */
function labelsOf({ values = {}, choices = {} }: OpenForm) {
  const labelOf = (key: string) => choices[key]?.find(({ value }) => value === values[key])?.label;
  return { persona: labelOf("persona"), replica: labelOf("replica") };
}
