import { describe, expect, test } from "vitest";
import type { FaultName } from "../../sandbox/stand-ins/tavus/faults.ts";
import { platforms, reads, waitFor } from "../support/black-box/black-box-chat.ts";
import { create, somebody } from "../support/black-box/black-box-people.ts";
import { carriersOf, rowOf } from "../support/black-box/black-box-rows.ts";
import { sharedInside } from "../support/black-box/black-box-run.ts";

// All that it ever logs, for a secret must stand in none of it.
const theRun = sharedInside(() => ({ LOG_LEVEL: "trace" }));

const forPeople = [
  ["invalidKey", "Invalid Tavus API key", "Ask whoever runs the bot to check their Tavus key"],
  ["outOfCredits", "Insufficient Tavus credits", "Add credits to the Tavus account"],
] as const satisfies [FaultName, string, string][];

describe.each(platforms)("on %s", (platform) => {
  test.each(
    forPeople,
  )("%s is named, the record is safe, and Retry links it once", async (fault, title, remedy) => {
    const chat = somebody(theRun(), platform);
    const name = `${fault} on ${platform}`;
    theRun().world.tavus.setFault(fault, { operation: "create persona", times: 1 });

    await create(chat, name);
    const warning = await reads(chat, title);
    expect(warning.text).toContain(`“${name}” is saved. Tavus`);
    expect(warning.text).toContain(remedy);
    await warning.press("Retry");
    await reads(chat, `“${name}” is ready`);

    const row = rowOf(theRun(), name);
    expect(carriersOf(theRun(), row)).toEqual([row.tavus_persona_id]);
  });

  test("Tavus away altogether is named, and Retry links it once when it is back", async () => {
    const chat = somebody(theRun(), platform);
    const name = `Away on ${platform}`;
    await theRun().world.tavus.goOffline();

    await create(chat, name);
    const warning = await reads(chat, "Tavus is not available");
    await theRun().world.tavus.goOnline();
    await warning.press("Retry");
    await reads(chat, `“${name}” is ready`);

    const row = rowOf(theRun(), name);
    expect(carriersOf(theRun(), row)).toEqual([row.tavus_persona_id]);
  });

  test("what was made although its answer was lost is found as soon as Retry is pressed", async () => {
    const chat = somebody(theRun(), platform);
    const name = `Lost on ${platform}`;
    theRun().world.tavus.setFault("dropAfter", { operation: "create persona", times: 1 });

    await create(chat, name);
    const warning = await reads(chat, "Tavus is not available");
    await warning.press("Retry");
    await reads(chat, `“${name}” is ready`);

    const row = rowOf(theRun(), name);
    expect(carriersOf(theRun(), row)).toEqual([row.tavus_persona_id]);
  });

  test("slow work is announced before the platform gives up, and then done", async () => {
    const chat = somebody(theRun(), platform);
    const name = `Slow on ${platform}`;
    theRun().world.tavus.setFault("slow", { operation: "create persona", times: 1 });

    await create(chat, name);
    await waitFor(() => chat.messages()[0]?.isWorking, 2900);
    expect(rowOf(theRun(), name)).toMatchObject({ link: "pending" });
    await reads(chat, `“${name}” is ready`);

    const row = rowOf(theRun(), name);
    expect(carriersOf(theRun(), row)).toEqual([row.tavus_persona_id]);
  });

  test("a refusal shows Tavus's own words, and Edit opens the form filled in", async () => {
    const chat = somebody(theRun(), platform);
    const name = `Edited on ${platform}`;
    theRun().world.tavus.setFault("rejected", { operation: "create persona", times: 1 });

    const form = await chat.openForm({ kind: "creator" });
    await form.submit({ name: "Wrong", prompt: "You help.", traits: ["calm"], context: "Kept." });
    const warning = await reads(chat, "Tavus did not accept this persona");
    expect(warning.text).toContain("Tavus says: “There was an error creating the persona”");
    const again = await warning.pressForForm("Edit");
    expect(again.value("name")).toBe("Wrong");
    expect(again.value("traits")).toEqual(["calm"]);
    await again.submit({ name });
    await reads(chat, `“${name}” is ready`);

    const row = rowOf(theRun(), name);
    expect(row).toMatchObject({ kind: "creator", traits: ["calm"], context: "Kept." });
    expect(carriersOf(theRun(), row)).toEqual([row.tavus_persona_id]);
    expect(theRun().rows()).not.toContainEqual(expect.objectContaining({ name: "Wrong" }));
  });

  test("a replica that Tavus does not know can be changed alone", async () => {
    const chat = somebody(theRun(), platform);
    const name = `Face on ${platform}`;

    const form = await chat.openForm({ replica: "rfffffffffff" });
    await form.submit({ name, prompt: "You help." });
    const warning = await reads(chat, "Tavus did not accept this persona");
    expect(warning.text).toContain("Invalid replica_uuid");
    const replicaForm = await warning.pressForForm("Change replica");
    expect(replicaForm.value("replica")).toBe("rfffffffffff");
    await replicaForm.submitRaw({ replica: "r90bbd427f71" });
    await reads(chat, `“${name}” is ready`);

    const row = rowOf(theRun(), name);
    expect(row.replica_id).toBe("r90bbd427f71");
    expect(carriersOf(theRun(), row)).toEqual([row.tavus_persona_id]);
  });
});
