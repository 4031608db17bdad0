import { limits } from "../../chat/limits.ts";
import type { Button } from "../../chat/reply.ts";

/** What a reply has room for that shows everything which can be done with one thing. */
const places = limits.buttons * limits.buttonRows;

/** How many stand beside the one that leads to the others. */
export const shownBeforeMore = places - 1;

/** The same where one more leads back. */
export const leastBeforeMore = shownBeforeMore - 1;

/** The buttons that fit below a message; where there are more, the last of `most` leads to them. */
export function withMore(
  offers: readonly Button[],
  more: Omit<Button, "label">,
  most: number = places,
): Button[] {
  if (offers.length <= most) return [...offers];
  return [...offers.slice(0, most - 1), { label: "More…", ...more }];
}

/** Those that found no place; all, where each has found one since. */
export function beyond(shown: readonly Button[], offers: readonly Button[]): Button[] {
  const rest = offers.filter((offer) => !shown.includes(offer));
  return rest.length > 0 ? rest : [...offers];
}
