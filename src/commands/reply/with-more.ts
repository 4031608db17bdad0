import { limits } from "../../chat/limits.ts";
import type { Button } from "../../chat/reply.ts";

/** How many stand beside the one that leads to the others. */
export const shownBeforeMore = limits.buttons - 1;

/** The buttons that fit below a message; where there are more, the last of `places` leads to them. */
export function withMore(
  offers: readonly Button[],
  more: Omit<Button, "label">,
  places: number = limits.buttons,
): Button[] {
  if (offers.length <= places) return [...offers];
  return [...offers.slice(0, places - 1), { label: "More…", ...more }];
}

/** Those that found no place; all, where each has found one since. */
export function beyond(shown: readonly Button[], offers: readonly Button[]): Button[] {
  const rest = offers.filter((offer) => !shown.includes(offer));
  return rest.length > 0 ? rest : [...offers];
}
