import type { Button, Fact, Reply } from "../../chat/reply.ts";
import { type Overview, waitingIn } from "../../personas/overview.ts";
import { shortName } from "../../short-name.ts";
import { isKeyThere, type KeyOwner } from "../../tenants/keys.ts";
import { countedAll } from "../../text/counted.ts";
import { type VideoOverview, videosWaiting } from "../../videos/videos.ts";
import type { WarningView } from "../../warnings/details.ts";
import { toldApart } from "../../warnings/told-apart.ts";
import { newPersonaAction } from "../persona-help/help-reply.ts";
import { operatorsKey } from "../reply/operators-key.ts";

export const homeAction = "home";
export const homeSearchAction = "home-search";

export type HomeFacts = {
  /** The page of the list that is open, as a message would show it. */
  page: Reply;
  isAdmin: boolean;
  mayMake: boolean;
  owner: KeyOwner;
  canStoreKey: boolean;
  counts: Overview["counts"];
  videos: VideoOverview;
  warnings: readonly WarningView[];
  appNotice: string | undefined;
  /** Whom the team has named, where nobody manages through any of them. */
  nobodyLeft: Fact | undefined;
};

const warningsShown = 5;
/** A title, Tavus's words where two have the same one, and how much waits. */
const warningLength = 130;

/** The team's personas, how the team stands, and where to begin: whatever leads to another page stays in the tab. */
export function homeReply(facts: HomeFacts): Reply {
  const { page, isAdmin, appNotice } = facts;
  const { secondMenu, buttons = [], notes = [] } = page;
  return {
    ...page,
    isHome: true,
    facts: [...(page.facts ?? []), ...statusFacts(facts)],
    ...(secondMenu && { secondMenu: asHome(secondMenu) }),
    notes: [...notes, ...(isAdmin && appNotice ? [appNotice] : []), whereAnswersStand],
    buttons: [...buttons.map(asHome), ...ownButtons(facts)],
  };
}

const whereAnswersStand = "Answers to these buttons appear under Messages.";

function asHome<Part extends { action: string }>(part: Part): Part {
  return part.action === "list" ? { ...part, action: homeAction } : part;
}

function statusFacts(facts: HomeFacts): Fact[] {
  const { owner, counts, videos, warnings, nobodyLeft } = facts;
  const hasKey = isKeyThere(owner);
  const waiting = countedAll({ persona: waitingIn(counts), video: videosWaiting(videos) });
  const waits = waiting
    ? `Something waits for attention (not in step with Tavus: ${waiting}). /persona-status says what.`
    : "Something waits for attention: /persona-status says what.";
  const isWell = waiting === "" && warnings.length === 0 && !nobodyLeft;
  return [
    { label: "Status", value: hasKey ? (isWell ? "All is well" : waits) : keylessText(facts) },
    ...(nobodyLeft ? [nobodyLeft] : []),
    ...(warnings.length > 0 ? [{ label: "Open warnings", value: warningLines(warnings) }] : []),
  ];
}

function keylessText({ canStoreKey, isAdmin }: HomeFacts): string {
  if (!canStoreKey)
    return `There is no Tavus key: whoever runs the bot sets ${operatorsKey}, or ENCRYPTION_KEYS for your team's own. Until then personas are saved here and wait.`;
  return isAdmin
    ? "There is no Tavus key: press Set up. Until then personas are saved here and wait."
    : "There is no Tavus key: an admin enters it with /persona-setup. Until then personas are saved here and wait.";
}

function warningLines(warnings: readonly WarningView[]): string {
  const more = warnings.length - warningsShown;
  return [
    ...toldApart(warnings)
      .slice(0, warningsShown)
      .map(({ title, waitingWords }) =>
        shortName(waitingWords ? `${title}: ${waitingWords}` : title, warningLength),
      ),
    ...(more > 0 ? [`and ${more} more`] : []),
  ].join("\n");
}

function ownButtons({ mayMake, isAdmin }: HomeFacts): Button[] {
  const state = "-";
  return [
    ...(mayMake
      ? [{ label: "New persona", action: newPersonaAction, state, style: "primary" } as const]
      : []),
    { label: "Search", action: homeSearchAction, state },
    ...(isAdmin ? [{ label: "Set up", action: "setup", state }] : []),
  ];
}
