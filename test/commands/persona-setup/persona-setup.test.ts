import { expect, test } from "vitest";
import type { ChannelPost } from "../../../src/chat/channels.ts";
import { forEachEngine } from "../../support/databases.ts";
import { buttonIn, guild, offeredIn, startPersonaBot, workspace } from "../../support/persona-bot.ts";
import { answerIn, hows, openedForm, recordAnswering, refusalIn } from "../../support/recording-answering.ts";
import { factIn, sendSetup, setUp } from "../../support/setup-form.ts";
import { untilTrue } from "../../support/until-true.ts";

const hourMs = 3_600_000;

forEachEngine((_, open) => {
  test("the form is filled in with what is set, and the answer shows all of it", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");

    const reply = await setUp(admin, { channel: "C9", replica: "r90bbd427f71", managers: ["U2", "U3"] });
    const form = openedForm(await admin.press(buttonIn(reply, "Change settings")));

    expect(form.values).toEqual({ channel: "C9", replica: "r90bbd427f71", managers: ["U2", "U3"] });
    expect(factIn(reply, "Tavus key").value).toMatch(/^That of whoever runs the bot/);
    expect(factIn(reply, "Warnings channel").mentions).toEqual([{ kind: "channel", id: "C9" }]);
    expect(factIn(reply, "Default replica").value).toContain("r90bbd427f71");
    expect(factIn(reply, "Persona managers").mentions).toEqual([
      { kind: "person", id: "U2" },
      { kind: "person", id: "U3" },
    ]);
    expect(factIn(reply, "Automatic sync").value).toBe("Off");
  });

  test("on Discord managers are roles", async () => {
    const bot = await startPersonaBot(open);

    const reply = await setUp(bot.person("U1", "admin", guild), { managers: ["123"] });

    expect(factIn(reply, "Persona managers").mentions).toEqual([{ kind: "role", id: "123" }]);
  });

  test("the channel gets one visible first message that says who set it", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");

    await setUp(admin, { channel: "C9" });
    await setUp(admin, { managers: ["U2"] });

    expect(bot.channels.messages).toMatchObject([
      { channelId: "C9", reply: { title: "Warnings will be posted here" } },
    ]);
    expect(bot.channels.messages[0]?.reply.facts?.[0]?.mentions).toEqual([{ kind: "person", id: "U1" }]);
  });

  test.each([
    ["delivered", ["delivery-1", "delivery-1"]],
    ["sent", ["delivery-1", "delivery-2"]],
  ])("the same form %s twice posts once", async (_how, ids) => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    const form = openedForm(await admin.run("persona-setup"));

    const answers = await Promise.all(
      ids.map((id) => admin.send(form, { channel: "C9" }, recordAnswering(), id)),
    );

    expect(answers.map((answering) => answerIn(answering).title)).toEqual(["Saved", "Saved"]);
    expect(bot.channels.messages).toHaveLength(1);
  });

  test("the same form sent again while its message is on the way hears that the channel did not take it", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    const form = openedForm(await admin.run("persona-setup"));
    const reply = Promise.withResolvers<ChannelPost>();
    bot.channels.post = () => reply.promise;

    const sent = ["delivery-1", "delivery-2"].map((id) =>
      admin.send(form, { channel: "C9" }, recordAnswering(), id),
    );
    setTimeout(reply.resolve, 100, { kind: "closed", remedy: "Invite the bot there with /invite." });

    expect((await Promise.all(sent)).map(hows)).toEqual([["refuseForm"], ["refuseForm"]]);
    expect((await bot.settingsStore.find(workspace))?.channel).toBeUndefined();
  });

  test("a form whose message a process took with it when it died is saved when it is sent again as it asks", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    const form = openedForm(await admin.run("persona-setup"));
    await bot.deliveries.reserve(workspace, `${form.formId}.C9`);
    bot.skip(61_000);

    const first = await admin.send(form, { channel: "C9" });
    const second = await admin.send(form, { channel: "C9" });

    expect(refusalIn(first).errors).toEqual({ channel: expect.stringContaining("Send the form again") });
    expect(hows(second)).toContain("answer");
    expect((await bot.settingsStore.find(workspace))?.channel).toMatchObject({ id: "C9" });
  });

  test("a channel the bot cannot post to is refused with its remedy, and nothing is stored", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    bot.channels.closed.set("C9", "Invite the bot there with /invite.");

    const answering = await sendSetup(admin, { channel: "C9", managers: ["U2"] });
    bot.channels.closed.clear();
    const reopened = await admin.press(buttonIn(refusalIn(answering).reply, "Open again"));
    const taken = await admin.send(openedForm(reopened));

    expect(hows(answering)).toEqual(["refuseForm"]);
    expect(refusalIn(answering).errors).toEqual({ channel: "Invite the bot there with /invite." });
    expect(answerIn(taken).title).toBe("Saved");
    expect(bot.channels.messages).toHaveLength(1);
    expect(await bot.settingsStore.find(workspace)).toMatchObject({ channel: { id: "C9", setBy: "U1" } });
  });

  test("when the platform cannot be asked about the channel, the form stays open", async () => {
    const bot = await startPersonaBot(open);
    bot.channels.isDown = true;

    const answering = await sendSetup(bot.person("U1", "admin"), { channel: "C9" });

    expect(refusalIn(answering).errors.channel).toContain("Send the form again in a moment");
  });

  test("Remove channel takes the channel away, but not one that was chosen since", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    const first = await offeredIn(admin, await setUp(admin, { channel: "C8" }), "Remove channel");
    const second = await offeredIn(admin, await setUp(admin, { channel: "C9" }), "Remove channel");

    const old = answerIn(await admin.press(first));
    const none = answerIn(await admin.press(second));

    expect(old.title).toBe("It was changed meanwhile");
    expect(none.title).toBe("No warnings channel");
    expect((await bot.settingsStore.find(workspace))?.channel).toBeNull();
  });

  test("a new persona that names no replica gets the default, and keeps it", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    await setUp(admin, { replica: "r90bbd427f71" });

    const created = answerIn(await admin.create({ name: "Ada" }));
    const chosen = answerIn(await admin.create({ name: "Grace", replica: "rc9cff32ceba" }));
    await setUp(admin, { replica: "none" });
    await admin.create({ name: "Edith" });

    expect(created.notes?.[0]).toMatch(/^Replica: your team's default, .*r90bbd427f71/);
    expect(chosen.notes).toBeUndefined();
    expect((await bot.rows()).map(({ replica_id }) => replica_id)).toEqual([
      "r90bbd427f71",
      "rc9cff32ceba",
      null,
    ]);
  });

  test("replicas are offered once they are in memory, none among them; until then one is typed", async () => {
    const bot = await startPersonaBot(open);
    bot.account.addReplica({ name: "Anna", id: "r123" });
    const admin = bot.person("U1", "admin");

    const cold = openedForm(await admin.run("persona-setup"));
    await untilTrue(async () => (await bot.services.replicas.known(workspace)).length > 0);
    const warm = openedForm(await admin.run("persona-setup"));
    const wrong = await admin.send(warm, { replica: "no such id!" });

    expect(cold.choices?.replica ?? []).toEqual([]);
    expect(warm.choices?.replica?.[0]).toEqual({ value: "none", label: "None: Tavus's default" });
    // A select holds 25 of them, and takes no typing.
    expect(warm.form.fields.replica?.hint).toContain("/persona-replicas shows all, and sets any");
    expect(warm.form.fields.replica?.hint).not.toMatch(/type/);
    expect(warm.choices?.replica).toContainEqual({ value: "r123", label: "Anna · r123" });
    expect(refusalIn(wrong).errors.replica).toContain("no replica ID");
  });

  test("automatic sync is set in hours, and turned off again", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    const state = await setUp(admin);
    const openForm = async () => openedForm(await admin.press(buttonIn(state, "Automatic sync")));

    const refused = await admin.send(await openForm(), { hours: "169" });
    const on = answerIn(await admin.send(await openForm(), { hours: "6" }));
    const stored = (await bot.settingsStore.find(workspace))?.autoSync;
    const filled = await openForm();
    const heard = await setUp(admin, { channel: "C9" });
    const off = answerIn(await admin.send(filled, { hours: "0" }));

    expect(refusalIn(refused).errors.hours).toContain("1 to 168");
    expect(factIn(on, "Automatic sync").value).toMatch(/^Every 6 hours, next \d{4}-.*\nNobody is told/);
    expect(factIn(heard, "Automatic sync").value).not.toContain("Nobody");
    expect(Date.parse(stored?.nextAt ?? "") - Date.now()).toBeGreaterThan(5.9 * hourMs);
    expect(filled.values).toEqual({ hours: "6" });
    expect(factIn(off, "Automatic sync").value).toBe("Off");
  });

  test("limits are typed in pairs; what is as it comes is not stored", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    const form = openedForm(await admin.press(buttonIn(await setUp(admin), "Limits")));

    const refused = await admin.send(form, { creates: "many" });
    const tooMany = await admin.send(form, { creates: "1000000/1000000" });
    const changed = answerIn(await admin.send(form, { creates: "5/200", videos: "", longest: "5" }));

    const tooLong = await Promise.all(
      ["0", "61", "ten", "1.5"].map((longest) => admin.send(form, { longest })),
    );

    const above = await admin.send(form, { videos: "50 / 20", syncs: "1 / 0", minutes: "20 / 20" });
    expect(Object.keys(refusalIn(above).errors).sort()).toEqual(["syncs", "videos"]);
    expect(refusalIn(above).errors.videos).toContain("One person cannot have more than the whole team");

    expect(form.values).toMatchObject({ creates: "50 / 200", longest: "10" });
    expect(tooLong.map((answering) => refusalIn(answering).errors)).toEqual(
      tooLong.map(() => ({ longest: "Type a whole number of minutes from 1 to 60." })),
    );
    expect(refusalIn(refused).errors).toEqual({ creates: expect.stringContaining("50 / 200") });
    expect(refusalIn(tooMany).errors).toEqual({ creates: expect.stringContaining("numbers up to 999999") });
    expect((await bot.settingsStore.find(workspace))?.limits).toEqual({
      "creates.member": 5,
      callMinutes: 5,
    });
    expect(await bot.services.limits.callMinutesOf(workspace)).toBe(5);
    expect(factIn(changed, "Daily limits, each person / the whole team").value).toContain(
      "New personas: 5 / 200",
    );
  });
});
