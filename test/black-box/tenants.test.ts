import { beforeAll, describe, expect, test } from "vitest";
import {
  answerTo,
  type Chat,
  offers,
  pressOffered,
  reads,
  type Submission,
} from "../support/black-box/black-box-chat.ts";
import { create, createLinked } from "../support/black-box/black-box-people.ts";
import { rowOf } from "../support/black-box/black-box-rows.ts";
import { sharedInside } from "../support/black-box/black-box-run.ts";
import { adminOf, secrets, shareOneAccount, trespasses } from "../support/black-box/three-teams.ts";

const theRun = sharedInside(shareOneAccount);

/** All that a button can do with one persona. */
const personaActions = [
  ...["show", "more", "prompt", "context", "edit", "replica", "retry", "share", "link", "unlink"],
  ...["keep-ours", "keep-theirs", "create-again", "overwrite"],
  ...["delete", "delete-here", "delete-both", "delete-keep"],
];

const warningActions = ["retry-all", "warning", "warning-all"];

describe.each(trespasses)("from the $trespasser, nothing of the $victim", ({ victim, trespasser }) => {
  const secret = secrets[victim];
  let owner: Chat;
  let stranger: Chat;
  let name: string;
  let before: ReturnType<typeof everythingOf>;

  beforeAll(async () => {
    owner = adminOf(theRun().world, victim);
    stranger = adminOf(theRun().world, trespasser);
    name = `${secret} of ${victim} for ${trespasser}`;
    await createLinked(owner, name, { prompt: `You guard ${secret}.`, context: `${secret}, 1815.` });
    theRun().world.tavus.setFault("rejected", { operation: "create persona", times: 1 });
    await create(owner, `Refused ${name}`);
    await reads(owner, "Tavus did not accept");
    before = everythingOf(owner, secret);
  });

  test("is shown or changed by a command with its name or ids", async () => {
    const { id, tavus_persona_id: tavusId } = rowOf(theRun(), name);
    for (const command of ["persona-show", "persona-edit", "persona-delete"]) {
      for (const persona of [id, tavusId ?? "", `${name.replace(secret, "")}`]) {
        const answer = await answerTo(stranger, () => stranger.run(command, { persona }));
        expect(answer.text, `${command} ${persona}`).not.toContain(secret);
        expect(answer.buttons).toEqual([]);
      }
    }
    const options = { persona: id, tavus_id: "pcafecafecafe" };
    const link = await answerTo(stranger, () => stranger.run("persona-link", options));
    expect(link.text).not.toContain(secret);

    expect(everythingOf(owner, secret)).toEqual(before);
  });

  test("is listed, or offered to choose from", async () => {
    const own = `${secrets[trespasser]} beside ${victim}`;
    await createLinked(stranger, own);
    // Of one alone nobody would be asked which is meant.
    await createLinked(stranger, `Another ${own}`);
    const all = await answerTo(stranger, () => stranger.run("persona-list"));
    expect(all.text).toContain(own);
    expect(all.text).not.toContain(secret);
    const list = await answerTo(stranger, () => stranger.run("persona-list", { search: "of" }));
    expect(list.text).not.toContain(secret);
    const inTavus = await answerTo(stranger, () =>
      stranger.run("persona-list", { filter: "in-tavus-only", search: "of" }),
    );
    expect(inTavus.text).not.toContain(secret);
    for (const command of ["persona-show", "persona-edit", "persona-delete", "persona-link"]) {
      const typed = stranger.platform === "Slack" ? "" : secret;
      expect(JSON.stringify(await stranger.offeredPersonas(command, typed))).not.toContain(secret);
    }
  });

  test("is linked by its Tavus ID, which is answered like one that there is not", async () => {
    const own = rowOf(theRun(), `${secrets[trespasser]} beside ${victim}`);
    const shown = await answerTo(stranger, () => stranger.run("persona-show", { persona: own.id }));
    const asked = await pressOffered(stranger, shown, "Unlink");
    await answerTo(stranger, () => asked.press("Unlink it"));
    const answers: string[] = [];
    for (const tavusId of [rowOf(theRun(), name).tavus_persona_id ?? "", "pffffffffff0"]) {
      const options = { persona: own.id, tavus_id: tavusId };
      const { text } = await answerTo(stranger, () => stranger.run("persona-link", options));
      answers.push(text.replaceAll(tavusId, "ID"));
    }

    expect(answers[0]).toBe(answers[1]);
    expect(answers[0]).toContain("Tavus knows no persona ID");
    expect(everythingOf(owner, secret)).toEqual(before);
  });

  test("is shown or changed by a forged button or menu", async () => {
    const row = rowOf(theRun(), name);
    const shown = await answerTo(owner, () => owner.run("persona-show", { persona: row.id }));
    const codes = [
      ...shown.buttons.map(({ code }) => code),
      ...personaActions.map((action) => `pf1:${action}:${row.id}`),
      `pf1:import-deleted:${row.tavus_persona_id}`,
      ...warningsOf(owner).flatMap((id) => warningActions.map((action) => `pf1:${action}:${id}`)),
      `pf1:list:a.o${(Date.now() + 60_000).toString(36)}-${row.id}.`,
    ];

    for (const code of codes) {
      const mine = await answerTo(stranger, () => stranger.run("persona-show", { persona: code }));
      const answer = await answerTo(stranger, () => mine.forge(code));
      expect(answer.text, code).not.toContain(secret);
    }

    expect(everythingOf(owner, secret)).toEqual(before);
  });

  test("is changed by a form sent under its id", async () => {
    const row = rowOf(theRun(), name);
    const own = rowOf(theRun(), `${secrets[trespasser]} beside ${victim}`);
    const edit = await stranger.runForForm("persona-edit", { persona: own.id });
    const theirs = await owner.runForForm("persona-edit", { persona: row.id });

    const said = await lastWords(await edit.submitRaw({ name: "Taken" }, theirs.identity));
    expect(said).toContain("not here any more");
    expect(said).not.toContain(secret);
    const linking = { command: "persona-link-form", formId: theirs.identity.formId };
    expect(await (await edit.submitRaw({}, linking)).said()).not.toContain(secret);

    expect(everythingOf(owner, secret)).toEqual(before);
  });

  test("stands in a status, a log or an export", async () => {
    const status = await answerTo(stranger, () => stranger.run("persona-status"));
    expect(status.text).not.toContain(secret);
    const log = await answerTo(stranger, () => status.press("Export the log"));
    expect(await log.readFile("log.csv")).not.toContain(rowOf(theRun(), name).id);
    await stranger.run("persona-forget");
    // Not what is read next: the answer before may still be changing.
    const question = await offers(stranger, "Export everything");
    const exported = await answerTo(stranger, () => question.press("Export everything"));
    const text = await exported.readFile("personaforge-export-1.json");
    expect(text).toContain(secrets[trespasser]);
    expect(text).not.toContain(secret);
  });

  test("is brought here by a sync, or marked by it", async () => {
    const syncer = adminOf(theRun().world, trespasser);
    await syncer.run("persona-sync");
    const { text } = await reads(syncer, "Both sides were compared");

    expect(text).not.toContain(secret);
    expect(text).toMatch(/\d+ belongs? to (?:another team that uses|other teams that use) this key/);
    expect(
      theRun()
        .rows()
        .filter((row) => row.tavus_persona_id === rowOf(theRun(), name).tavus_persona_id),
    ).toHaveLength(1);
    expect(everythingOf(owner, secret)).toEqual(before);
  });
});

function warningsOf({ tenantId }: Chat): unknown[] {
  const warnings = theRun().table("warnings");
  return warnings.flatMap((row) => (row.tenant_id === tenantId ? [row.id] : []));
}

/** Discord's form misses the options of its command first; whoever sends it again gets the other answer. */
async function lastWords(submission: Submission): Promise<string> {
  const first = await submission.said();
  if (!first.includes("Not saved yet")) return first;
  const { form } = await submission.refusal();
  return (await form.submit()).said();
}

/** The personas of a team that hold the secret, here and in Tavus. */
function everythingOf({ tenantId }: Chat, secret: string) {
  const rows = theRun()
    .table("personas")
    .filter((row) => row.tenant_id === tenantId && String(row.name).includes(secret))
    // When its maker was told is written a moment later.
    .map(({ told_at: _, tell_lease_until: __, ...row }) => row);
  const documents = rows.map((row) => theRun().world.tavus.account().persona(String(row.tavus_persona_id)));
  return { rows, documents };
}
