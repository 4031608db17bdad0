import { expect, test } from "vitest";
import type { Reply } from "../../../src/chat/reply.ts";
import { forEachEngine } from "../../support/databases.ts";
import {
  buttonIn,
  guild,
  type Person,
  pressOffered,
  startPersonaBot,
  workspace,
} from "../../support/persona-bot.ts";
import { answerIn, openedForm } from "../../support/recording-answering.ts";
import { factIn, sendSetup } from "../../support/setup-form.ts";

const label = "Team prompt";
const kind = "Be kind.";
const brief = "Be brief.";

async function openTeamPrompt(admin: Person) {
  return openedForm(await pressOffered(admin, await sendSetup(admin), label));
}

async function setTeamPrompt(admin: Person, text: string) {
  return answerIn(await admin.send(await openTeamPrompt(admin), { text }));
}

forEachEngine((_, open) => {
  test.each([
    workspace,
    guild,
  ])("in %s what the team sets stands at the end of every new prompt, here and in Tavus", async (team) => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin", team);

    const saved = await setTeamPrompt(admin, kind);
    const made = answerIn(await admin.send(await admin.open(), { name: "Ada", prompt: "You are Ada." }));
    const alike = answerIn(
      await admin.send(await admin.open(), { name: "Ben", prompt: `You are Ben. ${kind}` }),
    );

    expect(factIn(saved, label).value).toBe(kind);
    expect(made.notes?.join()).toContain("Your team's prompt is at the end of its own.");
    expect(alike.notes?.join() ?? "").not.toContain("team's prompt");
    expect(await promptsOf(bot, team)).toEqual({
      Ada: `You are Ada.\n\n${kind}`,
      Ben: `You are Ben. ${kind}`,
    });
    expect(inTavus(bot, "Ada")).toMatch(/^You are Ada\.\n\nBe kind\.\n\n\[record per_\w+\]$/);
    const { text } = await bot.services.exportTeam(team, "");
    expect(JSON.parse(text).settings).toMatchObject({ teamPrompt: { text: kind } });
  });

  test("a form that comes twice is one persona, though the team has another prompt by then", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    await setTeamPrompt(admin, kind);
    const form = await admin.open();
    const values = { name: "Ada", prompt: "You are Ada." };
    await admin.send(form, values);
    await setTeamPrompt(admin, brief);

    const again = answerIn(await admin.send(form, values));

    expect(again.notes?.join() ?? "").not.toContain("had made a persona already");
    expect(await promptsOf(bot, workspace)).toEqual({ Ada: `You are Ada.\n\n${kind}` });
  });

  test("who takes it out of a persona by an edit has it out", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    await setTeamPrompt(admin, kind);
    await admin.send(await admin.open(), { name: "Ada", prompt: "You are Ada." });

    const form = openedForm(await admin.run("persona-edit", { persona: "Ada" }));
    const edited = answerIn(await admin.send(form, { prompt: "You are Ada." }));

    expect(edited.tone).toBe("success");
    expect(await promptsOf(bot, workspace)).toEqual({ Ada: "You are Ada." });
    expect(inTavus(bot, "Ada")).not.toContain(kind);
  });

  test("another one, or none, goes to all that there are when an admin says so", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    for (const name of ["Ada", "Ben"])
      await admin.send(await admin.open(), { name, prompt: `You are ${name}.` });
    const first = await setTeamPrompt(admin, kind);

    const asked = await press(admin, first, "Add it to all");
    await press(admin, asked, "Keep their prompts");
    const kept = await promptsOf(bot, workspace);
    const done = await press(admin, asked, "Change their prompts");
    const second = await setTeamPrompt(admin, brief);
    await press(admin, await press(admin, second, "Add it to all"), "Change their prompts");

    expect(first.text).toContain("2 personas that are here do not have it");
    expect(asked.text).toContain("Ada");
    expect(kept).toEqual({ Ada: "You are Ada.", Ben: "You are Ben." });
    expect(done.title).toBe("The prompt of 2 personas is changed here");
    expect(await promptsOf(bot, workspace)).toEqual({
      Ada: `You are Ada.\n\n${brief}`,
      Ben: `You are Ben.\n\n${brief}`,
    });
    await expect.poll(() => inTavus(bot, "Ben")).toContain(`You are Ben.\n\n${brief}\n\n[record`);
    const none = await setTeamPrompt(admin, "");
    expect(none.text).toContain("2 personas that are here still end with an earlier team prompt");
    const toTakeOut = await press(admin, none, "Take it out of all");
    await press(admin, toTakeOut, "Change their prompts");
    // As of a press that is carried out anew because its process died over the answer.
    const anew = await press(admin, toTakeOut, "Change their prompts");
    expect(anew).toMatchObject({ tone: "neutral", title: "No persona is left to change" });
    expect(await promptsOf(bot, workspace)).toEqual({ Ada: "You are Ada.", Ben: "You are Ben." });
  });

  test("what was not asked about is not changed: it is asked once more", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    await admin.send(await admin.open(), { name: "Ada", prompt: "You are Ada." });
    const asked = await press(admin, await setTeamPrompt(admin, kind), "Add it to all");
    await setTeamPrompt(admin, brief);

    const again = await press(admin, asked, "Change their prompts");
    const done = await press(admin, again, "Change their prompts");

    // The personas are the same: it is the text that has changed.
    expect(again.notes?.join()).toMatch(/^The team prompt, or .* nothing more was done\. Choose again\.$/);
    expect(done.tone).toBe("success");
    expect(await promptsOf(bot, workspace)).toEqual({ Ada: `You are Ada.\n\n${brief}` });
  });

  test("where all have it there is nothing to press, and nobody but an admin sets it", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    const saved = await setTeamPrompt(admin, kind);
    await admin.send(await admin.open(), { name: "Ada", prompt: "You are Ada." });

    const again = await setTeamPrompt(admin, kind);
    const pressed = answerIn(
      await admin.press({ label: "Add it to all", action: "team-prompt-all", state: "-" }),
    );
    const member = bot.person("U2", "member");
    const refused = answerIn(await member.press({ label, action: "setup-prompt", state: "-" }));

    for (const reply of [saved, again])
      expect(reply.buttons?.map((button) => button.label)).not.toContain("Add it to all");
    expect(pressed).toMatchObject({ tone: "neutral", title: "No persona is left to change" });
    expect(refused.tone).toBe("failure");
  });
});

async function press(admin: Person, reply: Reply, label: string): Promise<Reply> {
  return answerIn(await admin.press(buttonIn(reply, label)));
}

type Bot = Awaited<ReturnType<typeof startPersonaBot>>;

async function promptsOf({ services }: Bot, team: string): Promise<{ [name: string]: string }> {
  const { text } = await services.exportTeam(team, "");
  const { personas } = JSON.parse(text) as { personas: { name: string; prompt: string }[] };
  return Object.fromEntries(personas.map(({ name, prompt }) => [name, prompt]));
}

function inTavus(bot: Bot, name: string): string {
  const found = bot.standIn.account().personas.find(({ document }) => document.persona_name === name);
  return String(found?.document.system_prompt);
}
