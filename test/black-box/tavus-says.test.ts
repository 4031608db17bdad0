import { describe, expect, test } from "vitest";
import { defaultTavusKey } from "../../sandbox/stand-ins/tavus/stand-in.ts";
import { answerTo, platforms, reads } from "../support/black-box/black-box-chat.ts";
import { create, createLinked, setUp, someAdmin, somebody } from "../support/black-box/black-box-people.ts";
import { rowOf } from "../support/black-box/black-box-rows.ts";
import { sharedInside } from "../support/black-box/black-box-run.ts";

/** The operator's key as somebody copied it from an example. */
const theRun = sharedInside(() => ({
  TAVUS_API_KEY: `x-api-key: ${defaultTavusKey}`,
  ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
  LOG_LEVEL: "trace",
}));

const tavus = () => theRun().world.tavus;

describe.each(platforms)("on %s", (platform) => {
  test("a key with what was copied along works, from the environment and from the form", async () => {
    await createLinked(somebody(theRun(), platform), `By the environment on ${platform}`);

    await setUp(someAdmin(theRun(), platform), { tavus_key: `Authorization: Bearer ${defaultTavusKey}` });

    await createLinked(somebody(theRun(), platform), `By the form on ${platform}`);
    expect(new Set(tavus().requests.map(({ key }) => key))).toEqual(new Set([defaultTavusKey]));
  });

  test("a block page is told by its title, and is no word about the key", async () => {
    const chat = somebody(theRun(), platform);
    const body = "<html><head><title>Acme &amp; Co: denied</title></head><body>hush</body></html>";
    tavus().setFault({ status: 403, body }, { operation: "create persona", times: 1 });

    await create(chat, `Blocked on ${platform}`);
    const card = await reads(chat, "The way to Tavus is blocked");
    await card.press("Retry");
    await reads(chat, `“Blocked on ${platform}” is ready`);

    expect(card.text).toContain("The answer says: “Acme & Co: denied”");
    expect(card.text).not.toContain("hush");
  });

  test("what Tavus shows and lets nobody change is neither said to be gone nor made again", async () => {
    const admin = someAdmin(theRun(), platform);
    const name = `Not ours on ${platform}`;
    await createLinked(admin, name);
    const { id, tavus_persona_id: tavusId } = rowOf(theRun(), name);
    const account = tavus().account();
    account.storePersona(account.persona(tavusId ?? "")?.document ?? {}, {
      id: tavusId ?? "",
      type: "shared",
    });

    const form = await admin.runForForm("persona-edit", { persona: id });
    await form.submit({ prompt: "You help somebody else." });
    const edited = await reads(admin, "Tavus does not allow this");
    const asked = await answerTo(admin, () => admin.run("persona-delete", { persona: id }));
    const deleted = await answerTo(admin, () => asked.press("Delete here and in Tavus"));

    expect(edited.text).toContain(
      "Tavus does not let this account change this persona. Tavus says: “Invalid persona_id”",
    );
    expect(deleted.text).toContain("Nothing was deleted, neither here nor in Tavus.");
    expect(deleted.text).toContain("Tavus does not let this account delete this persona.");
    expect(rowOf(theRun(), name)).toMatchObject({ link: "linked", tavus_persona_id: tavusId });
    expect(account.persona(tavusId ?? "")).toBeDefined();
  });

  test("a deletion that Tavus cannot be asked for is done here, and said to go on there", async () => {
    const admin = someAdmin(theRun(), platform);
    const name = `Later on ${platform}`;
    await createLinked(admin, name);
    const { id } = rowOf(theRun(), name);
    const asked = await answerTo(admin, () => admin.run("persona-delete", { persona: id }));
    const repair = tavus().setFault(
      { status: 503, body: { detail: "Under repair" } },
      { operation: "delete persona" },
    );

    const deleted = await answerTo(admin, () => asked.press("Delete here and in Tavus"));
    repair();

    expect(deleted.text).toContain("That it is gone in Tavus is not confirmed yet.");
    expect(deleted.text).toContain("Tavus says: “Under repair”");
  });
});
