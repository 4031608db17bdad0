import { describe, expect, test } from "vitest";
import { column, createOnSlack, runCommand, shown, type Tab } from "../../../sandbox/page/play-page.ts";
import { seriousViolations } from "../../../sandbox/page/serious-violations.ts";
import { shareBrowser } from "./browser-setup.ts";

const boxes = {
  discord: "Message, Discord",
  slack: "Message, Slack",
} as const;

describe("where people already are, on the page in a real Chromium", () => {
  const { open } = shareBrowser();

  test.each([
    "discord",
    "slack",
  ] as const)("a message on %s becomes the prompt of a new persona", async (name) => {
    const { tab, problems } = await open();
    const text = `You greet people on ${name}.`;
    await box(tab, name).fill(text);
    await tab.keyboard.press("Enter");
    const message = column(tab, name).getByRole("article").filter({ hasText: text });
    await message.getByLabel("More actions").click();
    await message.getByRole("button", { name: "Use as persona prompt" }).click();

    const form = tab.getByRole("dialog", { name: "New persona" });
    await expect.poll(() => form.getByRole("textbox", { name: "System prompt" }).inputValue()).toBe(text);
    await form.getByRole("textbox", { name: "Name" }).fill(`Greeter of ${name}`);
    await form.getByRole("button", { name: /Create|Submit/ }).click();
    await shown(tab, name, `“Greeter of ${name}” is ready`);
    expect(problems).toEqual([]);
  });

  test("the app's Home tab shows the team's personas, and begins a new one", async () => {
    const { tab, problems } = await open();
    await createOnSlack(tab, "coach Homely");
    await shown(tab, "slack", "“Homely” is ready");
    await column(tab, "slack").getByRole("button", { name: "PersonaForge" }).click();
    await column(tab, "slack").getByRole("button", { name: "Home", exact: true }).click();
    const home = column(tab, "slack").getByRole("region", { name: "Home of PersonaForge" });
    await home.getByText("Homely").first().waitFor();
    expect(await seriousViolations(tab)).toEqual([]);

    await home.getByRole("button", { name: "New persona" }).click();
    const form = tab.getByRole("dialog", { name: "New persona" });
    await form.getByRole("textbox", { name: "Name" }).fill("Second Homely");
    await form.getByRole("textbox", { name: "System prompt" }).fill("You help.");
    await form.getByRole("button", { name: "Create" }).click();
    await home.getByText("Second Homely").first().waitFor();
    await column(tab, "slack").getByRole("button", { name: "Messages", exact: true }).click();
    await shown(tab, "slack", "“Second Homely” is ready");
    expect(problems).toEqual([]);
  });

  test("whoever opens the app is welcomed under its Messages, once", async () => {
    const { tab } = await open();
    await column(tab, "slack").getByRole("button", { name: "PersonaForge" }).click();
    await shown(tab, "slack", "Hello, this is PersonaForge");
  });

  test.each([
    "Escape",
    "Cancel",
    "Close",
    "Send",
  ])("after a form was closed by %s, the boxes take letters", async (way) => {
    const { tab } = await open();
    for (const name of ["slack", "discord"] as const) {
      await runCommand(tab, name, "/persona-setup");
      const form = tab.getByRole("dialog");
      await form.waitFor();
      if (way === "Escape") await tab.keyboard.press("Escape");
      else if (way === "Send") await form.getByRole("button", { name: /^(Save|Submit)$/ }).click();
      else await form.getByRole("button", { name: way, exact: true }).first().click();
      await form.waitFor({ state: "detached" });
      await expect.poll(() => box(tab, name).and(tab.locator(":focus")).count()).toBe(1);
      await tab.keyboard.type("/persona");
      expect(await box(tab, name).inputValue()).toBe("/persona");
      await box(tab, name).fill("");
    }
  });

  test("what was made in Tavus and linked later says both", async () => {
    const { tab } = await open();
    const tavus = column(tab, "tavus");
    await tavus.getByRole("button", { name: /Add/ }).first().click();
    await tavus.getByRole("textbox", { name: "Persona name" }).fill("Found Otto");
    await tavus.getByRole("textbox", { name: "System prompt" }).fill("You were there.");
    await tavus
      .getByRole("button", { name: /^(Add|Save)/ })
      .last()
      .click();
    const row = tavus.getByRole("listitem").filter({ hasText: "Found Otto" });
    await row.getByText("made in Tavus").waitFor();
    await runCommand(tab, "discord", "/persona-sync");
    await row.getByText(/linked to per_/).waitFor();
    expect(await row.getByText("made in Tavus").count()).toBe(1);
  });

  test("the workspaces and servers can be told apart by their names", async () => {
    const { tab } = await open();
    const names = [
      await column(tab, "slack").locator(".s-workspace").textContent(),
      await column(tab, "discord").locator(".d-guild-name").textContent(),
    ];
    expect(new Set(names).size).toBe(2);
  });
});

function box(tab: Tab, name: keyof typeof boxes) {
  return column(tab, name).getByRole("combobox", { name: boxes[name] });
}
