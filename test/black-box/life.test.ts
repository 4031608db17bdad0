import { describe, expect, test } from "vitest";
import { answerTo, type Chat, platforms, pressOffered, reads } from "../support/black-box/black-box-chat.ts";
import { createLinked, someAdmin, somebody } from "../support/black-box/black-box-people.ts";
import { documentOf, type Row, rowOf } from "../support/black-box/black-box-rows.ts";
import { sharedInside } from "../support/black-box/black-box-run.ts";

const theRun = sharedInside(() => ({ LOG_LEVEL: "trace" }));

describe.each(platforms)("a persona on %s", (platform) => {
  test("its form comes filled in, and what is saved is here and in Tavus", async () => {
    const chat = somebody(theRun(), platform);
    const [before, after] = [`Drafted on ${platform}`, `Rewritten on ${platform}`];
    await createLinked(chat, before, { prompt: "You draft.", traits: ["calm"] });
    const { id } = rowOf(theRun(), before);

    const form = await chat.runForForm("persona-edit", { persona: id });
    expect([form.value("name"), form.value("prompt")]).toEqual([before, "You draft."]);
    expect(form.value("traits")).toEqual(["calm"]);
    await form.submit({ name: after, prompt: "You write." });
    await reads(chat, `“${after}” is ready`);

    const row = rowOf(theRun(), after);
    expect(row).toMatchObject({ id, prompt: "You write.", traits: ["calm"] });
    expect(documentOf(theRun(), row)).toMatchObject({
      persona_name: after,
      system_prompt: expect.stringContaining("You write."),
    });
  });

  test("deleted here only, it stays in Tavus, and can be brought back", async () => {
    const admin = someAdmin(theRun(), platform);
    const row = await linkedRow(admin, `Let go on ${platform}`);

    const question = await answerTo(admin, () => admin.run("persona-delete", { persona: row.id }));
    expect(question.text).toContain(`Delete “${row.name}”?`);
    const gone = await answerTo(admin, () => question.press("Delete here only"));
    expect(gone.text).toContain(row.tavus_persona_id);
    expect(account().persona(row.tavus_persona_id ?? "")).toBeDefined();
    expect(livingNames()).not.toContain(row.name);
    await answerTo(admin, () => gone.press("Import"));

    expect(livingNames()).toContain(row.name);
  });

  test("deleted here and in Tavus, it is gone from both", async () => {
    const admin = someAdmin(theRun(), platform);
    const row = await linkedRow(admin, `Dropped on ${platform}`);

    const question = await answerTo(admin, () => admin.run("persona-delete", { persona: row.name }));
    const gone = await answerTo(admin, () => question.press("Delete here and in Tavus"));

    expect(gone.text).toContain("It is gone here and in Tavus.");
    expect(account().persona(row.tavus_persona_id ?? "")).toBeUndefined();
    expect(livingNames()).not.toContain(row.name);
  });

  test("it is unlinked, and linked by hand to what exists and is free", async () => {
    const chat = somebody(theRun(), platform);
    const row = await linkedRow(chat, `Tied on ${platform}`);
    const taken = await linkedRow(chat, `Taken on ${platform}`);
    const free = account().addPersona({ name: `Free on ${platform}` });
    const admin = someAdmin(theRun(), platform);
    const link = (tavusId: string) =>
      answerTo(admin, () => admin.run("persona-link", { persona: row.id, tavus_id: tavusId }));

    const shown = await answerTo(chat, () => chat.run("persona-show", { persona: row.id }));
    const asked = await pressOffered(chat, shown, "Unlink");
    await answerTo(chat, () => asked.press("Unlink it"));
    expect(rowOf(theRun(), row.name)).toMatchObject({ link: "failed", tavus_persona_id: null });
    const unknown = await link("pffffffffff0");
    const elsewhere = await link(taken.tavus_persona_id ?? "");
    expect(unknown.text).not.toBe(elsewhere.text);
    expect(rowOf(theRun(), row.name)).toMatchObject({ link: "failed", tavus_persona_id: null });
    await link(free.id);

    expect(rowOf(theRun(), row.name)).toMatchObject({ link: "linked", tavus_persona_id: free.id });
  });

  test("what was changed in Tavus is taken over, or put back", async () => {
    const chat = somebody(theRun(), platform);
    const row = await linkedRow(chat, `Two sides on ${platform}`);
    const tavusId = row.tavus_persona_id ?? "";
    await showDiffering(chat, row, "You are theirs.");
    const theirs = await reads(chat, "Tavus differs in: prompt");
    await answerTo(chat, () => theirs.press("Keep theirs"));
    expect(rowOf(theRun(), row.name)).toMatchObject({ prompt: "You are theirs." });

    await showDiffering(chat, row, "You are somebody's.");
    const ours = await reads(chat, "Tavus differs in: prompt");
    await answerTo(chat, () => ours.press("Keep ours"));
    expect(rowOf(theRun(), row.name)).toMatchObject({ prompt: "You are theirs." });
    expect(account().persona(tavusId)?.document.system_prompt).toContain("You are theirs.");
  });

  test("gone from Tavus, it is created again", async () => {
    const chat = somebody(theRun(), platform);
    const row = await linkedRow(chat, `Lost on ${platform}`);
    account().removePersona(row.tavus_persona_id ?? "");

    const shown = await answerTo(chat, () => chat.run("persona-show", { persona: row.id }));
    expect(shown.text).toContain("Tavus does not have it any more");
    await answerTo(chat, () => shown.press("Create again"));
    await reads(chat, `“${row.name}” is ready`);

    const again = rowOf(theRun(), row.name);
    expect(again.tavus_persona_id).not.toBe(row.tavus_persona_id);
    expect(documentOf(theRun(), again)).toMatchObject({ persona_name: row.name });
  });
});

test("what Discord's form has no place for is changed with the command's options", async () => {
  const chat = somebody(theRun(), "Discord");
  const row = await linkedRow(chat, "Opted");
  const options = {
    persona: row.id,
    model: "tavus-gpt-oss",
    speed: "slower",
    replica: "rc9cff32ceba",
  };

  const form = await chat.runForForm("persona-edit", options);
  await answerTo(chat, () => form.submit());

  const changed = rowOf(theRun(), "Opted");
  expect(changed).toMatchObject({
    model: "tavus-gpt-oss",
    voice_speed: "slower",
    replica_id: "rc9cff32ceba",
  });
  expect(documentOf(theRun(), changed)).toMatchObject({ layers: { llm: { model: "tavus-gpt-oss" } } });
});

function account() {
  return theRun().world.tavus.account();
}

async function linkedRow(chat: Chat, name: string): Promise<Row> {
  await createLinked(chat, name);
  return rowOf(theRun(), name);
}

async function showDiffering(chat: Chat, row: Row, systemPrompt: string): Promise<void> {
  account().changePersona(row.tavus_persona_id ?? "", { system_prompt: systemPrompt });
  await answerTo(chat, () => chat.run("persona-show", { persona: row.id }));
}

function livingNames(): unknown[] {
  return theRun()
    .table("personas")
    .flatMap(({ deleted_at, name }) => (deleted_at === null ? [name] : []));
}
