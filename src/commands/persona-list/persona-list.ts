import { automaticUser } from "../../automatic-user.ts";
import { type Context, definePlainCommand } from "../../chat/command.ts";
import type { Platform } from "../../chat/member.ts";
import type { Item, Reply } from "../../chat/reply.ts";
import { timeMark } from "../../chat/time-mark.ts";
import { UserError } from "../../errors.ts";
import type { ListedPersona, TavusOnly } from "../../personas/list.ts";
import type { Persona } from "../../personas/persona.ts";
import { shortName } from "../../short-name.ts";
import { foldBeginning } from "../../text/fold.ts";
import { withoutQuotes } from "../../text/quotes.ts";
import { choiceOf } from "../ask/persona-option.ts";
import { noPersonasReply } from "../reply/no-personas.ts";
import { standingWords } from "../reply/standing-words.ts";
import type { Services } from "../services.ts";
import { pageButtons, pageOf, tavusPageButtons, titleOf, viewMenu } from "./list-position.ts";
import { decodeListState, type ListState, listFilters, longestSearch } from "./list-state.ts";

const options = {
  filter: {
    kind: "choice",
    early: true,
    label: "Filter",
    hint: "Which personas to list",
    initial: "all",
    choices: [
      { value: "all", label: "All" },
      { value: "linked", label: "Linked" },
      { value: "not-linked", label: "Not linked" },
      { value: "in-tavus-only", label: "In Tavus only" },
    ],
  },
  search: { kind: "line", early: true, label: "Search", hint: "Part of a name", maxLength: longestSearch },
} as const;

/** Pages of personas with the state of their link. */
export const personaList = definePlainCommand<Services, typeof options>({
  name: "persona-list",
  summary: "List your team's personas",
  access: "member",
  options,
  buttons: {
    list: {
      access: "member",
      async run(state, context) {
        const page = decodeListState(state);
        if (!page) throw new UserError("This list is from an older version. Run /persona-list again.");
        return { kind: "reply", reply: await showPage(page, context) };
      },
    },
  },

  run: ({ filter, search }, context) => {
    const known = listFilters.find((candidate) => candidate === filter) ?? "all";
    return showPage(
      { filter: known, sort: "newest", search: withoutQuotes(search), from: undefined },
      context,
    );
  },
});

/** One page of a list, with what leads to the others. */
export function showPage(state: ListState, context: Context<Services>): Promise<Reply> {
  return state.filter === "in-tavus-only" ? showTavusOnly(state, context) : showOurs(state, context);
}

async function showOurs(state: ListState, context: Context<Services>): Promise<Reply> {
  const { services, member } = context;
  const { filter, sort, search, from } = state;
  const list = await services.personas.list(member.tenantId, {
    filter: filter === "all" || filter === "linked" ? filter : "notLinked",
    sort,
    search,
    from: from && "id" in from ? placeOf(from) : undefined,
  });
  if (list.personas.length === 0)
    return from ? showOurs(toTheBegin(state), context) : emptyReply(state, context);
  return {
    tone: "neutral",
    title: titleOf(state, { page: pageOf(state, list), total: list.total }),
    items: itemsOf(list.personas, member.platform),
    menu: { label: "Open a persona", action: "show", choices: list.personas.map(choiceOf) },
    secondMenu: viewMenu(state),
    buttons: pageButtons(state, list),
  };
}

async function showTavusOnly(state: ListState, context: Context<Services>): Promise<Reply> {
  const { services, member } = context;
  const page = state.from && "page" in state.from ? state.from.page : 0;
  const list = await services.personas.listTavusOnly(member.tenantId, { search: state.search, page });
  if (list.personas.length === 0)
    return page > 0 ? showTavusOnly(toTheBegin(state), context) : emptyReply(state, context);
  return {
    tone: "neutral",
    title: titleOf(state, { page: page + 1, total: list.total }),
    items: list.personas.map(tavusItemOf),
    secondMenu: viewMenu(state),
    buttons: tavusPageButtons(state, list),
    notes: [
      "/persona-sync brings them here.",
      ...(list.personas.some(({ isDeletedHere }) => isDeletedHere) ? [deletedNote] : []),
      ...(list.personas.some(({ hasRecordLine }) => hasRecordLine) ? [sharedNote] : []),
    ],
  };
}

const deletedNote =
  "It leaves out those that were deleted here: /persona-show with their ID offers to import them.";

const sharedNote = "/persona-sync leaves out what another team has linked.";

/** What stood on the page is gone: everything there was is before it. */
function toTheBegin(state: ListState): ListState {
  return { ...state, from: undefined };
}

const symbols: { [link in Persona["link"]]: string } = {
  linked: "●",
  pending: "◐",
  failed: "○",
  missing: "◌",
};

/** Every name typed here fits; one that comes from Tavus may not. */
const longestName = 100;
/** Beside its state and both IDs it still stands in two lines of Slack's. */
const nameInLine = 40;

/** With both IDs. Namesakes on a page are told apart by who made them when. */
function itemsOf(page: readonly ListedPersona[], platform: Platform): Item[] {
  const names = page.map(({ name }) => foldBeginning(name));
  return page.map((persona, index) => {
    const hasNamesake = names.some((name, other) => other !== index && name === names[index]);
    return itemOf(persona, hasNamesake, platform);
  });
}

function itemOf(persona: ListedPersona, hasNamesake: boolean, platform: Platform): Item {
  const { link, name, id, tavusPersonaId, createdAt, createdBy } = persona;
  const word = standingWords[persona.isBehind ? "behind" : persona.isUnlinked ? "unlinked" : link];
  const isSlack = platform === "slack";
  const line = `${symbols[link]} ${shortName(name, isSlack ? nameInLine : longestName)} (${word})`;
  const codes = [id, ...(tavusPersonaId ? [tavusPersonaId] : [])];
  if (!hasNamesake) return { text: line, codes };
  const made = `${line}, made ${timeMark(Date.parse(createdAt))} by`;
  if (createdBy === automaticUser) return { text: `${made} an automatic sync`, codes };
  return { text: made, codes, mentions: [{ kind: "person", id: createdBy }] };
}

function tavusItemOf(persona: TavusOnly["personas"][number]): Item {
  const { name, tavusPersonaId, hasRecordLine, isDeletedHere } = persona;
  const word = isDeletedHere
    ? "in Tavus only, deleted here"
    : hasRecordLine
      ? "in Tavus only, made from chat"
      : "in Tavus only";
  return { text: `◇ ${shortName(name, longestName)} (${word})`, codes: [tavusPersonaId] };
}

function emptyReply(state: ListState, context: Context<Services>): Reply | Promise<Reply> {
  if (state.filter === "all" && state.search === "" && state.from === undefined)
    return noPersonasReply(context);
  return {
    tone: "neutral",
    title: titleOf(state),
    text: "There are none.",
    secondMenu: viewMenu(state),
  };
}

function placeOf(from: { direction: "older" | "newer"; createdMs: number; id: string }) {
  const createdAt = new Date(from.createdMs).toISOString();
  return { direction: from.direction, cursor: { createdAt, id: from.id } };
}
