import { expect, test, vi } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { buttonIn, factsIn, pressIn, startPersonaBot } from "../../support/persona-bot.ts";
import { answerIn, openedForm, recordAnswering, refusalIn } from "../../support/recording-answering.ts";

forEachEngine((_, open) => {
  test("Retry creates the persona once whatever was wrong is over", async () => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1");
    const end = bot.standIn.setFault("rateLimited");
    const first = await person.create();
    end();

    const second = await pressIn(person, first, "Retry");

    const [created, another] = bot.account.personas;
    expect(answerIn(second)).toMatchObject({ tone: "success", title: "“Ada” is ready" });
    expect(factsIn(answerIn(second))["ID in Tavus"]).toBe(created?.id);
    expect(another).toBeUndefined();
    await vi.waitFor(async () => expect((await bot.rows())[0]?.told_at).not.toBeNull());
  });

  test("Retry that fails again says so, and what is wrong now", async () => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1");
    bot.standIn.setFault("rateLimited", { times: 1 });
    const first = await person.create();
    bot.standIn.setFault("outOfCredits");

    const second = await pressIn(person, first, "Retry");

    expect(answerIn(second).title).toBe("Insufficient Tavus credits");
    expect(await bot.rows()).toHaveLength(1);
  });

  test("Retry of a persona that is linked meanwhile says that it is", async () => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1");
    bot.standIn.setFault("rateLimited", { times: 1 });
    const first = await person.create();
    await pressIn(person, first, "Retry");

    const again = await pressIn(person, first, "Retry");

    expect(answerIn(again).title).toBe("“Ada” is ready");
    expect(bot.account.personas).toHaveLength(1);
  });

  test("Edit opens the form as it was sent, and sending it changed links the same record", async () => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1");
    bot.standIn.setFault("rejected", { times: 1 });
    const sent = {
      name: "Ada",
      prompt: "Hi",
      description: "Mind",
      traits: ["calm"],
      context: "1843",
      kind: "creator",
    };
    const first = await person.create({
      ...sent,
      speed: "faster",
      emotion: "positive",
      model: "tavus-gpt-oss",
    });

    const form = openedForm(await pressIn(person, first, "Edit"));
    const second = await person.send(form, { name: "Grace" });

    const [row, other] = await bot.rows();
    expect(form.values).toMatchObject({
      ...sent,
      speed: "faster",
      emotion: "positive",
      model: "tavus-gpt-oss",
    });
    expect(factsIn(answerIn(second))["ID here"]).toBe(factsIn(answerIn(first))["ID here"]);
    expect(answerIn(second).title).toBe("“Grace” is ready");
    expect([row, other]).toMatchObject([{ name: "Grace", link: "linked", context: "1843" }, undefined]);
    expect(bot.account.personas).toHaveLength(1);
  });

  test("a prompt too long for the box is kept when nothing takes its place", async () => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1", "member", "discord:100");
    const text = "x".repeat(5000);
    const prompt_file = { name: "long.txt", sizeBytes: 5000, url: "https://files.example/1" };
    bot.standIn.setFault("rejected", { times: 1 });
    const opening = await person.command(
      { values: { prompt_file } },
      recordAnswering({ files: { [prompt_file.url]: text } }),
    );
    const first = await person.send(openedForm(opening), { name: "Ada" });

    const form = openedForm(await pressIn(person, first, "Edit"));
    await person.send(form, { name: "Grace" });

    expect(form.values).toMatchObject({ prompt: "" });
    expect(form.notice).toContain("Its prompt (5000 characters) is kept unless you type a new one.");
    expect(await bot.rows()).toMatchObject([{ name: "Grace", prompt: text, link: "linked" }]);
  });

  test("Change replica asks for another and keeps everything else", async () => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1");
    const first = await person.create({ replica: "r_unknown", context: "1843" });

    const form = openedForm(await pressIn(person, first, "Change replica"));
    const second = await person.send(form, { replica: "rc9cff32ceba" });

    expect(answerIn(first).text).toContain("Invalid replica_uuid");
    expect(form).toMatchObject({
      command: "persona-replica",
      notice: "“Ada” keeps everything else.",
      values: { replica: "r_unknown" },
    });
    expect(answerIn(second).title).toBe("“Ada” is ready");
    expect(await bot.rows()).toMatchObject([{ replica_id: "rc9cff32ceba", context: "1843", link: "linked" }]);
    expect(bot.account.personas).toMatchObject([{ document: { default_replica_id: "rc9cff32ceba" } }]);
  });

  test("an empty replica leaves the choice to Tavus", async () => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1");
    const first = await person.create({ replica: "r_unknown" });

    const second = await person.send(openedForm(await pressIn(person, first, "Change replica")), {
      replica: " ",
    });

    expect(answerIn(second).tone).toBe("success");
    expect(await bot.rows()).toMatchObject([{ replica_id: null }]);
  });

  test("where Tavus needs a replica an empty one goes back into the form", async () => {
    const bot = await startPersonaBot(open, { vocabulary: "pals" });
    const person = bot.person("U1");
    const form = openedForm(await pressIn(person, await person.create(), "Change replica"));

    const refused = await person.send(form, { replica: "" });
    const second = await person.send(form, { replica: "r90bbd427f71" });

    expect(refusalIn(refused).errors).toEqual({
      replica: "Tavus needs a replica here: choose one, or type its ID.",
    });
    expect(answerIn(second).tone).toBe("success");
  });

  test("Talk takes the place of the answer, and leads on to what that offered", async () => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1");
    const ready = answerIn(await person.create());

    const talked = await person.press(buttonIn(ready, "Talk"));

    expect(talked.said).toContainEqual({
      how: "post",
      reply: expect.objectContaining({ title: "Talk with “Ada”" }),
    });
    const said = answerIn(talked);
    expect([said.title, said.facts]).toEqual(["A card for “Ada” was posted", ready.facts]);
    expect(said.buttons?.map(({ label }) => label)).toEqual(["Video", "Show"]);
  });

  test("sharing posts name, description, both IDs and who made it once, and takes its own button away", async () => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1");
    const reply = answerIn(await person.create({ description: "Mind of @everyone" }));
    const share = buttonIn(reply, "Share to channel");

    const both = [await person.press(share, { id: "press-1" }), await person.press(share, { id: "press-1" })];

    const posts = both.flatMap(({ said }) =>
      said.flatMap((word) => (word.how === "post" ? [word.reply] : [])),
    );
    const id = (await bot.rows())[0]?.id;
    expect(posts).toEqual([
      {
        tone: "success",
        title: "“Ada”",
        text: "Mind of @everyone",
        facts: [
          ...(reply.facts ?? []),
          madeBy("U1"),
          { label: "Shared", value: "by", mentions: [{ kind: "person", id: "U1" }] },
        ],
        buttons: [
          { label: "Talk", action: "talk", state: id, style: "primary" },
          { label: "Video", action: "video", state: id },
          { label: "Show", action: "show", state: id },
          { label: "Duplicate", action: "duplicate", state: id },
        ],
        visibility: "public",
      },
    ]);
    expect(both.map(answerIn)).toMatchObject([
      { notes: ["Shared to the channel."] },
      { notes: ["Shared to the channel."] },
    ]);
    const labels = both.map((answering) => answerIn(answering).buttons?.map(({ label }) => label));
    expect(labels).toEqual([
      ["Talk", "Video"],
      ["Talk", "Video"],
    ]);
  });
});

function madeBy(id: string) {
  return { label: "Made", value: expect.stringMatching(/ by$/), mentions: [{ kind: "person", id }] };
}
