import { expect, test } from "vitest";
import { createLinkStore } from "../../src/database/link/link-store.ts";
import { personaKind } from "../../src/database/persona/persona-record.ts";
import { createPersonaStore } from "../../src/database/persona/persona-store.ts";
import { forEachEngine } from "../support/databases.ts";
import { type PersonaBot, startPersonaBot, workspace } from "../support/persona-bot.ts";
import { readFlat } from "../support/personas/persona-rows.ts";
import { answerIn, recordAnswering } from "../support/recording-answering.ts";

/** What another process does with a persona while Tavus deletes it. */
const meanwhile = {
  async "deletes it here only"({ database }: PersonaBot, id: string) {
    await createPersonaStore(database).remove(workspace, id, { tavus: "kept", emptied: {}, userId: "u2" });
  },
  async "unlinks it"({ database }: PersonaBot, id: string) {
    const links = createLinkStore(database, personaKind, { makeRoom: async () => false });
    const link = await links.find({ tenantId: workspace, id });
    if (link) await links.unlink(link);
  },
};

const answers = { "is given": {}, "is lost": { drop: true }, "is that there is none": {} } as const;
const aMomentLater = { workFirst: true, delayMs: 200 } as const;

/** Whatever was said, it must not be that this one stays in Tavus, or that nothing was done there. */
const untrue = /stays in Tavus|nothing was deleted there|stays there/;
const expected: { [when: string]: RegExp } = {
  "deletes it here only, is given": /gone here and in Tavus/,
  "deletes it here only, is lost": /gone here\. That it is gone in Tavus is not confirmed yet/,
  "deletes it here only, is that there is none": /In Tavus it was gone already/,
  "unlinks it, is given": /gone here and in Tavus/,
  "unlinks it, is that there is none": /In Tavus it was gone already/,
  "unlinks it, is lost": /was unlinked at this moment.*may be deleted in Tavus; nothing was deleted here/,
};

forEachEngine((_engine, open) => {
  test.each(
    Object.entries(meanwhile).flatMap(([what, act]) =>
      Object.entries(answers).map(([how, fault]) => [what, how, { act, fault }] as const),
    ),
  )("who deletes a persona in Tavus too while somebody else %s is told what became of it there, where the answer %s", async (what, how, {
    act,
    fault,
  }) => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("u1", "admin");
    await admin.create();
    const [row] = await readFlat(bot.database);
    const id = row?.id ?? "";
    // What is new may only not be seen yet.
    bot.skip(3_600_000);
    if (how === "is that there is none") bot.account.removePersona(row?.tavus_persona_id ?? "");
    // Tavus deletes it at once and answers late: in between, the other process acts. Nor can be looked whether it is gone.
    bot.standIn.setFault({ ...aMomentLater, ...fault }, { operation: "delete persona" });
    if (how === "is lost") bot.standIn.setFault("serverErrors", { operation: "get persona" });
    const acts: Promise<void>[] = [];
    bot.standIn.onEvent(({ kind, request }) => {
      if (kind === "request" && request.operation === "delete persona" && acts.length === 0)
        acts.push(act(bot, id));
    });
    const answering = recordAnswering();

    await admin.press({ label: "", action: "delete-both", state: id }, { answering });
    await Promise.all(acts);

    const { title, text } = answerIn(answering);
    expect(bot.account.personas).toEqual([]);
    expect(`${title} ${text}`).not.toMatch(untrue);
    expect(`${title} ${text}`).toMatch(expected[`${what}, ${how}`] ?? /^$/);
  });

  test("who deletes a missing one while somebody else creates it again is not told that it was gone already", async () => {
    const bot = await startPersonaBot(open);
    const [admin, other] = [bot.person("u1", "admin"), bot.person("u2", "admin")];
    await admin.create();
    const [row] = await readFlat(bot.database);
    bot.account.removePersona(row?.tavus_persona_id ?? "");
    bot.standIn.setFault({ delayMs: 300 }, { operation: "delete persona", times: 1 });
    bot.standIn.setFault({ delayMs: 600 }, { operation: "create persona", times: 1 });

    const both = admin.press({ label: "", action: "delete-both", state: row?.id ?? "" });
    await expect.poll(() => bot.standIn.requests.at(-1)?.operation).toBe("delete persona");
    const again = other.press({ label: "", action: "create-again", state: row?.id ?? "" });
    const { text } = answerIn(await both);
    await again;

    expect(text).toContain(
      "Whether Tavus has made it is not known yet; as soon as it is, it is deleted there too",
    );
  });

  test("a persona that was deleted here only while it went in Tavus, too, is made again when that is undone", async () => {
    const bot = await startPersonaBot(open);
    const [admin, other] = [bot.person("u1", "admin"), bot.person("u2", "admin")];
    await admin.create();
    const id = (await readFlat(bot.database))[0]?.id ?? "";
    bot.standIn.setFault(aMomentLater, { operation: "delete persona", times: 1 });
    const both = admin.press({ label: "", action: "delete-both", state: id });
    await expect.poll(() => bot.account.personas).toEqual([]);
    const deleted = answerIn(await other.press({ label: "", action: "delete-here", state: id }));
    await both;

    const undo = deleted.buttons?.find(({ label }) => label === "Undo");
    const undone = undo && answerIn(await other.press(undo));

    expect(undone?.notes?.join()).toContain("made again there under a new ID");
    expect(bot.account.personas).toHaveLength(1);
  });
});
