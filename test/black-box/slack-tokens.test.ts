import { expect, test } from "vitest";
import { answerTo, type Chat } from "../support/black-box/black-box-chat.ts";
import { createLinked, setUp } from "../support/black-box/black-box-people.ts";
import { organization, servedByOrganization, startGridRun } from "../support/black-box/grid-run.ts";
import { createSeededRandom } from "../support/seeded-random.ts";

const timeout = 120_000;
const steps = 40;

/** What people do, each with other calls of the Web API under it. */
const acts: { [name: string]: (chat: Chat, name: string) => Promise<unknown> } = {
  create: (chat, name) => createLinked(chat, name),
  list: (chat) => answerTo(chat, () => chat.run("persona-list")),
  help: (chat) => answerTo(chat, () => chat.run("persona-help")),
  status: (chat) => answerTo(chat, () => chat.run("persona-status")),
  sync: (chat) => answerTo(chat, () => chat.run("persona-sync")),
  suggest: (chat) => chat.suggestReplicas("a"),
  async setChannel(chat) {
    await setUp(chat, {});
  },
};

// The Slack of these tests knows whose every channel, person, trigger and view is, and notes each call with another's token.
test("whatever people do in four workspaces, no call is made with another one's token", {
  timeout,
}, async () => {
  const run = await startGridRun();
  const { publicUrl } = await run.start();
  const random = createSeededRandom(20261128);
  const admins: Chat[] = [];
  for (const teamId of ["T0ONE", "T0TWO", "T0RED", "T0BLUE"]) {
    const isOrganizations = teamId === "T0RED" || teamId === "T0BLUE";
    const admin = run.somebody(teamId, { isAdmin: true, isOrgAdmin: isOrganizations });
    admins.push(admin);
    servedByOrganization(run, teamId, isOrganizations);
    if (teamId !== "T0BLUE")
      await run.browser(publicUrl).install(isOrganizations ? organization : teamId, admin.userId);
  }

  const made: { [tenantId: string]: string[] } = {};
  await Promise.all(
    admins.map(async (admin, index) => {
      for (let step = 0; step < steps / admins.length; step += 1) {
        const names = Object.keys(acts);
        const act = step === 0 ? "create" : (names[Math.floor(random() * names.length)] ?? "list");
        const name = `P${index}-${step}`;
        if (act === "create") made[admin.tenantId] = [...(made[admin.tenantId] ?? []), name];
        await acts[act]?.(admin, name);
      }
    }),
  );

  const rows = await run.table("personas");
  for (const { tenantId } of admins) {
    const names = rows.filter((row) => row.tenant_id === tenantId).map((row) => String(row.name));
    expect(names.sort()).toEqual((made[tenantId] ?? []).sort());
  }
  for (const [index, admin] of admins.entries()) {
    const others = admins.flatMap((_, other) => (other === index ? [] : [`P${other}-`]));
    const screen = admin
      .messages()
      .map((message) => message.text)
      .join("\n");
    for (const other of others) expect(screen).not.toContain(other);
  }
  // `startGridRun` holds against the bot whatever Slack noted, a foreign token above all.
  expect(run.grid.problems()).toEqual([]);
});
