import { describe, expect } from "vitest";
import { answerTo, offers, reads, type TextFile } from "../support/black-box/black-box-chat.ts";
import { create, createLinked, setUp, someAdmin, somebody } from "../support/black-box/black-box-people.ts";
import { carriersOf, rowOf } from "../support/black-box/black-box-rows.ts";
import { portOf, type Run, insideTest as test } from "../support/black-box/black-box-run.ts";

const alone = { SLACK_BOT_TOKEN: undefined, SLACK_APP_TOKEN: undefined };

/** How Discord's interactions reach the bot. Whatever people do is the same. */
const ways: Record<string, (makeRun: () => Promise<Run>) => Promise<Run>> = {
  async gateway(makeRun) {
    const run = await makeRun();
    await run.start(alone);
    expect(run.world.discord.gateway.connectedCount).toBe(1);
    return run;
  },
  async http(makeRun) {
    const run = await makeRun();
    const { discord } = run.world;
    await run.start({ ...alone, DISCORD_PUBLIC_KEY: discord.signer.publicKey, PORT: "0" });
    const address = `http://127.0.0.1:${portOf(run)}/discord`;
    await discord.enterAddress("interactions", `${address}/interactions`);
    await discord.enterAddress("events", `${address}/events`);
    expect(discord.gateway.connectedCount).toBe(0);
    return run;
  },
};

describe.each(Object.entries(ways))("over the %s", (_, begin) => {
  test("a form opens, what is typed is saved and linked, and both ids are told", async ({ makeRun }) => {
    const run = await begin(makeRun);
    const chat = somebody(run, "Discord");

    await create(chat, "Cleo");
    const answer = await reads(chat, "“Cleo” is ready");

    const row = rowOf(run, "Cleo");
    expect(answer.text).toContain(row.id);
    expect(carriersOf(run, row)).toEqual([row.tavus_persona_id]);
    expect(answer.isPublic).toBe(false);
  });

  test("a form with a mistake comes back with everything in it", async ({ makeRun }) => {
    const run = await begin(makeRun);
    const chat = somebody(run, "Discord");

    const submission = await create(chat, "   ", { prompt: "You stay." });
    const { text, form } = await submission.refusal();

    expect(text).toContain("Not saved yet");
    expect(form.value("prompt")).toBe("You stay.");
    await form.submit({ name: "Dora" });
    await reads(chat, "“Dora” is ready");
  });

  test("an edit opens filled in, and is pushed", async ({ makeRun }) => {
    const run = await begin(makeRun);
    const chat = someAdmin(run, "Discord");
    await createLinked(chat, "Edith");

    const form = await chat.runForForm("persona-edit", { persona: "Edith" });
    expect(form.value("prompt")).toBe("You help.");
    await form.submit({ prompt: "You argue." });
    await reads(chat, "Changed: prompt");

    expect(rowOf(run, "Edith").prompt).toBe("You argue.");
  });

  test("a list is turned over by its buttons", async ({ makeRun }) => {
    const run = await begin(makeRun);
    const chat = somebody(run, "Discord");
    for (let number = 1; number <= 11; number += 1) await createLinked(chat, `Item ${number}`);

    const first = await answerTo(chat, () => chat.run("persona-list", {}));
    const next = await answerTo(chat, () => first.press("Next"));

    expect(first.text).toContain("Item 11");
    expect(next.text).toContain("Item 1");
    expect(next.text).not.toContain("Item 11");
  });

  test("names and replicas are suggested while somebody types", async ({ makeRun }) => {
    const run = await begin(makeRun);
    const chat = somebody(run, "Discord");
    await createLinked(chat, "Flora");

    expect(await chat.suggestReplicas("benja")).toContainEqual(expect.stringContaining("rc9cff32ceba"));
    expect(await chat.offeredPersonas("persona-show", "flo")).toEqual([
      { label: expect.stringContaining("Flora"), value: expect.anything() },
    ]);
  });

  test("a file goes in with a command and comes out with the answer", async ({ makeRun }) => {
    const run = await begin(makeRun);
    const chat = somebody(run, "Discord");
    const text = "All work and no play. ".repeat(400);
    const file: TextFile = { name: "prompt.md", bytes: new TextEncoder().encode(text) };

    const form = await chat.openForm({ prompt_file: file });
    await form.submit({ name: "Gwen" });
    await reads(chat, "“Gwen” is ready");
    const shown = await answerTo(chat, () => chat.run("persona-show", { persona: "Gwen" }));

    expect((await shown.readFile("prompt.md")).trim()).toBe(text.trim());
  });

  test("a sync is previewed, confirmed and done", async ({ makeRun }) => {
    const run = await begin(makeRun);
    const admin = someAdmin(run, "Discord");
    for (const name of ["Ada", "Bea"]) run.world.tavus.account().addPersona({ name });

    await admin.run("persona-sync", { mode: "preview" });
    await (await offers(admin, "Do it")).press("Do it");

    expect((await reads(admin, "Both sides were compared")).text).toContain("Imported from Tavus: 2 (");
    expect(run.rows().map(({ name }) => name)).toEqual(expect.arrayContaining(["Ada", "Bea"]));
  });

  test("a team is set up, and managers alone may do what is theirs", async ({ makeRun }) => {
    const run = await begin(makeRun);
    const [guild] = run.world.discord.guilds;
    const role = guild?.addRole("Casting");

    await setUp(someAdmin(run, "Discord"), { managers: [role?.id ?? ""] });
    const refused = somebody(run, "Discord");
    await refused.runCommand();

    await reads(refused, "may do this");
    expect(run.rows()).toEqual([]);
  });
});
