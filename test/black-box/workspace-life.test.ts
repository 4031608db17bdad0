import { describe, expect } from "vitest";
import { answerTo, reads, waitFor } from "../support/black-box/black-box-chat.ts";
import { create, createLinked, someAdmin, somebody } from "../support/black-box/black-box-people.ts";
import { rowOf } from "../support/black-box/black-box-rows.ts";
import { type Environment, type Run, insideTest as test } from "../support/black-box/black-box-run.ts";

const timeout = 60_000;
const slackOff = { SLACK_BOT_TOKEN: undefined, SLACK_APP_TOKEN: undefined };

describe.concurrent("a Slack workspace", () => {
  test("that removes the app is left alone until it installs it again", { timeout }, async ({ startRun }) => {
    const run = await startRun({ TAVUS_API_KEY: undefined });
    // What the bot asks of Slack to be sure is refused.
    run.expectProblem(/account_inactive|socket|timeout|dispatch_failed/);
    const there = somebody(run, "Discord");
    const gone = somebody(run, "Slack");
    await create(gone, "Gone");
    await create(there, "There");
    for (const chat of [gone, there]) await reads(chat, "TAVUS_API_KEY not configured");

    run.world.slack.uninstall();
    await waitFor(() => leftBecause(run) != null);
    expect(["app_uninstalled", "tokens_revoked"]).toContain(leftBecause(run));
    const named = { TAVUS_API_KEY_TENANTS: [there, gone].map(({ tenantId }) => tenantId).join(",") };
    await startAgain(run, { ...slackOff, ...named });
    await reads(there, "“There” is ready", 40_000);
    expect(rowOf(run, "Gone")).toMatchObject({ link: "pending" });

    run.world.slack.install();
    await startAgain(run);
    await waitFor(() => rowOf(run, "Gone").link === "linked", 40_000);
    expect(leftBecause(run)).toBeNull();
    await createLinked(gone, "Back");
  });

  test("keeps its bot where only a person's token was revoked", { timeout }, async ({ startRun }) => {
    const run = await startRun({ DISCORD_TOKEN: undefined });
    const chat = somebody(run, "Slack");
    const tokens = { oauth: [chat.userId], bot: [] };

    await run.world.slack.event({ type: "tokens_revoked", tokens }).acked();
    await createLinked(chat, "Still served");

    expect(leftBecause(run)).toBeNull();
  });

  test("is welcomed where somebody opens the app's messages, once, with a button", { timeout }, async ({
    startRun,
  }) => {
    const run = await startRun({ DISCORD_TOKEN: undefined });
    const [admin, member] = [someAdmin(run, "Slack"), somebody(run, "Slack")];
    const open = ({ userId }: typeof admin) => run.world.slack.person(userId).openApp("messages");

    await open(admin);
    const welcome = await reads(admin, "Hello, this is PersonaForge");
    expect(admin.directMessages().map(({ id }) => id)).toEqual([welcome.id]);
    const form = await welcome.pressForForm("Set up");
    expect(form.identity.command).toBe("persona-setup-form");

    await (await open(admin)).acked();
    await (await open(member)).acked();
    await answerTo(member, () => member.run("persona-list"));
    expect([...admin.directMessages(), ...member.directMessages()]).toHaveLength(1);
  });
});

/** Starts the bot again, with a key for everybody. */
async function startAgain(run: Run, changes: Environment = {}): Promise<void> {
  await run.bot.stop();
  await run.start(changes);
}

function leftBecause(run: Run): unknown {
  const tenantId = `slack:${run.world.slack.workspace.teamId}`;
  return run.table("tenants").find((row) => row.tenant_id === tenantId)?.left_because;
}
