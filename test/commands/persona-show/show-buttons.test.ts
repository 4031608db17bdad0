import { expect, test } from "vitest";
import type { Reply } from "../../../src/chat/reply.ts";
import { createSettingsStore } from "../../../src/database/team/settings-store.ts";
import { forEachEngine } from "../../support/databases.ts";
import { pressIn, startPersonaBot, workspace } from "../../support/persona-bot.ts";
import { aLinkedRow, storeRows } from "../../support/personas/stored-personas.ts";
import { answerIn, openedForm } from "../../support/recording-answering.ts";

function labelsOf({ buttons = [] }: Reply): string[] {
  return buttons.map(({ label }) => label);
}

forEachEngine((_, open) => {
  /** An admin may do more with it than a message has places for. */
  async function aDifferingOne() {
    const bot = await startPersonaBot(open);
    await bot.settings.change(workspace, { isSharingOn: true, isRehearsalOn: true });
    await bot.person("U1").create();
    bot.account.changePersona(bot.account.personas[0]?.id ?? "", { persona_name: "Other" });
    const admin = bot.person("U2", "admin");
    return { bot, admin, shown: await admin.run("persona-show", { persona: "Ada" }) };
  }

  const behind = { link: "linked", revision: 2 } as const;
  const conflict = { ...behind, failure_kind: "conflict" } as const;
  const alone = { link: "failed", tavus_persona_id: null } as const;
  test.each([
    [
      "U1",
      "member",
      { link: "linked" },
      ["Edit", "Talk", "Video", "Share to channel", "Duplicate", "Unlink"],
    ],
    ["U2", "member", { link: "linked" }, ["Talk", "Video", "Duplicate"]],
    [
      "U2",
      "admin",
      { link: "linked" },
      [
        ...["Edit", "Talk", "Video", "Share to channel", "Duplicate"],
        ...["Save as template", "Unlink", "Delete"],
      ],
    ],
    ["U1", "member", alone, ["Retry", "Edit", "Duplicate"]],
    ["U1", "member", { ...alone, failure_kind: "unlinked" }, ["Retry", "Edit", "Duplicate"]],
    [
      "U1",
      "member",
      { ...alone, failure_kind: "rejected" },
      ["Edit", "Change replica", "Retry", "Duplicate"],
    ],
    [
      "U1",
      "manager",
      { ...alone, failure_kind: "unlinked" },
      ["Link", "Retry", "Edit", "Duplicate", "Save as template", "Delete"],
    ],
    ["U1", "member", behind, ["Retry", "Edit", "Talk", "Video", "Share to channel", "Duplicate", "Unlink"]],
    [
      "U1",
      "member",
      conflict,
      ["Retry", "Overwrite", "Edit", "Talk", "Video", "Share to channel", "Duplicate", "Unlink"],
    ],
    [
      "U1",
      "admin",
      conflict,
      [
        ...["Retry", "Overwrite", "Edit", "Talk", "Video"],
        ...["Share to channel", "Duplicate", "Save as template", "Unlink", "Delete"],
      ],
    ],
    [
      "U1",
      "admin",
      { link: "missing" },
      ["Create again", "Unlink", "Edit", "Duplicate", "Save as template", "Delete"],
    ],
    ["U2", "member", alone, ["Duplicate"]],
  ] as const)("%s, a %s, is offered for %j: %j", async (userId, role, members, labels) => {
    const bot = await startPersonaBot(open);
    const { id } = bot.account.addPersona({ name: "Ada", systemPrompt: "You are Ada." });
    const made = { tenant_id: workspace, created_by: "U1", tavus_persona_id: id, told_at: "2026" };
    const row = aLinkedRow({ ...made, ...members });
    await storeRows(bot.database, [row]);

    const reply = answerIn(await bot.person(userId, role).run("persona-show", { persona: row.id }));

    expect(labelsOf(reply)).toEqual(labels);
  });

  test("everything usual of an ordinary persona has its place, what takes something away at the end", async () => {
    const bot = await startPersonaBot(open);
    await bot.settings.change(workspace, { isSharingOn: true });
    const admin = bot.person("U2", "admin");
    await admin.create();
    const form = openedForm(await admin.run("persona-edit", { persona: "Ada" }));
    await admin.send(form, { prompt: "You are Ada, and brief." });

    const shown = answerIn(await admin.run("persona-show", { persona: "Ada" }));

    expect(labelsOf(shown)).toEqual([
      ...["Edit", "Talk", "Video", "Share to channel", "Duplicate"],
      ...["History", "Save as template", "Share outside", "Unlink", "Delete"],
    ]);
  });

  test("what differs may be kept by whoever made it; what finds no place comes by More…", async () => {
    const { bot, admin, shown } = await aDifferingOne();

    const [theirs, others] = await Promise.all([
      bot.person("U1").run("persona-show", { persona: "Ada" }),
      bot.person("U3").run("persona-show", { persona: "Ada" }),
    ]);
    const more = answerIn(await pressIn(admin, shown, "More…"));

    const kept = ["Keep ours", "Keep theirs", "Edit", "Talk", "Video"];
    expect(labelsOf(answerIn(theirs))).toEqual([
      ...kept,
      "Rehearse",
      "Share to channel",
      "Duplicate",
      "Unlink",
    ]);
    expect(labelsOf(answerIn(others))).toEqual(["Talk", "Video", "Rehearse", "Duplicate"]);
    expect(answerIn(others).text).toContain("Whoever may change it can choose");
    const rest = ["Rehearse", "Share to channel", "Duplicate", "Save as template", "More…"];
    expect(labelsOf(answerIn(shown))).toEqual([...kept, ...rest]);
    expect(labelsOf(more)).toEqual(["Share outside", "Unlink", "Delete", "Back"]);
  });

  test.each([
    "",
    ".4",
    ".7",
  ])("a message of an older version, whose button says “%s”, leads to everything", async (shownThen) => {
    const { bot, admin, shown } = await aDifferingOne();
    const [{ id } = { id: "" }] = await bot.rows();

    const first = await admin.press({ label: "", action: "more", state: id + shownThen });
    const last = answerIn(await pressIn(admin, first, "More…"));

    expect(labelsOf(answerIn(first))).toHaveLength(10);
    const reached = [...labelsOf(answerIn(first)), ...labelsOf(last)].filter(
      (label) => !/More…|Back/.test(label),
    );
    const now = [...labelsOf(answerIn(shown)), "Share outside", "Unlink", "Delete"];
    expect(reached).toEqual(now.filter((label) => label !== "More…"));
  });

  test("where all has found a place since, More… leads to all", async () => {
    const { bot, admin, shown } = await aDifferingOne();
    await bot.settings.change(workspace, { isSharingOn: false, isRehearsalOn: false });
    await pressIn(admin, shown, "Keep ours");

    const more = answerIn(await pressIn(admin, shown, "More…"));

    expect(labelsOf(more)).toContain("Edit");
    expect(labelsOf(more).at(-1)).toBe("Back");
  });

  test("once a team has named managers, a member is offered no change of their own either", async () => {
    const bot = await startPersonaBot(open);
    const member = bot.person("U1");
    await member.create();
    const settings = createSettingsStore(bot.database);
    await settings.change(workspace, { managers: ["U9"] });
    bot.skip(6_000);

    const reply = answerIn(await member.run("persona-show", { persona: "Ada" }));

    expect(labelsOf(reply)).toEqual(["Talk", "Video"]);
  });

  test.each([
    "members",
    "managers",
  ] as const)("where %s may talk, whoever may is offered it", async (talkFor) => {
    const bot = await startPersonaBot(open);
    await bot.person("U1").create();
    await bot.settings.change(workspace, { talkFor, managers: ["U9"], isRehearsalOn: true });
    const video = talkFor === "members" ? "managers" : "members";
    await bot.settings.change(workspace, { videoFor: video });

    const offered = async (userId: string) =>
      labelsOf(answerIn(await bot.person(userId).run("persona-show", { persona: "Ada" })));

    expect(await offered("U3")).toEqual(talkFor === "members" ? ["Talk", "Rehearse"] : ["Video"]);
    expect(await offered("U9")).toEqual(expect.arrayContaining(["Talk", "Video"]));
  });
});
