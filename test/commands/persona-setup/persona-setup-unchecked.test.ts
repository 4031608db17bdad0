import type { KyselyPlugin } from "kysely";
import { expect, test } from "vitest";
import type { Button } from "../../../src/chat/reply.ts";
import { uncheckedKeyName } from "../../../src/database/team/unchecked-keys.ts";
import { keyTag } from "../../../src/tenants/keys.ts";
import { makeInterruptible } from "../../support/between-statements.ts";
import { forEachEngine } from "../../support/databases.ts";
import { buttonIn, guild, type PersonaBot, startPersonaBot, workspace } from "../../support/persona-bot.ts";
import { answerIn, hows, openedForm, recordAnswering, refusalIn } from "../../support/recording-answering.ts";
import { factIn, sendSetup, setUp } from "../../support/setup-form.ts";

const ownKey = "the-teams-own-key-4f2a";
const teamless = { tavusKey: null, otherKeys: [ownKey] };
const keepOf = (key: string): Button => ({
  label: "Keep it unchecked",
  action: "setup-keep",
  state: keyTag(key),
});
const keep = keepOf(ownKey);
const minuteMs = 60_000;

async function keyOf(bot: PersonaBot, tenantId = workspace) {
  return (await bot.settingsStore.find(tenantId))?.key ?? undefined;
}

forEachEngine((_, open) => {
  test("when Tavus cannot be asked everything but the key is saved, and an admin may keep it unchecked", async () => {
    const bot = await startPersonaBot(open, teamless);
    const admin = bot.person("U1", "admin");
    bot.standIn.setFault("serverErrors");

    const reply = await setUp(admin, { tavus_key: ownKey, channel: "C9", managers: ["U2"] });
    const before = await bot.settingsStore.find(workspace);
    const kept = answerIn(await admin.press(buttonIn(reply, "Keep it unchecked")));

    expect(reply).toMatchObject({ tone: "warning", notes: [expect.stringMatching(/^Incident /)] });
    expect(before).toMatchObject({ key: null, channel: { id: "C9" }, managers: ["U2"] });
    expect(kept.title).toBe("The Tavus key is stored, unchecked");
    expect(factIn(kept, "Last checked").value).toBe("Never: Tavus has not been asked about it.");
    expect(await keyOf(bot)).toMatchObject({ lastFour: "4f2a", checkedAt: null, setBy: "U1" });
  });

  test("keeping it asks Tavus once more: good is stored as checked, refused is not stored", async () => {
    const bot = await startPersonaBot(open, teamless);
    const admin = bot.person("U1", "admin");
    const repair = bot.standIn.setFault("serverErrors");
    await setUp(admin, { tavus_key: "wrong-key-altogether" });
    repair();
    const refused = answerIn(await admin.press(keepOf("wrong-key-altogether")));
    const again = bot.standIn.setFault("serverErrors");
    await setUp(admin, { tavus_key: ownKey });
    again();
    const stored = answerIn(await admin.press(keep));

    expect(refused.title).toBe("Tavus refuses this key");
    expect(stored).toMatchObject({ tone: "success", title: "The Tavus key is stored" });
    expect(await keyOf(bot)).toMatchObject({ lastFour: "4f2a", sees: { personas: 0, replicas: 0 } });
  });

  test("a key waits a quarter of an hour, for its own team, and is given out once", async () => {
    const bot = await startPersonaBot(open, teamless);
    const admin = bot.person("U1", "admin");
    bot.standIn.setFault("serverErrors");
    await setUp(admin, { tavus_key: ownKey });

    const elsewhere = answerIn(await bot.person("U9", "admin", guild).press(keep));
    bot.skip(14 * minuteMs);
    const first = answerIn(await admin.press(keep));
    const second = answerIn(await admin.press(keep));
    await setUp(admin, { tavus_key: ownKey });
    bot.skip(16 * minuteMs);
    const late = answerIn(await admin.press(keep));

    expect(elsewhere.title).toBe("This key does not wait here any more");
    expect(await keyOf(bot, guild)).toBeUndefined();
    expect(first.title).toBe("The Tavus key is stored, unchecked");
    expect([second.title, late.title]).toEqual([elsewhere.title, elsewhere.title]);
  });

  test("a key that is removed or replaced does not come back by an old button", async () => {
    const bot = await startPersonaBot(open, teamless);
    const admin = bot.person("U1", "admin");
    const repair = bot.standIn.setFault("serverErrors");
    await setUp(admin, { tavus_key: "some-key-nobody-knows" });
    repair();
    await setUp(admin, { tavus_key: ownKey });

    const reply = answerIn(await admin.press(keep));

    expect(reply.title).toBe("This key does not wait here any more");
    expect(await keyOf(bot)).toMatchObject({ lastFour: "4f2a" });
  });

  test("where Tavus takes long the form stays until what it holds is stored, and a refusal finds it there", async () => {
    const bot = await startPersonaBot(open, { ...teamless, timeoutMs: 5_000 });
    const admin = bot.person("U1", "admin");
    bot.standIn.setFault({ delayMs: 2_200 });
    const form = openedForm(await admin.run("persona-setup"));
    const answering = recordAnswering();
    const sending = admin.send(form, { tavus_key: "wrong", channel: "C9" }, answering);

    await sending;

    expect(hows(answering)).toEqual(["keepForm", "refuseForm"]);
    const { reply } = refusalIn(answering);
    const again = openedForm(await admin.press(buttonIn(reply, "Open again")));
    expect(reply.text).toContain("Tavus refuses this key");
    expect(again.values).toMatchObject({ channel: "C9" });
    expect(again.values).not.toHaveProperty("tavus_key");
    expect(await bot.settingsStore.find(workspace)).toBeUndefined();
  });

  test("a slow check that ends well is answered in the end", async () => {
    const bot = await startPersonaBot(open, { ...teamless, timeoutMs: 5_000 });
    bot.standIn.setFault({ delayMs: 1_700 });

    const answering = await sendSetup(bot.person("U1", "admin"), { tavus_key: ownKey });

    expect(hows(answering)).toEqual(["keepForm", "acceptForm", "answer"]);
    expect(answerIn(answering)).toMatchObject({ tone: "success", title: "Saved" });
  });

  test("from when its form is closed a typed key lies here, whenever the process dies", async () => {
    const plain = await open();
    const { database, interruptAfter } = makeInterruptible(plain);
    const bot = await startPersonaBot(async () => database, teamless);
    const admin = bot.person("U1", "admin");
    const lies: boolean[] = [];
    const look = async () => {
      const waiting = await plain.kysely.selectFrom("platform_state").select("name").execute();
      const settings = await plain.kysely.selectFrom("tenant_settings").select("key_tag").executeTakeFirst();
      lies.push(waiting.some(({ name }) => name === uncheckedKeyName) || !!settings?.key_tag);
      interruptAfter(1, look);
    };
    const on = { acceptForm: () => void lies.splice(0) };
    const save = async () => {
      const form = openedForm(await admin.run("persona-setup"));
      interruptAfter(1, look);
      await admin.send(form, { tavus_key: ownKey, managers: ["U2"] }, recordAnswering({ on }));
    };

    const repair = bot.standIn.setFault("serverErrors");
    await save();
    const whenUnreachable = lies.splice(0);
    await admin.press(keep);
    const whenKept = lies.splice(0);
    repair();
    await bot.settingsStore.change(workspace, { key: null });
    await save();

    for (const seen of [whenUnreachable, whenKept, lies]) expect(new Set(seen)).toEqual(new Set([true]));
  });

  test("a key that is stored is not called unsaved where what follows from it fails", async () => {
    const plain = await open();
    const failing: KyselyPlugin = {
      transformQuery({ node }) {
        const isForgetting =
          node.kind === "DeleteQueryNode" && JSON.stringify(node).includes(uncheckedKeyName);
        if (isForgetting) throw new Error("The disk is full.");
        return node;
      },
      transformResult: async ({ result }) => result,
    };
    const database = { ...plain, kysely: plain.kysely.withPlugin(failing) };
    const bot = await startPersonaBot(async () => database, teamless);

    const answering = await sendSetup(bot.person("U1", "admin"), { tavus_key: ownKey });

    expect(await keyOf(bot)).toMatchObject({ lastFour: "4f2a" });
    expect(hows(answering)).toEqual(["acceptForm", "answer"]);
  });
});
