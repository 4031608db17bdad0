import { describe, expect, test } from "vitest";
import { platforms, reads } from "../support/black-box/black-box-chat.ts";
import { create, somebody } from "../support/black-box/black-box-people.ts";
import { documentOf, rowOf } from "../support/black-box/black-box-rows.ts";
import { sharedRun } from "../support/black-box/black-box-run.ts";

// All that it ever logs, for a secret must stand in none of it.
const theRun = sharedRun(() => ({ LOG_LEVEL: "trace" }));

const awkward = [
  ["emoji", "🧑‍🚀 Zoë 👨‍👩‍👧‍👦 ✈️"],
  ["right-to-left text", "مرحبا بالعالم \u202e!dlrow"],
  ["a mention of everybody on Discord", "@everyone @here <@&123456789012345678>"],
  ["a mention of everybody on Slack", "<!channel> <!here> <@U0ADA> <#C0GENERAL>"],
  ["quotes", `"double" 'single' “curly” \`back\``],
  ["markup", "**bold** _it_ ~~no~~ ||spoiler|| [x](http://evil.test) # title"],
  ["entities", "Q&A &amp; &lt;b&gt; <b> \\n \\"],
  ["a database's own words", "Robert'); DROP TABLE personas;--"],
] as const;

const refused = [
  ["an empty name", { name: "" }, "Name is empty. Type something other than spaces."],
  ["a name of spaces", { name: " \t  " }, "Name is empty. Type something other than spaces."],
  ["a name that is too long", { name: "x".repeat(81) }, "Name has 81 characters. Shorten it to 80."],
  ["a null byte in a name", { name: "Nul\0l" }, "Name holds a null character."],
  ["no prompt at all", { prompt: "" }, "Say how it should behave"],
  ["a prompt of spaces", { prompt: " \n " }, "Say how it should behave"],
  ["a null byte in a prompt", { prompt: "You\0 help." }, "System prompt holds a null character."],
  [
    "a prompt of 10,000 characters",
    { prompt: "x".repeat(10_000) },
    "System prompt has 10000 characters. Shorten it to 3000.",
  ],
] as const;

describe.each(platforms)("on %s", (platform) => {
  test.each(awkward)("%s is stored unchanged and mentions nobody", async (what, text) => {
    const chat = somebody(theRun(), platform);
    const name = `${platform} ${text}`;

    await create(chat, name, { description: text, prompt: text, context: text });
    await (await reads(chat, "is ready")).press("Share to channel");
    await reads(chat, "Shared to the channel.");

    const row = rowOf(theRun(), name);
    expect(row, what).toMatchObject({ description: text, prompt: text, context: text });
    expect(documentOf(theRun(), row)).toMatchObject({ persona_name: name });
    expect(chat.messages().filter((message) => message.mentions)).toEqual([]);
  });

  test.each(
    refused,
  )("%s is refused beside the field, and the form comes back filled in", async (what, wrong, why) => {
    const chat = somebody(theRun(), platform);
    const name = `${what} on ${platform}`;
    const right = { name, prompt: "You help.", context: `Typed for ${name}.` };
    const form = await chat.openForm({ kind: "creator" });

    const refusal = await (await form.submitRaw({ ...right, ...wrong })).refusal();
    expect(refusal.text).toContain(why);
    expect(refusal.form.value("context")).toBe(right.context);
    expect(theRun().rows()).not.toContainEqual(expect.objectContaining({ context: right.context }));

    await refusal.form.submit(right);
    await reads(chat, "is ready");
    expect(rowOf(theRun(), name)).toMatchObject({ ...right, kind: "creator" });
  });
});
