import { expect, test } from "vitest";
import type { Reply } from "../../../src/chat/reply.ts";
import { createSettingsStore } from "../../../src/database/team/settings-store.ts";
import { forEachEngine } from "../../support/databases.ts";
import { pressIn, startPersonaBot, workspace } from "../../support/persona-bot.ts";
import { aLinkedRow, storeRows } from "../../support/personas/stored-personas.ts";
import { answerIn } from "../../support/recording-answering.ts";

function labelsOf({ buttons = [] }: Reply): string[] {
  return buttons.map(({ label }) => label);
}

forEachEngine((_, open) => {
  const behind = { link: "linked", revision: 2 } as const;
  const conflict = { ...behind, failure_kind: "conflict" } as const;
  const alone = { link: "failed", tavus_persona_id: null } as const;
  test.each([
    ["U1", "member", { link: "linked" }, ["Edit", "Talk", "Video", "Share to channel", "More…"]],
    ["U2", "member", { link: "linked" }, ["Talk", "Video", "Duplicate"]],
    ["U2", "admin", { link: "linked" }, ["Edit", "Talk", "Video", "Unlink", "More…"]],
    ["U1", "member", alone, ["Retry", "Edit", "Duplicate"]],
    ["U1", "member", { ...alone, failure_kind: "unlinked" }, ["Retry", "Edit", "Duplicate"]],
    [
      "U1",
      "member",
      { ...alone, failure_kind: "rejected" },
      ["Edit", "Change replica", "Retry", "Duplicate"],
    ],
    ["U1", "manager", { ...alone, failure_kind: "unlinked" }, ["Link", "Retry", "Edit", "Delete", "More…"]],
    ["U1", "member", behind, ["Retry", "Edit", "Talk", "Video", "More…"]],
    ["U1", "member", conflict, ["Retry", "Overwrite", "Edit", "Talk", "More…"]],
    ["U1", "admin", conflict, ["Retry", "Overwrite", "Edit", "Talk", "More…"]],
    ["U1", "admin", { link: "missing" }, ["Create again", "Unlink", "Edit", "Delete", "More…"]],
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

  test("what differs may be kept by whoever made it; what finds no place comes by More…", async () => {
    const bot = await startPersonaBot(open);
    await bot.person("U1").create();
    bot.account.changePersona(bot.account.personas[0]?.id ?? "", { persona_name: "Other" });
    const admin = bot.person("U2", "admin");

    const [theirs, others, shown] = await Promise.all([
      bot.person("U1").run("persona-show", { persona: "Ada" }),
      bot.person("U3").run("persona-show", { persona: "Ada" }),
      admin.run("persona-show", { persona: "Ada" }),
    ]);
    const opened = await pressIn(admin, shown, "More…");
    const more = answerIn(opened);
    const last = answerIn(await pressIn(admin, opened, "More…"));

    const first = ["Keep ours", "Keep theirs", "Edit", "Talk", "More…"];
    expect(labelsOf(answerIn(theirs))).toEqual(first);
    expect(labelsOf(answerIn(others))).toEqual(["Talk", "Video", "Duplicate"]);
    expect(answerIn(others).text).toContain("Whoever may change it can choose");
    expect(labelsOf(answerIn(shown))).toEqual(first);
    expect(labelsOf(more)).toEqual(["Video", "Unlink", "Share to channel", "More…", "Back"]);
    expect(labelsOf(last)).toEqual(["Delete", "Duplicate", "Save as template", "Back"]);
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
