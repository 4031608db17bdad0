import { describe, expect, test } from "vitest";
import { platforms, reads } from "../support/black-box/black-box-chat.ts";
import { somebody } from "../support/black-box/black-box-people.ts";
import { carriersOf, rowOf } from "../support/black-box/black-box-rows.ts";
import { sharedInside } from "../support/black-box/black-box-run.ts";

const theRun = sharedInside(() => ({}));

describe.each(platforms)("a message used as a prompt on %s", (platform) => {
  test("its text fills the form, and the persona is made with it", async () => {
    const chat = somebody(theRun(), platform);
    const name = `Quoted on ${platform}`;
    const text = "You are a guide.\n\nYou know <every> street & *all* of its houses: https://example.com/map";

    const form = await chat.useMessageForForm(platform === "Slack" ? slackEncoded(text) : text);
    expect(form.value("prompt")).toBe(text);
    await form.submit({ name });
    await reads(chat, `“${name}” is ready`);

    const row = rowOf(theRun(), name);
    expect(row.prompt).toBe(text);
    expect(carriersOf(theRun(), row)).toHaveLength(1);
  });

  test("one that the box does not hold is kept whole, and what is typed comes after it", async () => {
    const chat = somebody(theRun(), platform);
    const name = `Long on ${platform}`;
    const text = "Say it slowly. ".repeat(250).trim();

    const form = await chat.useMessageForForm(text);
    expect(form.value("prompt")).toBe("");
    await form.submit({ name, prompt: "And kindly." });
    await reads(chat, `“${name}” is ready`);

    expect(rowOf(theRun(), name).prompt).toBe(`${text}\n\nAnd kindly.`);
  });

  test("one without a text brings its text file", async () => {
    const chat = somebody(theRun(), platform);
    const name = `Filed on ${platform}`;

    const files = [
      { name: "face.png", bytes: Buffer.from("png") },
      { name: "prompt.md", bytes: Buffer.from("You come from a file.") },
    ];
    const form = await chat.useMessageForForm("", files);
    await form.submit({ name });
    await reads(chat, `“${name}” is ready`);

    expect(rowOf(theRun(), name).prompt).toBe("You come from a file.");
  });

  test("one with neither is answered with what to do", async () => {
    const chat = somebody(theRun(), platform);
    const files = [{ name: "face.png", bytes: Buffer.from("png") }];

    await chat.useMessage("", files);

    const answer = await reads(chat, "This message has no text");
    expect(answer.isPublic).toBe(false);
  });
});

test("on Slack a template chosen later puts no text behind a message that is kept as a file", async () => {
  const chat = somebody(theRun(), "Slack");
  const text = "Say it slowly. ".repeat(250).trim();

  const form = await chat.useMessageForForm(text);
  await form.submit({ template: "coach", name: "Long coach" });
  await reads(chat, "“Long coach” is ready");

  expect(rowOf(theRun(), "Long coach")).toMatchObject({ prompt: text, template: "coach" });
});

/** Slack hands over a text with its three characters escaped and its links marked. */
function slackEncoded(text: string): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return escaped.replace(/https:\S+/, "<$&>");
}
