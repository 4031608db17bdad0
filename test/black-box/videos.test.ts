import { describe, expect, test } from "vitest";
import { type Chat, type Platform, platforms, reads, waitFor } from "../support/black-box/black-box-chat.ts";
import { somebody } from "../support/black-box/black-box-people.ts";
import { test as ownTest, type Run, sharedRun } from "../support/black-box/black-box-run.ts";
import { freePort } from "../support/black-box/free-port.ts";

const face = "r90bbd427f71";
const port = await freePort();
const publicUrl = `http://127.0.0.1:${port}`;

/** The bot where Tavus can reach it. */
const theRun = sharedRun(() => ({ PORT: String(port), PUBLIC_URL: publicUrl, LOG_LEVEL: "trace" }));

async function withPersona(run: Run, platform: Platform, name: string): Promise<Chat> {
  const chat = somebody(run, platform);
  const form = await chat.openForm({ replica: face });
  await form.submit({ name, prompt: "You help." });
  await reads(chat, `“${name}” is ready`);
  return chat;
}

async function ask(chat: Chat, persona: string, name: string): Promise<void> {
  const form = await chat.runForForm("persona-video", { persona });
  await form.submit({ script: `This is ${name}.`, name });
  await reads(chat, `“${name}” is queued`);
}

const videosOf = ({ world }: Run, name: string) =>
  world.tavus.account().videos.all.filter((video) => video.name.startsWith(`${name} · `));

const postsOf = (chat: Chat, words: string) => chat.messages().filter(({ text }) => text.includes(words));

describe.each(platforms)("videos on %s", (platform) => {
  test("one is asked for, and its link is posted once for everybody in the channel, as soon as Tavus calls", async () => {
    const name = `Greeting of ${platform}`;
    const chat = await withPersona(theRun(), platform, `Greta of ${platform}`);
    await ask(chat, `Greta of ${platform}`, name);
    const [video] = videosOf(theRun(), name);
    const callbackUrl = video?.body.callback_url ?? "";
    const { account, callbacks } = {
      account: theRun().world.tavus.account(),
      callbacks: theRun().world.tavus.callbacks,
    };
    callbacks.weather = "doubled";

    account.videos.finish(video?.id ?? "");
    const post = await reads(somebody(theRun(), platform), `“${name}” is ready`);
    await callbacks.settled();

    const called = callbacks.all.filter(({ url }) => url === callbackUrl);
    expect(callbackUrl.startsWith(`${publicUrl}/tavus/`)).toBe(true);
    expect(called.flatMap(({ answers }) => answers)).toEqual([200, 200]);
    expect(videosOf(theRun(), name)).toHaveLength(1);
    expect([post.isPublic, post.mentions]).toEqual([true, false]);
    expect(postsOf(chat, `“${name}” is ready`)).toHaveLength(1);
    expect(theRun().lines.join("\n")).not.toContain(callbackUrl.slice(`${publicUrl}/tavus/`.length));
  });

  test("a forged call and one that is no call are answered like any address that is not there", async () => {
    const answers = await Promise.all(
      [`/tavus/${"x".repeat(32)}`, "/tavus/short", "/nowhere"].map(async (path) => {
        const response = await fetch(publicUrl + path, { method: "POST", body: '{"status":"ready"}' });
        return {
          status: response.status,
          text: await response.text(),
          type: response.headers.get("content-type"),
        };
      }),
    );

    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.status).toBe(404);
  });

  test("what Tavus could not make is said in its own words where it was asked for", async () => {
    const name = `Failing of ${platform}`;
    const chat = await withPersona(theRun(), platform, `Fay of ${platform}`);
    await ask(chat, `Fay of ${platform}`, name);

    theRun()
      .world.tavus.account()
      .videos.fail(videosOf(theRun(), name)[0]?.id ?? "", "The audio is too short");

    const post = await reads(chat, `“${name}” could not be made`);
    expect(post.text).toContain("The audio is too short");
  });

  test("the list shows and deletes it, here and in Tavus", async () => {
    const name = `Passing of ${platform}`;
    const chat = await withPersona(theRun(), platform, `Pat of ${platform}`);
    await ask(chat, `Pat of ${platform}`, name);

    await chat.run("persona-video");
    const list = await waitFor(() =>
      chat.messages().findLast(({ text }) => text.includes("The latest videos")),
    );
    await list.choose(list.choices[0]?.value ?? "");
    const shown = await reads(chat, `This is ${name}.`);
    await shown.press("Delete");
    const asked = await reads(chat, `Delete “${name}”?`);
    await asked.press("Delete here and in Tavus");
    await reads(chat, "It is gone here and in Tavus.");

    expect(videosOf(theRun(), name).map(({ status }) => status)).toEqual(["deleted"]);
  });
});

ownTest(
  "a process that is killed while Tavus is at it leaves the link to whoever starts next",
  {
    timeout: 90_000,
  },
  async ({ startRun }) => {
    const run = await startRun();
    const chat = await withPersona(run, "Slack", "Kay");
    await ask(chat, "Kay", "Survivor");

    await run.bot.kill();
    run.world.tavus.account().videos.finish(videosOf(run, "Survivor")[0]?.id ?? "");
    await run.start();

    await reads(chat, "“Survivor” is ready");
    expect(postsOf(chat, "“Survivor” is ready")).toHaveLength(1);
    expect(videosOf(run, "Survivor")).toHaveLength(1);
  },
);
