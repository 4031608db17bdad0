import { describe, expect, test } from "vitest";
import { answerTo, platforms, reads } from "../support/black-box/black-box-chat.ts";
import { create, createLinked, someAdmin, somebody } from "../support/black-box/black-box-people.ts";
import { rowOf } from "../support/black-box/black-box-rows.ts";
import { sharedInside } from "../support/black-box/black-box-run.ts";

const theRun = sharedInside();

describe.each(platforms)("on %s", (platform) => {
  test("what was done with a persona stands with it, and in the team's log", async () => {
    const [admin, member] = [someAdmin(theRun(), platform), somebody(theRun(), platform)];
    const name = `Logged on ${platform}`;
    await createLinked(member, name);
    const { id } = rowOf(theRun(), name);
    const form = await member.runForForm("persona-edit", { persona: id });
    await answerTo(member, () => form.submit({ context: "It is 1815." }));

    const shown = await answerTo(admin, () => admin.run("persona-show", { persona: id }));
    expect(shown.text).toMatch(/Edited .* by/);
    expect(shown.text).toContain("Made");
    const status = await answerTo(admin, () => admin.run("persona-status"));
    const exported = await answerTo(admin, () => status.press("Export the log"));
    const lines = (await exported.readFile("log.csv")).split("\n").filter((line) => line.includes(id));

    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line).toContain(member.userId);
    const others = await answerTo(member, () => member.run("persona-status"));
    expect(others.buttons.map(({ label }) => label)).not.toContain("Export the log");
  });

  test("a limit that an admin sets holds from then on, and is not used up by what failed", async () => {
    const [admin, member] = [someAdmin(theRun(), platform), somebody(theRun(), platform)];
    const state = await answerTo(admin, async () => (await admin.runForForm("persona-setup")).submit({}));
    const limits = await state.pressForForm("Limits");
    await answerTo(admin, () => limits.submit({ creates: "1 / 100" }));

    theRun().world.tavus.setFault("rejected", { operation: "create persona", times: 1 });
    await create(member, `Refused once on ${platform}`);
    await reads(member, "Tavus did not accept");
    await createLinked(member, `The only one on ${platform}`);
    const calls = theRun().world.tavus.requests.length;
    const second = await create(member, `One too many on ${platform}`);

    expect(await second.said()).toContain("You have used today's limit for new personas, which is 1.");
    expect(theRun().rows()).not.toContainEqual(
      expect.objectContaining({ name: `One too many on ${platform}` }),
    );
    expect(theRun().world.tavus.requests).toHaveLength(calls);
    await createLinked(somebody(theRun(), platform), `Somebody else's on ${platform}`);
  });
});
