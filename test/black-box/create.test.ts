import { describe, expect, test } from "vitest";
import { type Chat, platforms, reads, type TextFile } from "../support/black-box/black-box-chat.ts";
import { create, somebody } from "../support/black-box/black-box-people.ts";
import { carriersOf, documentOf, rowOf } from "../support/black-box/black-box-rows.ts";
import { sharedRun } from "../support/black-box/black-box-run.ts";

// All that it ever logs, for a secret must stand in none of it.
const theRun = sharedRun(() => ({ LOG_LEVEL: "trace" }));

describe.each(platforms)("creating on %s", (platform) => {
  test("a form answers the command, and both linked ids answer the form, privately", async () => {
    const chat = somebody(theRun(), platform);
    const name = `Cleo of ${platform}`;

    await create(chat, name);
    const answer = await reads(chat, `“${name}” is ready`);

    const row = rowOf(theRun(), name);
    expect(answer.text).toContain(row.id);
    expect(carriersOf(theRun(), row)).toEqual([row.tavus_persona_id]);
    expect(answer.text).toContain(row.tavus_persona_id);
    expect(answer.isPublic).toBe(false);
    expect(row.tenant_id).toBe(chat.tenantId);
  });

  test("a template fills the form, and what is changed in it is what is saved", async () => {
    const chat = somebody(theRun(), platform);
    const name = `Coach of ${platform}`;

    const form = await chat.openForm({ template: "coach" });
    expect(form.value("prompt")).toContain("You are a coach");
    expect(form.value("traits")).toEqual(["patient", "curious", "empathetic"]);
    await form.submit({ name, traits: ["calm"] });
    await reads(chat, `“${name}” is ready`);

    const row = rowOf(theRun(), name);
    expect(row).toMatchObject({ template: "coach", traits: ["calm"], prompt: form.value("prompt") });
  });

  test("what a template put in and a person took out stays out", async () => {
    const chat = somebody(theRun(), platform);
    const name = `Bare of ${platform}`;

    const form = await chat.openForm({ template: "coach" });
    await form.submit({ name, description: "", traits: [] });
    await reads(chat, `“${name}” is ready`);

    expect(rowOf(theRun(), name)).toMatchObject({ description: "", traits: [] });
  });

  test("every early field reaches the record and Tavus", async () => {
    const chat = somebody(theRun(), platform);
    const name = `Early of ${platform}`;
    const voice = { speed: "slower", emotion: "curious" };
    const form = await chat.openForm({
      kind: "historical",
      replica: "rc9cff32ceba",
      model: "tavus-gpt-5.2",
      ...voice,
    });

    await form.submit({ name, prompt: "You help.", context: "It is 1815." });
    await reads(chat, `“${name}” is ready`);

    const row = rowOf(theRun(), name);
    expect(row).toMatchObject({ kind: "historical", replica_id: "rc9cff32ceba", model: "tavus-gpt-5.2" });
    expect(row).toMatchObject({ voice_speed: "slower", voice_emotion: "curious", context: "It is 1815." });
    expect(documentOf(theRun(), row)).toMatchObject({
      persona_name: name,
      default_replica_id: "rc9cff32ceba",
      system_prompt: expect.stringContaining("It is 1815."),
      layers: {
        llm: { model: "tavus-gpt-5.2" },
        tts: { voice_settings: { speed: 0.8, emotion: ["curious"] } },
      },
    });
  });

  test("replicas are suggested while somebody types", async () => {
    const suggestions = await somebody(theRun(), platform).suggestReplicas("benja");

    expect(suggestions).toContainEqual(expect.stringContaining("rc9cff32ceba"));
    expect(suggestions).not.toContainEqual(expect.stringContaining("r90bbd427f71"));
  });

  test("a prompt longer than a text box comes from a file, to the letter", async () => {
    const chat = somebody(theRun(), platform);
    const name = `Filed of ${platform}`;
    const text = `Sei höflich. 🙂 “Zitat”\r\n${"All work and no play. ".repeat(4000)}`;

    const form = await chat.openForm({ prompt_file: fileOf("prompt.md", text) });
    await form.submit({ name });
    await reads(chat, `“${name}” is ready`);

    const row = rowOf(theRun(), name);
    expect(row.prompt).toBe(text);
    expect(documentOf(theRun(), row).system_prompt).toContain(text);
  });

  test("a file of 101 kB is refused where it was given, with what to do", async () => {
    const refusal = await refusedFile(somebody(theRun(), platform), fileOf("long.txt", "x".repeat(101_000)));

    expect(refusal).toContain("Prompt file may be up to 100 kB; this file is 101 kB. Shorten it.");
  });

  test("a file that is no text is refused, and the form comes back with everything else in it", async () => {
    const chat = somebody(theRun(), platform);
    const name = `Binary of ${platform}`;
    const bytes = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe, 0x00, 0x01]);

    const form = await chat.openForm({ prompt_file: { name: "picture.txt", bytes } });
    const refusal = await (await form.submit({ name, context: "Kept." })).refusal();
    expect(refusal.text).toContain(
      "“picture.txt” is not plain text. Save it as UTF-8 text and upload it again.",
    );
    expect(refusal.form.value("context")).toBe("Kept.");
    expect(
      theRun()
        .rows()
        .filter((row) => row.name === name),
    ).toEqual([]);
  });

  test("Share to channel shows the persona to everybody", async () => {
    const chat = somebody(theRun(), platform);
    const name = `Shared of ${platform}`;
    await create(chat, name);

    await (await reads(chat, `“${name}” is ready`)).press("Share to channel");
    await reads(chat, "Shared to the channel.");

    const shared = (await reads(somebody(theRun(), platform), `“${name}”`)).isPublic;
    expect(shared).toBe(true);
  });
});

test("a file of another kind is refused at the command on Discord", async () => {
  const refusal = await refusedFile(somebody(theRun(), "Discord"), fileOf("prompt.pdf", "%PDF-1.7"));

  expect(refusal).toContain(
    "Prompt file must be a .txt or .md file. Save your text as one and choose it again.",
  );
});

test("a file of another kind is not even offered to be chosen on Slack", async () => {
  const form = await somebody(theRun(), "Slack").openForm({ prompt_file: fileOf("prompt.pdf", "%PDF-1.7") });

  await expect(form.submit({ name: "Pdf" })).rejects.toThrow("prompt.pdf is not of an accepted type.");
});

function fileOf(name: string, text: string): TextFile {
  return { name, bytes: Buffer.from(text) };
}

/** Discord asks for the file with the command, Slack in the form. */
async function refusedFile(chat: Chat, file: TextFile): Promise<string> {
  if (chat.platform === "Discord") {
    await chat.runCommand({ prompt_file: file });
    return (await reads(chat, "Making the persona did not work")).text;
  }
  const form = await chat.openForm({ prompt_file: file });
  return (await (await form.submit({ name: "Too much" })).refusal()).text;
}
