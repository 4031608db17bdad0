import { describe, expect, test } from "vitest";
import { answerTo, type Chat, platforms, reads } from "../support/black-box/black-box-chat.ts";
import { somebody } from "../support/black-box/black-box-people.ts";
import { rowOf } from "../support/black-box/black-box-rows.ts";
import { sharedInside } from "../support/black-box/black-box-run.ts";

const theRun = sharedInside(() => ({ LOG_LEVEL: "trace" }));

const idOf = (platform: string) => `r0still${platform.toLowerCase()}`;

/** Before anybody looks: a list is kept for minutes. */
function makeFaces(): void {
  const account = theRun().world.tavus.account();
  for (const platform of platforms) {
    const [id, stillUrl] = [idOf(platform), "https://cdn.test/gone.png"];
    if (!account.hasReplica(id)) account.addReplica({ id, name: `Still of ${platform}`, stillUrl });
  }
}

const look = (chat: Chat, replica: string) => answerTo(chat, () => chat.run("persona-replicas", { replica }));

describe.each(platforms)("replicas on %s", (platform) => {
  test("are listed, looked at, and one is used in a new persona", async () => {
    const chat = somebody(theRun(), platform);
    const name = `Face of ${platform}`;
    makeFaces();
    await answerTo(chat, () => chat.run("persona-replicas"));

    const page = await reads(chat, "Tavus's stock");
    const stock = page.choices.find(({ label }) => label.startsWith("Anna"));
    const card = await answerTo(chat, () => page.choose(stock?.value ?? ""));
    const form = await card.pressForForm("Use in a new persona");
    await form.submit({ name, prompt: "You are seen." });

    expect(page.text).toContain("● Anna (Tavus's stock, ready, phoenix-4)");
    expect(page.text).toContain("Watch");
    expect(card.text).toContain("It is ready to be used.");
    await reads(chat, `“${name}” is ready`);
    expect(rowOf(theRun(), name).replica_id).toBe("r90bbd427f71");
    const shown = await answerTo(chat, () => chat.run("persona-show", { persona: name }));
    expect(shown.text).toContain("Anna · r90bbd427f71 · stock");
  });

  test("voices stand a button away, without those that have no ID", async () => {
    const chat = somebody(theRun(), platform);
    const page = await look(chat, "Anna");

    const voices = await answerTo(chat, () => page.press("Voices"));

    expect(voices.text).toContain("Clara");
    expect(voices.text).toContain("1 of Tavus's voices has no ID and cannot be chosen.");
  });

  test("whoever may not choose the team's default is not offered it, and cannot forge it", async () => {
    const chat = somebody(theRun(), platform);

    const card = await look(chat, "r90bbd427f71");
    const refused = await answerTo(chat, () => card.forge("pf1:replica-default:r90bbd427f71"));

    expect(card.buttons.map(({ label }) => label)).not.toContain("Make it the team's default");
    expect(refused.text).toContain("may do this. Ask one of them");
  });

  test("a picture that the platform does not take does not take the words with it", async () => {
    const chat = somebody(theRun(), platform);
    makeFaces();
    theRun().world.slack.fail("response_url", { body: { ok: false, error: "invalid_blocks" } });
    const body = { code: 50035, message: "Invalid Form Body" };
    theRun().world.discord.fault({
      match: /^(POST \/interactions|PATCH \/webhooks)/,
      answer: { status: 400, body },
    });

    const card = await look(chat, idOf(platform)).finally(() => {
      theRun().world.slack.clearFaults();
    });

    expect(card.text).toContain("It is ready to be used.");
    expect(card.text).toContain("The picture could not be shown here.");
  });
});
