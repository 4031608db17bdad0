import { limits } from "../limits.ts";
import type { Button, Fact, Item, Menu, Reply } from "../reply.ts";

/**
 * The reply as both platforms take it, whatever is in it: one part too many would take the whole message with it. Texts that are too
 * long are the renderers' to cut, for each platform has its own room.
 */
export function fitReply(reply: Reply): Reply {
  const { facts, items, menu, secondMenu, links, buttons } = reply;
  return {
    ...reply,
    ...(facts && {
      facts: atMost(facts, limits.facts, (count): Fact => ({ label: "And", value: more(count) })),
    }),
    ...(items && { items: atMost(items, limits.items, (count): Item => ({ text: `and ${more(count)}` })) }),
    ...(menu && { menu: fitMenu(menu) }),
    ...(secondMenu && { secondMenu: fitMenu(secondMenu) }),
    ...(links && { links: links.slice(0, limits.buttons) }),
    ...(buttons && { buttons: onceEach(buttons).slice(0, limits.buttons * limits.buttonRows) }),
  };
}

/** No platform takes a message in which two do the same, and what somebody is owed may stand below an answer that offers just that. */
function onceEach(buttons: readonly Button[]): Button[] {
  const isSame = (one: Button, other: Button) => one.action === other.action && one.state === other.state;
  return buttons.filter((button, index) => index === buttons.findIndex((other) => isSame(other, button)));
}

/** The last one says how many there are besides. */
function atMost<Part>(parts: readonly Part[], most: number, rest: (count: number) => Part): Part[] {
  return parts.length <= most ? [...parts] : [...parts.slice(0, most - 1), rest(parts.length - most + 1)];
}

function more(count: number): string {
  return `${count} more`;
}

/** A value is never cut: it would be another one. */
function fitMenu(menu: Menu): Menu {
  const fitting = menu.choices.filter(({ value }) => value !== "" && value.length <= limits.option);
  return { ...menu, choices: fitting.slice(0, limits.options) };
}
