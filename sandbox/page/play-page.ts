import type { Browser, BrowserContextOptions, Locator, Page as Tab } from "playwright-core";

export type { Browser, BrowserContextOptions, Page as Tab } from "playwright-core";

/** How long anything on the page may take before it is called broken. */
const patienceMs = 20_000;

/** Opens the page in a window of its own, once the bot is running. `prepare` gets it while it is still blank. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions,
  prepare: (blank: Tab) => void = () => undefined,
): Promise<Tab> {
  const context = await browser.newContext(options);
  const tab = await context.newPage();
  prepare(tab);
  tab.setDefaultTimeout(patienceMs);
  await tab.goto(url);
  await tab.getByText("Bot is running").waitFor();
  return tab;
}

export async function skipTour(tab: Tab): Promise<void> {
  await tab.getByRole("button", { name: "Skip the tour" }).click();
}

export function column(tab: Tab, name: "discord" | "slack" | "tavus"): Locator {
  return tab.locator(`#column-${name}`);
}

/** Waits until words stand in a column. */
export async function shown(tab: Tab, name: "discord" | "slack" | "tavus", words: string): Promise<void> {
  await column(tab, name).getByText(words).last().waitFor();
}

export async function chooseFault(tab: Tab, name: string): Promise<void> {
  await tab.getByRole("radio", { name }).check();
  const state = name === "All well" ? "all well" : "in trouble";
  await column(tab, "tavus").getByText(state, { exact: true }).waitFor();
}

/** Types everything, as somebody without a mouse would. `look` is called while the form is open. */
export async function createOnDiscord(
  tab: Tab,
  name: string,
  look: (tab: Tab) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  await column(tab, "discord").getByRole("combobox", { name: "Message, Discord" }).focus();
  await type(tab, "/persona-create", "Enter");
  await type(tab, "template", "Enter");
  await type(tab, "Coach", "Enter");
  await tab.keyboard.press("Enter");
  const form = tab.getByRole("dialog");
  await form.waitFor();
  await tab.keyboard.type(name);
  await look(tab);
  await tab.keyboard.press("Enter");
  await form.waitFor({ state: "detached" });
}

/** `channel` is where warnings shall go, such as "#warnings"; the key stays the operator's. */
export async function setUpOnDiscord(tab: Tab, channel: string): Promise<void> {
  await runCommand(tab, "discord", "/persona-setup");
  const form = tab.getByRole("dialog");
  await form.getByRole("combobox", { name: "Warnings channel" }).selectOption({ label: channel });
  await form.getByRole("button", { name: "Submit" }).click();
  await form.waitFor({ state: "detached" });
}

/** `text` is what follows the command, such as "coach Otto". */
export async function createOnSlack(tab: Tab, text: string): Promise<void> {
  await column(tab, "slack").getByRole("combobox", { name: "Message, Slack" }).focus();
  await type(tab, `/persona-create ${text}`, "Enter");
  const form = tab.getByRole("dialog");
  await form.waitFor();
  await form.getByRole("textbox", { name: "Name" }).focus();
  await tab.keyboard.press("Enter");
  await form.waitFor({ state: "detached" });
}

/** Types a command without options, or with free text on Slack, and sends it. */
export async function runCommand(tab: Tab, name: "discord" | "slack", command: string): Promise<void> {
  await column(tab, name).getByRole("combobox", { name: "Message" }).focus();
  await type(tab, command, "Enter");
  await tab.keyboard.press("Enter");
}

/**
 * The first call, with the persona that was made last: a card, a private link, a call that is left and ended. `look` is
 * called during the call.
 */
export async function makeCall(
  tab: Tab,
  name: "discord" | "slack",
  look: (tab: Tab) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const joins = column(tab, name).getByRole("button", { name: "Join" });
  const menu = column(tab, name).getByRole("combobox", { name: "Choose a persona" }).last();
  const before = await joins.count();
  await runCommand(tab, name, "/persona-talk");
  // A team with one persona is not asked which.
  await menu.or(joins.nth(before)).first().waitFor();
  if (await menu.isVisible()) await menu.selectOption({ index: 1 });
  await joins.nth(before).waitFor();
  await joins.last().click();
  await column(tab, name).getByRole("link", { name: "Open the room" }).last().click();
  const call = tab.getByRole("dialog", { name: /^Call with/ });
  await call.getByText("How can I help you today?").waitFor();
  await look(tab);
  await call.getByRole("button", { name: "Leave" }).click();
  await column(tab, name).getByRole("button", { name: "End", exact: true }).last().click();
}

/** A video with a face of Tavus's own, made ready; its link comes by itself. */
export async function makeVideo(tab: Tab, name: "discord" | "slack", script: string): Promise<void> {
  await runCommand(tab, name, "/persona-video");
  await chooseFirst(tab, name, "Choose a persona");
  await chooseFirst(tab, name, "Choose a face");
  const form = tab.getByRole("dialog");
  await form.getByRole("textbox", { name: "Script" }).fill(script);
  await form.getByRole("button", { name: /Make it|Submit/ }).click();
  await form.waitFor({ state: "detached" });
  await column(tab, "tavus")
    .getByRole("button", { name: /^Make .* ready$/ })
    .first()
    .click();
}

async function chooseFirst(tab: Tab, place: "discord" | "slack", name: string): Promise<void> {
  await column(tab, place).getByRole("combobox", { name }).last().selectOption({ index: 1 });
}

async function type(tab: Tab, text: string, key: string): Promise<void> {
  await tab.keyboard.type(text);
  await tab.keyboard.press(key);
}
