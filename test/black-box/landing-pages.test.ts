import { describe, expect } from "vitest";
import {
  answerTo,
  type Chat,
  offering,
  platforms,
  pressOffered,
  reads,
  waitFor,
} from "../support/black-box/black-box-chat.ts";
import { createLinked, someAdmin } from "../support/black-box/black-box-people.ts";
import { type Run, test } from "../support/black-box/black-box-run.ts";

const timeout = 90_000;

async function allow(admin: Chat): Promise<void> {
  const form = await admin.runForForm("persona-setup");
  await form.submit({});
  const saved = await reads(admin, "Saved");
  const sharing = await (await offering(admin, saved, "Sharing outside")).pressForForm("Sharing outside");
  await sharing.submit({ who: "managers" });
  await reads(admin, "Links for people outside: Managers and admins");
}

const deployments = (run: Run) => run.world.tavus.account().deployments;

describe.each(platforms)("sharing outside on %s", (platform) => {
  test("a link is allowed, made, used, seen through a power failure, and revoked", { timeout }, async ({
    startRun,
  }) => {
    const run = await startRun({ LOG_LEVEL: "trace" });
    const admin = someAdmin(run, platform);
    await createLinked(admin, "Olga");
    await allow(admin);

    const shown = await answerTo(admin, () => admin.run("persona-show", { persona: "Olga" }));
    const form = await (await offering(admin, shown, "Share outside")).pressForForm("Share outside");
    await form.submit({ calls: "2", minutes: "3" });
    const made = await reads(admin, "“Olga” is shared outside now");
    const password = /Password:\s*`?([\w-]{19})/.exec(made.text)?.[1] ?? "";
    const [page] = deployments(run).open;
    expect(made.isPublic).toBe(false);
    expect(made.text).toContain(page?.id);
    expect(deployments(run).visit(page?.id ?? "", password)).toBe("in");

    await run.bot.kill();
    await run.start();
    const anew = await answerTo(admin, () => admin.run("persona-show", { persona: "Olga" }));
    const again = await pressOffered(admin, anew, "Share outside");
    expect(again.text).toContain("“Olga” is shared outside");
    expect(again.text).not.toContain(password);
    const asked = await answerTo(admin, () => again.press("Revoke"));
    await asked.press("Revoke it");

    await reads(admin, "“Olga” is not shared outside any more");
    await waitFor(() => deployments(run).open.length === 0);
    expect(run.lines.join("\n")).not.toContain(password);
  });
});
