import { capital } from "../../chat/refusal.ts";
import type { Button, Item, Reply } from "../../chat/reply.ts";
import type { Overview } from "../../personas/overview.ts";
import { shortName } from "../../short-name.ts";
import type { Role } from "../../tenants/roles.ts";
import { namedAndMore, plural } from "../../text/plural.ts";
import { choiceOf } from "../ask/persona-option.ts";
import { quoted } from "../reply/persona-reply.ts";
import { standingWords } from "../reply/standing-words.ts";

type Standing = keyof Overview["named"];

/** So that three of them, and what to do, fit into a line. */
const nameLength = 30;

const order: readonly Standing[] = ["failed", "missing", "pending", "behind", "unlinked"];

/** What this reader can do about them. */
type Reader = { canRetry: boolean; isManager: boolean; hasKey: boolean };

/** Who stands behind the numbers, what to do about it, and a menu that shows each. */
export function namesIn(
  { counts, named }: Overview,
  { buttons, role, hasKey }: { buttons: readonly Button[]; role: Role; hasKey: boolean },
): Pick<Reply, "items" | "menu"> {
  const standing = order.filter((one) => named[one].length > 0);
  if (standing.length === 0) return {};
  const canRetry = buttons.some(({ action }) => action === "status-retry");
  const reader = { canRetry, isManager: role !== "member", hasKey };
  const choices = standing.flatMap((one) => named[one]).map(choiceOf);
  return {
    items: standing.map((one) => itemOf(one, { named: named[one], count: counts[one] }, reader)),
    menu: { label: "Look at one of these", action: "show", choices },
  };
}

function itemOf(
  standing: Standing,
  { named, count }: { named: Overview["named"][Standing]; count: number },
  reader: Reader,
): Item {
  const quotedNames = named.map(({ name }) => quoted(shortName(name, nameLength)));
  const names = namedAndMore(quotedNames, count - named.length);
  return { text: `${capital(standingWords[standing])}: ${names}. ${whatToDo(standing, count, reader)}` };
}

function whatToDo(standing: Standing, count: number, { canRetry, isManager, hasKey }: Reader): string {
  switch (standing) {
    case "pending":
      if (!hasKey) return goesWithKey(count);
      return canRetry ? "Press Retry all waiting to try now." : goesByItself(count);
    case "behind":
      return canRetry
        ? "Press Retry all waiting to try now; /persona-show says why."
        : "/persona-show says why.";
    case "failed":
      return "/persona-show says why, and what to change.";
    case "missing":
      return isManager
        ? "/persona-show offers Create again and Unlink."
        : "Whoever may change one finds Create again and Unlink under /persona-show.";
    case "unlinked":
      return isManager
        ? "/persona-link ties one to Tavus again."
        : "A manager ties one to Tavus again with /persona-link.";
  }
}

function goesWithKey(count: number): string {
  return plural(count, {
    one: "It goes to Tavus as soon as there is a key.",
    other: "They go to Tavus as soon as there is a key.",
  });
}

function goesByItself(count: number): string {
  return plural(count, { one: "It goes to Tavus by itself.", other: "They go to Tavus by themselves." });
}
