import { describe, expect, test } from "vitest";
import {
  chooseFault,
  column,
  createOnDiscord,
  createOnSlack,
  makeCall,
  makeVideo,
  runCommand,
  setUpOnDiscord,
  shown,
  type Tab,
} from "../../../sandbox/page/play-page.ts";
import { seriousViolations } from "../../../sandbox/page/serious-violations.ts";
import { shareBrowser } from "./browser-setup.ts";

const faultsAndWarnings = [
  ["Invalid key", "Invalid Tavus API key"],
  ["Unreachable", "Tavus is not available"],
  ["Server errors", "Tavus is not available"],
  ["Rate limited", "Tavus asks for a pause"],
  ["Loses the answer", "Tavus is not available"],
] as const;

/** A telephone, and a page of 1280 × 720 and of 1280 × 1024 that somebody enlarged to two and four times. */
const small = [
  { width: 390, height: 844 },
  { width: 640, height: 360 },
  { width: 320, height: 256 },
];
/** What a chat takes with its places, some messages and what is typed. */
const enoughHeight = 300;

describe("the sandbox page in a real Chromium", () => {
  const { open, page } = shareBrowser();

  test.each(["light", "dark"] as const)("axe finds nothing serious in the %s page", async (colorScheme) => {
    const { tab } = await open({ colorScheme, tour: true });
    await runCommand(tab, "slack", "/persona-create");
    await tab.getByRole("dialog").waitFor();
    expect(await seriousViolations(tab)).toEqual([]);
    await tab.keyboard.press("Escape");
    await tab.getByRole("dialog").waitFor({ state: "detached" });
    await column(tab, "discord").getByRole("combobox", { name: "Message, Discord" }).focus();
    await tab.keyboard.type("/");
    await tab.getByRole("listbox", { name: "Commands" }).waitFor();
    expect(await seriousViolations(tab)).toEqual([]);
  });

  test("a persona is created on Discord by keyboard alone, and the answer shows both IDs", async () => {
    const { tab, outsideRequests, problems } = await open();

    await createOnDiscord(tab, "Keyboard Cleo");
    await shown(tab, "discord", "“Keyboard Cleo” is ready");

    const answer = column(tab, "discord").getByRole("article").last();
    await answer.getByText("Only you can see this").waitFor();
    const ids = await answer.locator("dd code").allTextContents();
    expect(ids).toEqual([expect.stringMatching(/^per_/), expect.stringMatching(/^p/)]);
    await expect(inTavus(tab, "Keyboard Cleo")).resolves.toContain(ids[0]);
    const composer = column(tab, "discord").getByRole("combobox", { name: "Message, Discord" });
    expect(await composer.and(tab.locator(":focus")).count()).toBe(1);
    expect({ outsideRequests, problems }).toEqual({ outsideRequests: [], problems: [] });
  });

  test("a persona is created on Slack, mistakes standing beside their fields", async () => {
    const { tab, problems } = await open();
    await runCommand(tab, "slack", "/persona-create");
    const form = tab.getByRole("dialog", { name: "New persona" });
    await form.getByRole("button", { name: "Create" }).click();
    const name = form.getByRole("textbox", { name: "Name" });
    await form.getByText("Please complete this required field.").waitFor();
    expect(await name.getAttribute("aria-invalid")).toBe("true");

    await name.fill("Slack Juno");
    await form.getByRole("combobox", { name: "Template" }).selectOption("coach");
    await expect
      .poll(() => form.getByRole("textbox", { name: "System prompt" }).inputValue())
      .toContain("coach");
    await form.getByRole("combobox", { name: "Replica" }).focus();
    await form.getByRole("option", { name: /Anna/ }).click();
    await form.getByRole("button", { name: "Create" }).click();

    await shown(tab, "slack", "“Slack Juno” is ready");
    await expect(inTavus(tab, "Slack Juno")).resolves.toContain("Anna");
    expect(problems).toEqual([]);
  });

  test("what Tavus refuses is a warning, and Retry turns it into the good news in place", async () => {
    const { tab } = await open();
    await chooseFault(tab, "Out of credits");
    await createOnDiscord(tab, "Late Quill");
    await shown(tab, "discord", "Insufficient Tavus credits");
    const warning = column(tab, "discord").getByRole("article").last();
    const id = await warning.getAttribute("data-message");

    await chooseFault(tab, "All well");
    await warning.getByRole("button", { name: "Retry" }).click();

    const sameMessage = tab.locator(`[data-message="${id}"]`);
    await sameMessage.getByText("“Late Quill” is ready").waitFor();
    await sameMessage.getByText("(edited)").waitFor();
  });

  test("each switch of Tavus has a warning of its own, and every persona is saved", async () => {
    const { tab } = await open();
    const answers = column(tab, "slack").getByRole("article");
    for (const [fault, title] of faultsAndWarnings) {
      const count = await answers.count();
      await chooseFault(tab, fault);
      await createOnSlack(tab, `coach Broken by ${fault}`);
      await answers.nth(count).getByText(title).waitFor();
      await answers
        .nth(count)
        .getByText(/is saved\. (Tavus does not have it|Whether Tavus has it is not known)/)
        .waitFor();
    }
    await chooseFault(tab, "All well");
  });

  test("the tour goes on by itself as its steps are done, and stays away once it was skipped", async () => {
    const { tab } = await open({ tour: true });
    const tour = tab.getByRole("complementary", { name: "Guided tour" });
    await tour.getByText("1 of").waitFor();
    await createOnDiscord(tab, "Tour Ada");
    await tour.getByText(/^2 of \d: Talk to it/).waitFor();
    await makeCall(tab, "discord");
    await tour.getByText(/^3 of \d: Let it make a video/).waitFor();
    await makeVideo(tab, "discord", "Welcome to us.");
    await tour.getByText(/^4 of \d: Choose where warnings go/).waitFor();
    await setUpOnDiscord(tab, "#warnings");
    await tour.getByText(/^5 of \d: Break Tavus/).waitFor();
    await chooseFault(tab, "Out of credits");
    await tour.getByText(/^6 of/).waitFor();
    await createOnSlack(tab, "coach Tour Otto");
    await tour.getByText(/^7 of/).waitFor();
    await chooseFault(tab, "All well");
    await tour.getByText(/^8 of \d: Press Retry/).waitFor();
    await column(tab, "slack").getByRole("article").last().getByRole("button", { name: "Retry" }).click();
    await tour.getByText(/^9 of \d: Bring both sides in step/).waitFor();
    await runCommand(tab, "discord", "/persona-sync");
    await tour.getByText("That is the whole loop").waitFor();

    await tour.getByRole("button", { name: "Close" }).click();
    await tab.reload();
    await tab.getByText("Bot is running").waitFor();
    expect(await tour.count()).toBe(0);
  });

  test("a colleague adds, changes and deletes a persona in the Tavus column", async () => {
    const { tab } = await open();
    const tavus = column(tab, "tavus");
    await tavus.getByRole("button", { name: "Add", exact: true }).click();
    await tavus.getByLabel("Persona name").fill("Colleague's own");
    await tavus.getByLabel("System prompt").fill("You are made in Tavus.");
    await tavus.getByRole("button", { name: "Add to Tavus" }).click();
    await tavus.getByRole("button", { name: "Edit Colleague's own" }).click();
    await tavus.getByLabel("Persona name").fill("Renamed");
    await tavus.getByRole("button", { name: "Save" }).click();
    await tavus.getByRole("button", { name: "Delete Renamed" }).click();
    await tavus.getByRole("button", { name: "Delete", exact: true }).click();
    await tavus.getByText("Renamed", { exact: true }).waitFor({ state: "detached" });
  });

  test("each step of the last act is listed, with what was sent", async () => {
    const { tab } = await open();
    await createOnSlack(tab, "coach Stepwise");
    await shown(tab, "slack", "“Stepwise” is ready");
    const steps = tab.getByRole("list", { name: "Steps" });
    await steps.getByText("create persona", { exact: true }).first().click();
    await steps.locator("pre").getByText("persona_name").waitFor();
  });

  test("another person sees nothing that is private, and may not do everything", async () => {
    const { tab } = await open();
    await createOnDiscord(tab, "Private Cleo");
    await shown(tab, "discord", "“Private Cleo” is ready");
    await column(tab, "discord").getByLabel("Act as").selectOption({ label: "mia (member)" });
    await column(tab, "discord").getByText("“Private Cleo” is ready").waitFor({ state: "detached" });
    await runCommand(tab, "discord", "/persona-sync");
    await shown(tab, "discord", "Only people with Manage Server may do this.");
  });

  test.each(
    small,
  )("a page of $width × $height shows one column at a time, whole, and never scrolls sideways", async (viewport) => {
    const { tab } = await open({ viewport });
    for (const name of ["Discord", "Slack", "Tavus"] as const) {
      await tab.getByRole("button", { name, exact: true }).click();
      expect(await visibleColumns(tab)).toEqual([`column-${name.toLowerCase()}`]);
      const box = await tab.locator(".column:visible").boundingBox();
      expect(box?.height).toBeGreaterThanOrEqual(enoughHeight);
      expect(await tab.evaluate("document.documentElement.scrollWidth")).toBe(viewport.width);
    }
    for (const label of ["Stop the bot", "Tour"])
      expect(await tab.getByRole("button", { name: label, exact: true }).isVisible(), label).toBe(true);
  });

  test("a bot that was stopped is said to be, and started from the page", async () => {
    const { tab } = await open();
    await tab.getByRole("button", { name: "Stop the bot" }).click();
    await tab.getByRole("alert").getByText("The bot is stopped").waitFor();
    await tab.getByRole("button", { name: "Start the bot" }).click();
    await tab.getByText("Bot is running").waitFor({ timeout: 30_000 });
    expect(page().sandbox.bot.picture().state).toBe("running");
  });
});

/** What the Tavus column says about a persona. */
async function inTavus(tab: Tab, name: string): Promise<string> {
  const row = column(tab, "tavus").getByRole("listitem").filter({ hasText: name });
  return row.innerText();
}

async function visibleColumns(tab: Tab): Promise<(string | null)[]> {
  const columns = await tab.locator(".column:visible").all();
  return Promise.all(columns.map((each) => each.getAttribute("id")));
}
