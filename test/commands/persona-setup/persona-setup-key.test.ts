import { expect, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { buttonIn, offeredIn, startPersonaBot, workspace } from "../../support/persona-bot.ts";
import { answerIn, hows, openedForm, refusalIn } from "../../support/recording-answering.ts";
import { factIn, sendSetup, setUp } from "../../support/setup-form.ts";
import { untilTrue } from "../../support/until-true.ts";

const ownKey = "the-teams-own-key-4f2a";
const teamless = { tavusKey: null, otherKeys: [ownKey] };

forEachEngine((_, open) => {
  test("a key is checked, stored encrypted, and used from then on", async () => {
    const bot = await startPersonaBot(open, teamless);
    bot.standIn.account(ownKey).addPersona({ name: "Old" });
    const admin = bot.person("U1", "admin");

    const reply = await setUp(admin, { tavus_key: `  “${ownKey}” ` });
    await admin.create();

    expect(reply).toMatchObject({ tone: "success", title: "Saved" });
    expect(reply.text).toContain("This key sees 1 persona and 0 replicas of its own.");
    expect(reply.text).toContain("/persona-sync preview");
    expect(factIn(reply, "Tavus key").value).toBe("Your team's own, ends in 4f2a");
    expect(factIn(reply, "Last checked").value).toMatch(/^Accepted by Tavus .* UTC\. It saw 1 persona and 0/);
    expect(bot.standIn.account(ownKey).personas).toHaveLength(2);
    expect(bot.account.personas).toEqual([]);
  });

  test("the form shows that a key is set, and never the key", async () => {
    const bot = await startPersonaBot(open, teamless);
    const admin = bot.person("U1", "admin");
    await setUp(admin, { tavus_key: ownKey });

    const form = openedForm(await admin.run("persona-setup"));

    expect(form.form.fields.tavus_key).toMatchObject({ placeholder: "Set: ends in 4f2a", secret: true });
    expect(form.values).not.toHaveProperty("tavus_key");
  });

  test("an empty key field leaves the key as it is, and asks Tavus nothing", async () => {
    const bot = await startPersonaBot(open, teamless);
    const admin = bot.person("U1", "admin");
    await setUp(admin, { tavus_key: ownKey });
    const asked = bot.standIn.requests.length;

    const reply = await setUp(admin, { managers: ["U2"] });

    expect(factIn(reply, "Tavus key").value).toContain("4f2a");
    expect(bot.standIn.requests.filter(({ operation }) => operation === "list personas").length).toBe(1);
    expect(bot.standIn.requests.length - asked).toBeLessThanOrEqual(2);
  });

  test("a key that Tavus refuses goes back into the form, and nothing of the form is stored", async () => {
    const bot = await startPersonaBot(open, teamless);
    const admin = bot.person("U1", "admin");

    const answering = await sendSetup(admin, { tavus_key: "wrong", channel: "C9", managers: ["U2"] });

    expect(hows(answering)).toEqual(["refuseForm"]);
    expect(refusalIn(answering).errors).toEqual({
      tavus_key: expect.stringContaining("Tavus refuses this key"),
    });
    expect(refusalIn(answering).reply.text).toContain("Everything you typed is kept except “Tavus API key”");
    expect(await bot.settingsStore.find(workspace)).toBeUndefined();
    expect(bot.channels.messages).toEqual([]);
  });

  test.each(['""', "key with spaces inside", "käse"])("%j is refused as a key", async (typed) => {
    const bot = await startPersonaBot(open, teamless);

    const answering = await sendSetup(bot.person("U1", "admin"), { tavus_key: typed });

    expect(Object.keys(refusalIn(answering).errors)).toEqual(["tavus_key"]);
    expect(bot.standIn.requests).toEqual([]);
  });

  test("without ENCRYPTION_KEY the field says how to make one, and the rest can be saved", async () => {
    const bot = await startPersonaBot(open, { ...teamless, encryptionKey: null });
    const admin = bot.person("U1", "admin");

    const refused = await sendSetup(admin, { tavus_key: ownKey, managers: ["U2"] });
    const reply = await setUp(admin, { managers: ["U2"] });

    expect(refusalIn(refused).errors.tavus_key).toContain("openssl rand -base64 32");
    expect(reply.tone).toBe("success");
    expect(bot.standIn.requests).toEqual([]);
  });

  test("a new key lets go on what waited for one", async () => {
    const bot = await startPersonaBot(open, teamless);
    const admin = bot.person("U1", "admin");
    await admin.create({ name: "Ada" });
    expect(await bot.rows()).toMatchObject([{ link: "pending", failure_kind: "noKey" }]);

    await setUp(admin, { tavus_key: ownKey });

    await untilTrue(async () => (await bot.rows())[0]?.link === "linked", { what: "Ada to be linked" });
  });

  test("removing the key asks first, and then everything waits again", async () => {
    const bot = await startPersonaBot(open, teamless);
    const admin = bot.person("U1", "admin");
    const state = await setUp(admin, { tavus_key: ownKey });

    const asked = answerIn(await admin.press(await offeredIn(admin, state, "Remove key")));
    const kept = answerIn(await admin.press(buttonIn(asked, "Keep it")));
    const removed = answerIn(await admin.press(buttonIn(asked, "Remove key")));
    await admin.create();

    expect(asked.title).toBe("Remove your team's Tavus key ending in 4f2a?");
    expect(factIn(kept, "Tavus key").value).toContain("4f2a");
    expect(factIn(removed, "Tavus key").value).toMatch(/^None/);
    expect(await bot.rows()).toMatchObject([{ link: "pending", failure_kind: "noKey" }]);
  });

  test.each([
    ["whoever runs the bot has one for it", {}, "After that your team uses the key of whoever runs the bot"],
    ["it has none then", teamless, "What is not in Tavus yet waits until there is a key again"],
  ])("whoever is asked to remove the team's key reads what follows: %s", async (_, options, follows) => {
    const bot = await startPersonaBot(open, { ...options, otherKeys: [ownKey] });
    const admin = bot.person("U1", "admin");
    const state = await setUp(admin, { tavus_key: ownKey });

    const asked = answerIn(await admin.press(await offeredIn(admin, state, "Remove key")));

    expect(asked.text).toContain(follows);
  });

  test("an old button to remove a key leaves a newer one alone", async () => {
    const bot = await startPersonaBot(open, { tavusKey: null, otherKeys: [ownKey, "a-newer-key-9999"] });
    const admin = bot.person("U1", "admin");
    const old = await setUp(admin, { tavus_key: ownKey });
    const remove = await offeredIn(admin, old, "Remove key");
    const asked = answerIn(await admin.press(remove));
    await setUp(admin, { tavus_key: "a-newer-key-9999" });

    const answers = [remove, buttonIn(asked, "Remove key")];
    const replies = await Promise.all(answers.map(async (button) => answerIn(await admin.press(button))));

    expect(replies.map(({ title }) => title)).toEqual([
      "It was changed meanwhile",
      "It was changed meanwhile",
    ]);
    expect((await bot.settingsStore.find(workspace))?.key?.lastFour).toBe("9999");
  });
});
