import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openOrPlainer } from "../../../src/chat/fit/plainer-form.ts";
import type { Fields, FormValues } from "../../../src/chat/form/field.ts";
import { Refused } from "../../../src/chat/refusal.ts";
import type { Reply } from "../../../src/chat/reply.ts";
import { formIdOver, mergeStale, withOvertaken } from "../../../src/commands/persona-setup/stale-form.ts";
import { OutsideError } from "../../../src/errors.ts";
import { forEachEngine } from "../../support/databases.ts";
import { buttonIn, guild, type Person, startPersonaBot, workspace } from "../../support/persona-bot.ts";
import { answerIn, openedForm, refusalIn } from "../../support/recording-answering.ts";
import { expectWithinLimits } from "../../support/reply-limits.ts";
import { setUp } from "../../support/setup-form.ts";

const fields: Fields = {
  who: { kind: "people", label: "Who", most: 3 },
  where: { kind: "channel", label: "Where" },
  words: { kind: "line", label: "Words", maxLength: 9 },
};

test("whatever three people do, what is stored of each field is what one of them chose last and knowingly", () => {
  const value = fc.constantFrom("", "a", "b");
  const values = fc.record({ who: fc.subarray(["x", "y"]), where: value, words: value });
  const same = (one: unknown, other: unknown) =>
    JSON.stringify(Array.isArray(one) ? [...one].sort() : one) ===
    JSON.stringify(Array.isArray(other) ? [...other].sort() : other);
  fc.assert(
    fc.property(values, values, values, (opened, typed, now) => {
      const formId = formIdOver(opened, fields);
      const merged = mergeStale<FormValues>({ formId, fields }, typed, now);
      let isSaved = false;
      for (const key of ["who", "where", "words"] as const) {
        const isTouched = !same(typed[key], opened[key]);
        const isMoved = !same(now[key], opened[key]);
        const expected = isMoved ? now[key] : typed[key];
        expect(same(merged.values[key], expected), key).toBe(true);
        expect(merged.overtaken.includes(key), key).toBe(isTouched && isMoved && !same(typed[key], now[key]));
        isSaved ||= isTouched && same(merged.values[key], typed[key]);
      }
      expect(merged.isSaved).toBe(isSaved);
    }),
  );
});

test.each([
  ["short", "Be brief."],
  ["as long as fits a line", "x".repeat(160)],
  ["long", "x".repeat(995)],
  ["of many lines", Array.from({ length: 40 }, (_, line) => `- Rule_${line}: *be* kind`).join("\n")],
  ["with white space", "Two  spaces\tand a tab"],
  ["as long as a form takes", "😀 &".repeat(750)],
])("what was typed into an overtaken field comes back as it is: %s", (_, words) => {
  const typed = { who: ["U1"], where: "C1", words };
  const saved: Reply = { tone: "success", title: "Saved" };

  const reply = withOvertaken(saved, { fields, typed, overtaken: Object.keys(typed), isSaved: false });

  expectWithinLimits(reply);
  const given = [...(reply.items ?? []), ...(reply.files ?? [])].map(({ text }) => text).join("\n");
  expect(given).toContain(words);
});

/** Every form of settings that two admins may have open at once: what each of them changes, and what is stored then. */
const forms: {
  name: string;
  button: string | undefined;
  first: FormValues;
  second: FormValues;
  clash: FormValues;
  stored: object;
  afterClash: object;
}[] = [
  {
    name: "setup",
    button: undefined,
    first: { managers: ["U2"] },
    second: { replica: "r2" },
    clash: { managers: ["U3"] },
    stored: { managers: ["U2"], defaultReplicaId: "r2" },
    afterClash: { managers: ["U2"] },
  },
  {
    name: "limits",
    button: "setup-limits",
    first: { creates: "1 / 2" },
    second: { syncs: "3 / 4" },
    clash: { creates: "5 / 6" },
    stored: { limits: { "creates.member": 1, "creates.team": 2, "syncs.member": 3, "syncs.team": 4 } },
    afterClash: { limits: { "creates.member": 1, "creates.team": 2 } },
  },
  {
    name: "calls",
    button: "setup-calls",
    first: { talk: "managers" },
    second: { days: "7" },
    clash: { talk: "members", days: "9" },
    stored: { talkFor: "managers", transcriptDays: 7 },
    afterClash: { talkFor: "managers" },
  },
  {
    name: "automatic sync",
    button: "setup-sync",
    first: { hours: "6" },
    second: {},
    clash: { hours: "12" },
    stored: { autoSync: { hours: 6 } },
    afterClash: { autoSync: { hours: 6 } },
  },
  {
    name: "team prompt",
    button: "setup-prompt",
    first: { text: "Be kind." },
    second: {},
    clash: { text: "Be brief." },
    stored: { teamPrompt: { text: "Be kind.", earlier: [] } },
    afterClash: { teamPrompt: { text: "Be kind.", earlier: [] } },
  },
];

forEachEngine((_, open) => {
  describe.each(forms)("$name open for two admins", ({
    name,
    button,
    first,
    second,
    clash,
    stored,
    afterClash,
  }) => {
    const opens = async (person: Person) =>
      openedForm(
        button === undefined
          ? await person.run("persona-setup")
          : await person.press({ label: name, action: button, state: "-" }),
      );

    test("keeps what the other has set in parts that were not touched", async () => {
      const bot = await startPersonaBot(open);
      const [one, other] = [bot.person("U1", "admin"), bot.person("U9", "admin")];
      const [early, stale] = [await opens(one), await opens(other)];
      await one.send(early, first);

      const reply = answerIn(await other.send(stale, second));

      expect(reply.tone).toBe("success");
      expect(await bot.settingsStore.find(workspace)).toMatchObject(stored);
    });

    test("leaves a part that both changed as it was set first, and says so and what was chosen", async () => {
      const bot = await startPersonaBot(open);
      const [one, other] = [bot.person("U1", "admin"), bot.person("U9", "admin")];
      const [early, stale] = [await opens(one), await opens(other)];
      await one.send(early, first);

      const isClash = name !== "calls";
      const reply = answerIn(await other.send(stale, clash));

      expect(await bot.settingsStore.find(workspace)).toMatchObject(afterClash);
      expect(reply.tone).toBe(isClash ? "warning" : "success");
      expect(reply.title).toBe(isClash ? "Not saved: it was changed meanwhile" : "Saved");
      if (isClash) expect(reply.items?.[0]?.text).toContain("you had chosen");
    });

    test("opens with what another process has set a moment ago", async () => {
      const bot = await startPersonaBot(open);
      const admin = bot.person("U1", "admin");
      const { tenantId: _, templates, ...unset } = await bot.settings.of(workspace);
      await admin.send(await opens(admin), first);
      const set = await opens(admin);
      const { tenantId: __, ...elsewhere } = (await bot.settingsStore.find(workspace)) ?? {};
      await bot.settings.change(workspace, unset);
      await bot.settings.of(workspace);
      await bot.settingsStore.change(workspace, elsewhere);

      const form = await opens(admin);

      expect(form.values).toEqual(set.values);
    });

    test("is in the team's log for whoever set something, and not for who changed nothing", async () => {
      const bot = await startPersonaBot(open);
      const [one, other] = [bot.person("U1", "admin"), bot.person("U9", "admin")];
      const [early, stale, untouched] = [await opens(one), await opens(other), await opens(other)];
      await one.send(early, first);
      const set = await bot.settingsStore.find(workspace);

      await other.send(stale, clash);
      await other.send(untouched);

      const log = await bot.records.audit.newest(workspace, 10);
      const isClash = name !== "calls";
      expect(log.map(({ action, userId }) => `${action} ${userId}`).sort()).toEqual(
        isClash ? ["setup U1"] : ["setup U1", "setup U9"],
      );
      if (isClash) expect(await bot.settingsStore.find(workspace)).toEqual(set);
    });
  });

  test("what was saved beside a part that both changed is titled as saved", async () => {
    const bot = await startPersonaBot(open);
    const [one, other] = [bot.person("U1", "admin"), bot.person("U9", "admin")];
    const press = { label: "Limits", action: "setup-limits", state: "-" };
    const [early, stale] = [openedForm(await one.press(press)), openedForm(await other.press(press))];
    await one.send(early, { creates: "1 / 2" });

    const reply = answerIn(await other.send(stale, { creates: "5 / 6", syncs: "3 / 4" }));

    expect(reply).toMatchObject({ tone: "warning", title: "Saved" });
    expect(await bot.settingsStore.find(workspace)).toMatchObject({
      limits: { "creates.member": 1, "creates.team": 2, "syncs.member": 3, "syncs.team": 4 },
    });
  });

  const refusedForm = new Refused("a form", {
    cause: "it is not taken",
    remedy: "Nothing.",
    mender: "nobody",
    about: "text",
  });

  describe.each([
    [guild, "refuses", refusedForm],
    [workspace, "refuses", refusedForm],
    [guild, "fails over", new OutsideError("status 500")],
  ])("where %s %s a form that shows who and what may be gone", (team, _kind, failure) => {
    /** The form as it was opened after all. */
    async function opensAfterAll(admin: Person) {
      const whole = openedForm(await admin.command({ command: "persona-setup" }));
      return openOrPlainer(whole, async (shown) => {
        if (shown === whole) throw failure;
        return shown;
      });
    }

    test("it opens without them, and takes away nothing that is left empty", async () => {
      const bot = await startPersonaBot(open);
      const admin = bot.person("U1", "admin", team);
      await setUp(admin, { managers: ["501", "502"], channel: "C9", replica: "r1" });

      const form = await opensAfterAll(admin);
      const reply = answerIn(await admin.send(form, { replica: "r2" }));

      expect(form.values).toEqual({ replica: "r1" });
      expect(form.notice).toContain("could not be shown");
      expect(reply).toMatchObject({ tone: "success", title: "Saved" });
      expect(await bot.settingsStore.find(team)).toMatchObject({
        managers: ["501", "502"],
        channel: { id: "C9" },
        defaultReplicaId: "r2",
      });
    });

    test("what is chosen in it is set", async () => {
      const bot = await startPersonaBot(open);
      const admin = bot.person("U1", "admin", team);
      await setUp(admin, { managers: ["501"], channel: "C9" });

      const form = await opensAfterAll(admin);
      const reply = answerIn(await admin.send(form, { managers: ["502"], channel: "C8" }));

      expect(reply).toMatchObject({ tone: "success", title: "Saved" });
      const set = await bot.settingsStore.find(team);
      expect(set).toMatchObject({ managers: ["502"], channel: { id: "C8" } });
    });
  });

  test("a key typed into an old form does not replace one that another admin has set meanwhile", async () => {
    const keys = ["first-key-of-the-team-1111", "second-key-of-the-team-2222"] as const;
    const bot = await startPersonaBot(open, { tavusKey: null, otherKeys: keys });
    const [one, other] = [bot.person("U1", "admin"), bot.person("U9", "admin")];
    const stale = openedForm(await other.run("persona-setup"));
    await setUp(one, { tavus_key: keys[0] });

    const refused = refusalIn(await other.send(stale, { tavus_key: keys[1], managers: ["U2"] }));
    const rest = answerIn(await other.send(stale, { managers: ["U2"] }));

    expect(refused.errors.tavus_key).toContain("ends in 1111");
    expect(rest.tone).toBe("success");
    expect(await bot.settingsStore.find(workspace)).toMatchObject({
      key: { lastFour: "1111", setBy: "U1" },
      managers: ["U2"],
    });
  });

  test("a key that waits unchecked is kept by its own button alone", async () => {
    const keys = ["first-key-of-the-team-1111", "second-key-of-the-team-2222"] as const;
    const bot = await startPersonaBot(open, { tavusKey: null, otherKeys: keys });
    const [one, other] = [bot.person("U1", "admin"), bot.person("U9", "admin")];
    const repair = bot.standIn.setFault("serverErrors");
    const first = await setUp(one, { tavus_key: keys[0] });
    const second = await setUp(other, { tavus_key: keys[1] });
    repair();

    const gone = answerIn(await one.press(buttonIn(first, "Keep it unchecked")));
    const kept = answerIn(await other.press(buttonIn(second, "Keep it unchecked")));

    expect(gone.title).toBe("This key does not wait here any more");
    expect(kept.title).toBe("The Tavus key is stored");
    expect(await bot.settingsStore.find(workspace)).toMatchObject({ key: { lastFour: "2222", setBy: "U9" } });
  });
});
