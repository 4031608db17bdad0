import { expect, test } from "vitest";
import type { Storing } from "../../../sandbox/stand-ins/tavus/storing.ts";
import { forEachEngine } from "../../support/databases.ts";
import { countsOf, type SyncHarness } from "../../support/harness/sync-harness.ts";
import { aDraft, aRequest, tenant } from "../../support/personas/persona-builders.ts";
import { sampleContent } from "../field-samples.ts";
import {
  changeThere,
  comeToRest,
  editHere,
  heldThere,
  makeEdited,
  openEdits,
  personaOf,
} from "./edited-world.ts";

const moods: readonly (Storing & { name: string })[] = [
  { name: "makes names ASCII", asciiNames: true },
  { name: "cuts names at 50", longestName: 50 },
  { name: "does both", asciiNames: true, longestName: 50 },
  { name: "makes one line of every prompt", whiteSpace: "collapsed" },
  { name: "ends lines as Windows does", whiteSpace: "windows" },
  { name: "brings speeds within 0.9 and 1.1", speeds: [0.9, 1.1] },
  { name: "does not let names be changed", deaf: ["persona_name"] },
  { name: "lets nothing be changed but answers 200", deaf: ["persona_name", "system_prompt", "layers"] },
];

const long = "Zoë-Marie Müller, née O’Brien, ";
const awkward = {
  name: `${long}who helps with everything`,
  prompt: "You are Zoë.\n\n  Be kind,\tbe brief.\n\n",
  voiceSpeed: "slower",
};
const others = {
  name: `${long}who helps no more with anything`,
  prompt: "You are Zoë.\n\nBe brave.\n",
  voiceSpeed: "faster",
};

forEachEngine((engine, open) => {
  test.each(
    engine === "sqlite" ? moods : moods.slice(2, 3),
  )("where Tavus $name, that is no difference, for ever, and both sides' changes are seen", async ({
    name: _,
    ...storing
  }) => {
    const harness = await openEdits(open, storing);
    const edited = await makeEdited(harness, awkward);
    const expectInStep = async () => {
      for (const __ of [1, 2]) expect(countsOf(await harness.sync())).toEqual({ inStep: 1 });
    };
    await expectInStep();

    for (const field of ["name", "prompt", "voiceSpeed"] as const) {
      await editHere(harness, edited, { [field]: others[field] });
      // An edit that was taken and ignored is tried again.
      await comeToRest(harness);
      expect(await personaOf(harness, edited)).toMatchObject({ isBehind: false, differs: [] });
      await expectInStep();
    }

    changeThere(harness, edited, "name", "Grace");
    expect(countsOf(await harness.sync())).toEqual({ differing: 1 });
    await harness.bot.personas.resolveWithOurs({ tenantId: tenant, id: edited.id });
    await comeToRest(harness);
    expect(await personaOf(harness, edited)).toMatchObject({ isBehind: false, differs: [] });
    await expectInStep();
  });

  test.each(
    engine === "sqlite" ? moods.slice(0, 5) : [],
  )("where Tavus $name and its answer is lost, that is no difference either", async ({
    name: _,
    ...storing
  }) => {
    const harness = await openEdits(open, storing);
    const edited = await makeEdited(harness, awkward);

    for (const field of ["name", "prompt"] as const) {
      harness.standIn.setFault("losesAnswer", { operation: "patch persona", times: 1 });
      await editHere(harness, edited, { [field]: others[field] });
      await comeToRest(harness);

      expect(await personaOf(harness, edited)).toMatchObject({ isBehind: false, differs: [] });
      expect(countsOf(await harness.sync())).toEqual({ inStep: 1 });
    }
  });

  test("what was read nowhere since it was made is Tavus's version of ours", async () => {
    const harness = await openEdits(open, { asciiNames: true, longestName: 50, whiteSpace: "collapsed" });
    const repair = harness.standIn.setFault("serverErrors", { operation: "get persona" });
    await makeEdited(harness, awkward);
    repair();

    for (const _ of [1, 2]) expect(countsOf(await harness.sync())).toEqual({ inStep: 1 });
  });

  test("what Tavus made of it is told with the answer, and not with the next one", async () => {
    const harness = await openEdits(open, { longestName: 50, speeds: [0.9, 1.1] });
    const edited = await makeEdited(harness, awkward);
    const cut = awkward.name.slice(0, 50);

    expect((await personaOf(harness, edited)).kept).toEqual([
      { field: "name", words: cut },
      { field: "voiceSpeed", words: "0.9" },
    ]);
    const renamed = await editHere(harness, edited, { name: others.name });
    expect(renamed.persona.kept).toEqual([{ field: "name", words: others.name.slice(0, 50) }]);
    expect((await editHere(harness, edited, { prompt: "You are brief." })).persona.kept).toEqual([]);
  });

  test.each([
    "by its form, sent again with other values",
    "by somebody else",
    "by its form, sent again as soon as it was made",
  ])("an edit while it is made, %s, is sent although Tavus keeps it its own way", async (how) => {
    const harness = await openEdits(open, { longestName: 50 });
    const request = aRequest({ draft: aDraft({ ...sampleContent(0), ...awkward }) });
    const other = { ...request, draft: { ...request.draft, name: others.name } };
    harness.standIn.setFault({ delayMs: 200 }, { operation: "create persona", times: 1 });

    const making = harness.bot.create(request);
    if (how.endsWith("made")) await making;
    else await expect.poll(async () => (await harness.rows()).length).toBe(1);
    if (how === "by somebody else") {
      const [row] = await harness.rows();
      const edit = { tenantId: tenant, id: row?.id ?? "", draft: other.draft, baseRevision: 1 };
      await harness.bot.personas.edit(edit, async () => {});
    } else await harness.bot.create(other);
    const { persona } = await making;
    await comeToRest(harness);

    const edited = { id: persona.id, tavusPersonaId: persona.tavusPersonaId ?? "" };
    expect(await personaOf(harness, edited)).toMatchObject({ isBehind: false, differs: [] });
    expect(heldThere(harness, edited, "name")).toBe(others.name.slice(0, 50));
    expect(countsOf(await harness.sync())).toEqual({ inStep: 1 });
  });

  test("a write that took no hold is told once, and the next edit is tried", async () => {
    const harness = await openEdits(open, { deaf: ["persona_name"] });
    const edited = await makeEdited(harness);

    const deaf = await editHere(harness, edited, { name: "Grace" });
    await comeToRest(harness);
    const rested = await personaOf(harness, edited);
    harness.standIn.behaviour.storing = {};
    const heard = await editHere(harness, edited, { name: "Hopper" });

    expect(deaf.persona).toMatchObject({ isBehind: true, failure: { cause: "notApplied" } });
    expect(rested).toMatchObject({ isBehind: false, kept: [{ field: "name", words: "Some name (0)" }] });
    expect(harness.news.announced.filter(({ id }) => id === edited.id)).toHaveLength(1);
    expect(heard.persona.kept).toEqual([]);
    expect(heldThere(harness, edited, "name")).toBe("Hopper");
  });

  test.each([
    "together with another",
    "alone",
  ])("a field that takes no hold a moment after a write, sent %s, is told as what Tavus keeps", async (how) => {
    const harness = await openEdits(open, { deaf: ["persona_name"] });
    const edited = await makeEdited(harness);
    await editHere(harness, edited, { prompt: "You are kind." });

    await editHere(harness, edited, { name: "Grace", ...(how !== "alone" && { prompt: "You are brief." }) });
    for (const waitMs of how === "alone" ? [25_000, 75_000] : []) await tryAgainIn(harness, waitMs);

    const rested = await personaOf(harness, edited);
    expect(rested).toMatchObject({ isBehind: false, kept: [{ field: "name", words: "Some name (0)" }] });
    expect(countsOf(await harness.sync())).toEqual({ inStep: 1 });
  });
});

/** Until the next try, which is due by then, has ended. */
async function tryAgainIn(harness: SyncHarness, waitMs: number): Promise<void> {
  const [{ attempt = 0 } = {}] = await harness.rows();
  harness.advance(waitMs);
  const hasEnded = async () => {
    const [row] = await harness.rows();
    return (row?.attempt ?? 0) > attempt && row?.lease_until === null;
  };
  await harness.until(harness.bot, hasEnded, "the next try to have ended");
}
