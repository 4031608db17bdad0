import { expect } from "vitest";
import { encodeButton, encodeChoice, encodeMenu } from "../../src/chat/button-code.ts";
import { limits } from "../../src/chat/limits.ts";
import type { Menu, Reply } from "../../src/chat/reply.ts";
import { wellFormed } from "../../src/text/well-formed.ts";

/** Fails the test unless both platforms take this reply as it is. */
export function expectWithinLimits(reply: Reply): void {
  const { title, text, facts = [], items = [], menu, secondMenu, files = [] } = reply;
  const { notes = [], links = [], buttons = [] } = reply;
  expect(wellFormed(reply), "a reply in which no character is parted").toBe(reply);
  expectLength("title", title, limits.replyTitle);
  if (text !== undefined) expectLength("text", text, limits.replyText);
  expect(facts.length, "number of facts").toBeLessThanOrEqual(limits.facts);
  for (const { label, value, mentions = [] } of facts) {
    expectLength("label of a fact", label, limits.button);
    // Discord's longest mention, of a role: <@& and 19 digits and >.
    const mentioned = mentions.map(() => "x".repeat(24));
    expectLength(`value of ${label}`, [value, ...mentioned].join(" "), limits.factValue);
  }
  expect(items.length, "number of items").toBeLessThanOrEqual(limits.items);
  for (const { text: line, codes = [] } of items)
    expectLength("item", [line, ...codes].join(" "), limits.item);
  for (const one of [menu, secondMenu]) if (one) expectMenuWithinLimits(one);
  // Both platforms refuse two of one id.
  if (menu && secondMenu) expect(secondMenu.action, "action of the second menu").not.toBe(menu.action);
  expect(links.length, "number of links").toBeLessThanOrEqual(limits.buttons);
  for (const { label } of links) expectLength("label of a link", label, limits.button);
  expect(files.length, "number of files").toBeLessThanOrEqual(limits.files);
  for (const note of notes) expectLength("note", note, limits.factValue);
  const rows = Math.ceil(buttons.length / limits.buttons);
  expect(rows, "rows of buttons").toBeLessThanOrEqual(limits.buttonRows);
  const others = [menu, secondMenu, links.length > 0].filter(Boolean).length;
  expect(rows + others, "rows of a message of Discord's").toBeLessThanOrEqual(5);
  for (const button of buttons) expectLength("label of a button", button.label, limits.button);
  // Throws when the state does not fit; and both platforms refuse two buttons of one id.
  const codes = [...buttons, ...files.flatMap(({ open }) => open ?? [])].map(encodeButton);
  expect(new Set(codes).size, "distinct buttons").toBe(codes.length);
}

function expectMenuWithinLimits(menu: Menu): void {
  expectLength("label of a menu", menu.label, limits.button);
  expect(menu.choices.length, "number of choices").toBeLessThanOrEqual(limits.options);
  for (const { label, value } of menu.choices) {
    expectLength(`label of ${value}`, label, limits.option);
    expectLength(`value of ${label}`, value, limits.option);
    expectLength(`code of ${label}`, encodeChoice(encodeMenu(menu), value), limits.id);
  }
  const values = new Set(menu.choices.map(({ value }) => value));
  expect(values.size, "distinct choices").toBe(menu.choices.length);
}

function expectLength(what: string, text: string, most: number): void {
  expect(text.trim().length, `${what}: “${text}”`).toBeGreaterThan(0);
  expect(text.length, `${what}: “${text}”`).toBeLessThanOrEqual(most);
}
