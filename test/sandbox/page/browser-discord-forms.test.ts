import { describe, expect, onTestFinished, test } from "vitest";
import { column, runCommand, shown } from "../../../sandbox/page/play-page.ts";
import { seriousViolations } from "../../../sandbox/page/serious-violations.ts";
import type { FormValues } from "../../../src/chat/form/field.ts";
import type { Mention } from "../../../src/chat/mention.ts";
import { setupForm, setupListing } from "../../discord/setup-form.ts";
import { botFor, dispatchOf } from "../../discord/started-bot.ts";
import { shareBrowser } from "./browser-setup.ts";

describe("a form with the server's channels and roles, in a real Chromium", () => {
  const { open, page } = shareBrowser();

  /** A bot in place of the sandbox's whose only command opens this form and repeats what was chosen. */
  async function aSetupBot(values: FormValues) {
    const { bot: runner, world } = page().sandbox;
    await runner.stop();
    onTestFinished(() => runner.start());
    const sent: FormValues[] = [];
    const { bot } = botFor(world.discord, {
      commands: [setupListing],
      dispatch: dispatchOf({
        command: (_interaction, answering) =>
          answering.openForm({ form: setupForm, command: "persona-setup", formId: "f1", values }),
        form(interaction, answering) {
          sent.push(interaction.values);
          return answering.answer({
            tone: "success",
            title: "Saved",
            facts: [{ label: "Told", value: "", mentions: mentionsOf(interaction.values) }],
          });
        },
      }),
    });
    await bot.start();
    return { sent, discord: world.discord };
  }

  test("they are chosen by keyboard alone, and the answer shows their names", async () => {
    const { tab, problems } = await open();
    const { sent, discord } = await aSetupBot({});
    const [guild] = discord.guilds;
    if (!guild) throw new Error("The sandbox has no server");
    const managers = guild.roles.find(({ name }) => name === "Persona managers");

    await runCommand(tab, "discord", "/persona-setup");
    const form = tab.getByRole("dialog", { name: "Set up" });
    const channels = form.getByRole("combobox", { name: "Warnings channel" });
    await channels.focus();
    await tab.keyboard.type("#warn");
    const roles = form.getByRole("group", { name: "Managers" });
    await roles.getByRole("checkbox", { name: "@Persona managers" }).focus();
    await tab.keyboard.press("Space");
    expect(await seriousViolations(tab)).toEqual([]);
    await tab.keyboard.press("Enter");

    await shown(tab, "discord", "#warnings");
    await shown(tab, "discord", "@Persona managers");
    expect(await roles.count()).toBe(0);
    expect(sent).toEqual([{ warnings: guild.channel("warnings").id, managers: [managers?.id] }]);
    expect(problems).toEqual([]);
    expect(discord.problems).toEqual([]);
  });

  test("what was chosen before is chosen, @everyone is not offered, and all can be taken away", async () => {
    const { tab } = await open();
    const [guild] = page().sandbox.world.discord.guilds;
    const managers = guild?.roles.find(({ name }) => name === "Persona managers");
    const { sent } = await aSetupBot({
      warnings: guild?.channel("warnings").id,
      managers: [managers?.id ?? ""],
    });

    await runCommand(tab, "discord", "/persona-setup");
    const form = tab.getByRole("dialog", { name: "Set up" });
    const channels = form.getByRole("combobox", { name: "Warnings channel" });
    const role = form.getByRole("group", { name: "Managers" }).getByRole("checkbox");
    expect(await channels.locator("option:checked").textContent()).toBe("#warnings");
    expect(await role.count()).toBe(1);
    expect(await role.isChecked()).toBe(true);
    await channels.selectOption("");
    await role.uncheck();
    await form.getByRole("button", { name: "Submit" }).click();

    await expect.poll(() => sent).toEqual([{}]);
    await column(tab, "discord").getByText("Saved").last().waitFor();
  });
});

function mentionsOf({ warnings, managers }: FormValues): Mention[] {
  return [
    ...(typeof warnings === "string" ? [{ kind: "channel" as const, id: warnings }] : []),
    ...(Array.isArray(managers) ? managers.map((id) => ({ kind: "role" as const, id: String(id) })) : []),
  ];
}
