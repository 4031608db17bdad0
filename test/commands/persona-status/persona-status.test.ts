import { expect, test } from "vitest";
import { createStateStore } from "../../../src/database/team/state-store.ts";
import { manifestState } from "../../../src/slack/manifest-state.ts";
import { topicOf } from "../../../src/warnings/topic.ts";
import { forEachEngine } from "../../support/databases.ts";
import { buttonIn, factsIn, guild, pressIn, startPersonaBot, workspace } from "../../support/persona-bot.ts";
import { aStoredPersona } from "../../support/personas/persona-builders.ts";
import { aLinkedRow, storeRows } from "../../support/personas/stored-personas.ts";
import { answerIn } from "../../support/recording-answering.ts";

const labels = ({ buttons = [] }: { buttons?: { label: string }[] }) => buttons.map(({ label }) => label);
const later = { next_attempt_at: "2999-01-01T00:00:00.000Z", told_at: "2026-01-01T00:00:00.000Z" };

forEachEngine((engine, open) => {
  test("a team without anything wrong reads that all is well, what is left, and what runs here", async () => {
    const bot = await startPersonaBot(open);
    await bot.person("U1").create();

    const reply = answerIn(await bot.person("U1").run("persona-status"));

    const facts = factsIn(reply);
    expect(reply).toMatchObject({ tone: "success", title: "All is well", buttons: [] });
    expect(facts["Tavus key"]).toContain("That of whoever runs the bot");
    expect(facts.Personas).toBe("1 linked");
    expect(facts["Automatic sync"]).toBe("Off");
    expect(facts["Last sync"]).toContain("Never.");
    expect(facts["Left today"]?.split("\n")).toEqual([
      "New personas: 49 of 50 for you, 199 of 200 for the team",
      "Syncs: 24 of 24 for you, 48 of 48 for the team",
      "Videos: 10 of 10 for you, 40 of 40 for the team",
      "Conversation minutes: 60 of 60 for you, 240 of 240 for the team",
      expect.stringMatching(/^Resets \d{4}-\d\d-\d\d 00:00 UTC$/),
    ]);
    const name = engine === "sqlite" ? "SQLite" : "PostgreSQL";
    expect(facts.Program).toMatch(
      new RegExp(`^personaforge-bot \\d+\\.\\d+\\.\\d+, Node ${process.versions.node}, ${name}$`),
    );
  });

  test("the personas behind the numbers are named, the first few, with what to do and a menu that shows each", async () => {
    const bot = await startPersonaBot(open);
    const made = (name: string, state: object) =>
      aStoredPersona({ tenant_id: workspace, ...later, next_attempt_at: null, name, ...state });
    await storeRows(bot.database, [
      ...["Ada", "Ben", "Cy", "Dee", "Eve"].map((name, index) =>
        made(name, {
          link: "failed",
          failure_kind: "rejected",
          created_at: `2026-01-0${index + 1}T00:00:00.000Z`,
        }),
      ),
      made("Grace", { link: "missing" }),
      made("Ida", { link: "failed", failure_kind: "unlinked", tavus_persona_id: null }),
      made("Joe", { link: "failed", failure_kind: "rejected", tenant_id: guild }),
    ]);
    const admin = bot.person("U1", "admin");

    const status = answerIn(await admin.run("persona-status"));
    const [first] = status.menu?.choices ?? [];
    const state = first?.value ?? "";
    const shown = answerIn(await admin.press({ label: "", action: status.menu?.action ?? "", state }));

    expect(status.items?.map(({ text }) => text)).toEqual([
      "Not linked: “Ada”, “Ben”, “Cy” and 2 more. /persona-show says why, and what to change.",
      "Gone in Tavus: “Grace”. /persona-show offers Create again and Unlink.",
      "Unlinked by hand: “Ida”. /persona-link ties one to Tavus again.",
    ]);
    expect(shown.title).toBe("“Ada”");
  });

  const gone = { deleted_at: "2026-01-02T00:00:00.000Z" };
  test.each([
    ["an edit that waits", { revision: 2, failure_kind: "unavailable" }, "Tavus is not available"],
    [
      "an edit that Tavus refused",
      { revision: 2, failure_kind: "rejected", next_attempt_at: null },
      "Press Retry all",
    ],
    ["a deletion that waits for Tavus", { ...gone, delete_in_tavus: 1 }, "1 deleted here, not in Tavus yet"],
  ])("nothing is said to be well over %s, neither here nor in the Home tab", async (_what, state, why) => {
    const bot = await startPersonaBot(open);
    await storeRows(bot.database, [
      aLinkedRow({ tenant_id: workspace, ...later, name: "Ada", ...state }),
      aLinkedRow({ tenant_id: workspace, name: "Ben" }),
    ]);
    const admin = bot.person("U1", "admin");

    const status = answerIn(await admin.run("persona-status"));
    const home = answerIn(await admin.run("persona-home"));

    const isGone = "deleted_at" in state;
    expect(status.title).toBe("Something waits for attention");
    expect(JSON.stringify(status)).toContain(why);
    expect(labels(status).includes("Retry all waiting")).toBe(!isGone);
    expect(factsIn(status).Personas).toBe(
      isGone ? "1 linked" : "2: 1 linked, 1 linked without the last change",
    );
    expect(status.items?.[0]?.text.startsWith("Linked, last change not in Tavus yet: “Ada”.")).toBe(
      isGone ? undefined : true,
    );
    expect(factsIn(home).Status).toContain(
      "Something waits for attention (not in step with Tavus: 1 persona)",
    );
  });

  test("what waits is counted, with the oldest and its cause, and no other team's", async () => {
    const bot = await startPersonaBot(open);
    const made = { tenant_id: workspace, ...later };
    const oldest = aStoredPersona({ ...made, name: "Ada", failure_kind: "outOfCredits" });
    await storeRows(bot.database, [
      oldest,
      aStoredPersona({ ...made, created_at: "2026-01-01T00:00:00.000Z" }),
      aStoredPersona({ ...made, link: "failed", next_attempt_at: null }),
      aStoredPersona({ ...made, link: "missing", next_attempt_at: null }),
      aLinkedRow({ tenant_id: workspace }),
      aLinkedRow({ tenant_id: guild }),
    ]);

    const reply = answerIn(await bot.person("U1").run("persona-status"));

    const facts = factsIn(reply);
    expect(reply).toMatchObject({ tone: "warning", title: "Something waits for attention" });
    expect(facts.Personas).toBe("5: 1 linked, 2 waiting for Tavus, 1 not linked, 1 gone in Tavus");
    expect(facts["Waiting longest"]).toMatch(
      new RegExp(
        `^“Ada” \\(${oldest.id}\\), made 1970-01-01 00:00 UTC\\. Insufficient Tavus credits\\.\\nAdd credits`,
      ),
    );
  });

  test("open warnings, the last sync and the next automatic one are told", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    await admin.run("persona-sync");
    await bot.settings.change(workspace, { autoSync: { hours: 6, nextAt: "2026-11-23T06:00:00.000Z" } });
    await bot.warnings.raise(workspace, { cause: "outOfCredits" });
    await bot.warnings.raise(workspace, { cause: "outOfCredits" });

    const reply = answerIn(await bot.person("U2").run("persona-status"));

    const facts = factsIn(reply);
    expect(facts["Open warnings"]).toMatch(/^Insufficient Tavus credits \(2 times since .* UTC\)$/);
    expect(facts["Automatic sync"]).toBe(
      "Every 6 hours, next 2026-11-23 06:00 UTC\nNobody is told what it finds: there is no warnings channel.",
    );
    expect(facts["Last sync"]).toMatch(/^Ended .* UTC: 0 imported, 0 linked, 0 created, by$/);
    const lastSync = reply.facts?.find(({ label }) => label === "Last sync");
    expect(lastSync?.mentions).toEqual([{ kind: "person", id: "U1" }]);
  });

  test("what the last sync left to people is counted with what it brought", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    await admin.create({ name: "Ada" });
    bot.account.removePersona(bot.account.personas[0]?.id ?? "");
    await admin.run("persona-sync");

    const { "Last sync": lastSync } = factsIn(answerIn(await admin.run("persona-status")));

    expect(lastSync).toMatch(/^Ended .* UTC: 0 imported, 0 linked, 0 created, 1 gone in Tavus, by$/);
  });

  test("two warnings of the same title are told apart by what Tavus says", async () => {
    const bot = await startPersonaBot(open);
    for (const words of ["Invalid replica_uuid", "The name is too long"])
      await bot.warnings.raise(workspace, { cause: "rejected", words, topic: topicOf("rejected", words) });
    await bot.warnings.raise(workspace, { cause: "outOfCredits", words: "No credits" });
    const member = bot.person("U2");

    const replies = [
      answerIn(await member.run("persona-status")),
      answerIn(await member.run("persona-home")),
    ];

    for (const told of replies.map((reply) => factsIn(reply)["Open warnings"])) {
      for (const words of ["“Invalid replica_uuid”", "“The name is too long”"])
        expect(told).toContain(`Tavus did not accept this persona: ${words}`);
      expect(told).not.toContain("No credits");
    }
  });

  test("Retry all waiting lets everything go on, for managers only", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    await storeRows(bot.database, [aStoredPersona({ tenant_id: workspace, ...later })]);
    const status = await admin.run("persona-status");
    const forMember = answerIn(await bot.person("U2").run("persona-status"));
    const button = buttonIn(answerIn(status), "Retry all waiting");

    const refused = answerIn(await bot.person("U2").press(button));
    const retried = answerIn(await pressIn(admin, status, "Retry all waiting"));

    expect(labels(forMember)).toEqual([]);
    expect(refused.title).toBe("Not allowed");
    expect(retried.title).toBe("Trying again now: 1 persona");
    const [entry] = await bot.services.audit.newest(workspace, 1);
    expect(entry).toMatchObject({ action: "retry-all", userId: "U1", details: "1 persona" });
  });

  test("without a key nothing is said to be tried, and Retry of an older status says what is missing", async () => {
    const bot = await startPersonaBot(open, { tavusKey: null });
    const admin = bot.person("U1", "admin");
    await admin.create();

    const status = answerIn(await admin.run("persona-status"));
    const button = { label: "Retry all waiting", action: "status-retry", state: "-" };
    const pressed = answerIn(await admin.press(button));

    expect(labels(status)).toEqual(["Set up", "Export the log"]);
    expect(status.items?.[0]?.text).toBe(
      "Waiting for Tavus: “Ada”. It goes to Tavus as soon as there is a key.",
    );
    expect(pressed).toMatchObject({ tone: "warning", title: "TAVUS_API_KEY not configured" });
    expect(labels(pressed)).toEqual(["Add key"]);
    expect((await bot.services.audit.newest(workspace, 1)).map(({ action }) => action)).toEqual(["create"]);
  });

  test("admins take the log along as a file, newest first; others cannot", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    await bot.person("U2").create({ name: "=Ada" });
    await admin.run("persona-sync");
    const status = await admin.run("persona-status");

    const reply = answerIn(await pressIn(admin, status, "Export the log"));
    const refused = answerIn(await bot.person("U2").press(buttonIn(answerIn(status), "Export the log")));

    const lines = String(reply.files?.[0]?.text).split("\r\n");
    const [row] = await bot.rows();
    expect(labels(answerIn(status))).toEqual(["Set up", "Export the log"]);
    expect(reply.files?.[0]?.name).toBe("log.csv");
    expect(lines[1]).toMatch(/^2\S+Z,U1,C1,sync,,in step: 1$/);
    expect(lines[2]).toMatch(new RegExp(`^2\\S+Z,U2,C1,create,${row?.id},'=Ada$`));
    expect(refused.title).toBe("Not allowed");
  });

  test("a changed manifest is told until an admin says that it is pasted", async () => {
    const bot = await startPersonaBot(open);
    const manifest = manifestState(createStateStore(bot.database), "T1");
    await manifest.started("first");
    const before = answerIn(await bot.person("U1", "admin").run("persona-status"));
    await manifest.started("second");

    const member = answerIn(await bot.person("U2").run("persona-status"));
    const elsewhere = answerIn(await bot.person("U1", "admin", guild).run("persona-status"));
    const told = await bot.person("U1", "admin").run("persona-status");
    const pasted = answerIn(await pressIn(bot.person("U1", "admin"), told, "Manifest is pasted"));

    expect(before.title).toBe("All is well");
    expect(member.text).toContain("npm run -s slack:manifest");
    expect(member.text).toContain("Then an admin presses Manifest is pasted under /persona-status.");
    expect(labels(member)).toEqual([]);
    expect(elsewhere.text).toBeUndefined();
    expect(pasted).toMatchObject({ title: "All is well", tone: "success" });
  });
});
