import { expect, test } from "vitest";
import { usualCallSettings } from "../../../src/database/team/call-settings.ts";
import { forEachEngine } from "../../support/databases.ts";
import {
  buttonIn,
  factsIn,
  guild,
  type Person,
  pressIn,
  startPersonaBot,
  workspace,
} from "../../support/persona-bot.ts";
import { answerIn, openedForm, refusalIn } from "../../support/recording-answering.ts";
import { factIn, setUp } from "../../support/setup-form.ts";
import { aMember } from "../../support/test-dispatcher.ts";

const label = "Calls and videos";

async function openCalls(admin: Person) {
  return openedForm(await admin.press(buttonIn(await setUp(admin), label)));
}

const everything = { talk: "managers", video: "managers", days: "30", rehearsal: "on", stop: "on" };
const stored = {
  talkFor: "managers",
  videoFor: "managers",
  transcriptDays: 30,
  isRehearsalOn: true,
  endsCallsAtShutdown: true,
};

forEachEngine((_, open) => {
  for (const team of [workspace, guild]) {
    test(`${team}: the form is filled in with what is set, is shown, logged and exported`, async () => {
      const bot = await startPersonaBot(open);
      const admin = bot.person("U1", "admin", team);
      const first = await openCalls(admin);

      const saved = answerIn(await admin.send(first, everything));
      const again = await openCalls(admin);

      expect(first.values).toEqual({ talk: "members", video: "members", rehearsal: "off", stop: "off" });
      expect(again.values).toEqual(everything);
      expect(factIn(saved, label).value.split("\n")).toEqual([
        "Talking: Managers and admins, at most 10 minutes a call",
        "Making videos: Managers and admins",
        "Transcripts: Sent to whoever called, kept here for 30 days",
        "Rehearsing in writing: On",
        "Calls when I am stopped: Ended",
        "Links for people outside: Nobody",
      ]);
      expect(await bot.settingsStore.find(team)).toMatchObject(stored);
      const { text } = await bot.services.exportTeam(team, "");
      expect(JSON.parse(text).settings).toMatchObject(stored);
      const [logged] = await bot.services.audit.newest(team, 1);
      expect(logged).toMatchObject({ action: "setup", details: "calls and videos", userId: "U1" });
    });
  }

  test("nothing is on until a team says so, and everything can be turned off again", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");

    expect(await bot.settings.of(workspace)).toMatchObject(usualCallSettings);
    await admin.send(await openCalls(admin), everything);
    const off = { talk: "members", video: "members", days: "", rehearsal: "off", stop: "off" };
    await admin.send(await openCalls(admin), off);

    expect(await bot.settings.of(workspace)).toMatchObject(usualCallSettings);
  });

  test.each([
    ["", null],
    ["0", null],
    ["000", null],
    ["1", 1],
    ["365", 365],
  ])("“%s” days keep transcripts for %s", async (days, kept) => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");

    await admin.send(await openCalls(admin), { days });

    expect(await bot.settings.of(workspace)).toMatchObject({ transcriptDays: kept });
  });

  test.each([
    "366",
    "999",
    "-1",
    "1.5",
    "a",
    "1e1",
  ])("“%s” days are refused, nothing is stored", async (days) => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");

    const sent = await admin.send(await openCalls(admin), { ...everything, days });

    expect(Object.keys(refusalIn(sent).errors)).toEqual(["days"]);
    expect(await bot.settings.of(workspace)).toMatchObject(usualCallSettings);
  });

  test("a team with a channel and a key of its own reaches every setting", async () => {
    const ownKey = "the-teams-own-key-4f2a";
    const bot = await startPersonaBot(open, { otherKeys: [ownKey] });
    const admin = bot.person("U1", "admin");
    await setUp(admin, { channel: "C9", tavus_key: ownKey });
    const asked = await admin.press({ label: "", action: "setup-show", state: "-" });

    const shown = (answerIn(asked).buttons ?? []).map((button) => button.label);
    const rest = answerIn(await pressIn(admin, asked, "More…"));

    expect(shown).toEqual(["Change settings", "Limits", label, "Automatic sync", "More…"]);
    expect((rest.buttons ?? []).map((button) => button.label)).toEqual([
      "Team prompt",
      "Remove channel",
      "Remove key",
      "Sharing outside",
      "Back",
    ]);
    const back = answerIn(await admin.press(buttonIn(rest, "Back")));
    expect(back.title).toBe("What this team has set");
  });

  test("who may talk and make videos follows the settings, for members, managers and strangers", async () => {
    const bot = await startPersonaBot(open);
    const { mayUse } = bot.services;
    const member = aMember({ userId: "U3" });
    const admin = aMember({ role: async () => "admin" });

    const before = [await mayUse(member, "talk"), await mayUse(member, "video")];
    await bot.settings.change(workspace, { talkFor: "managers", managers: ["U2"] });
    const after = await mayUse(member, "talk");

    expect(before).toEqual([undefined, undefined]);
    expect(after?.sentence).toContain(
      "Only this team's persona managers and admins may talk to personas here.",
    );
    expect(after?.who).toEqual([{ kind: "person", id: "U2" }]);
    expect(await mayUse(member, "video")).toBeUndefined();
    expect(await mayUse(admin, "talk")).toBeUndefined();
    expect((await mayUse({ ...member, isStranger: async () => true }, "video"))?.sentence).toContain(
      "You belong to another team.",
    );
    expect(factsIn(await setUp(bot.person("U1", "admin")))[label]).toContain("Making videos: Everybody");
  });
});
