import { type Context, definePlainCommand } from "../../chat/command.ts";
import type { Button, Item, Reply } from "../../chat/reply.ts";
import { UserError } from "../../errors.ts";
import type { ListedPersona, PersonaList, TavusOnly } from "../../personas/list.ts";
import type { Persona } from "../../personas/persona.ts";
import { shortName } from "../../short-name.ts";
import { quoted } from "../reply/persona-reply.ts";
import type { Services } from "../services.ts";
import {
  decodeListState,
  encodeListState,
  type ListState,
  listFilters,
  longestSearch,
} from "./list-state.ts";

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
    return showPage({ filter: known, search, from: undefined }, context);
  },
});

function showPage(state: ListState, context: Context<Services>): Promise<Reply> {
  return state.filter === "in-tavus-only" ? showTavusOnly(state, context) : showOurs(state, context);
}

async function showOurs(state: ListState, context: Context<Services>): Promise<Reply> {
  const { services, member } = context;
  const { filter, search, from } = state;
  const list = await services.personas.list(member.tenantId, {
    filter: filter === "all" || filter === "linked" ? filter : "notLinked",
    search,
    from: from && "id" in from ? placeOf(from) : undefined,
  });
  if (list.personas.length === 0) return from ? showOurs(toTheBegin(state), context) : emptyReply(state);
  return {
    tone: "neutral",
    title: titleOf(state),
    items: list.personas.map(itemOf),
    buttons: pageButtons(state, list),
    notes: ["/persona-show with a name or an ID shows one in full."],
  };
}

async function showTavusOnly(state: ListState, context: Context<Services>): Promise<Reply> {
  const { services, member } = context;
  const page = state.from && "page" in state.from ? state.from.page : 0;
  const list = await services.personas.listTavusOnly(member.tenantId, { search: state.search, page });
  if (list.personas.length === 0)
    return page > 0 ? showTavusOnly(toTheBegin(state), context) : emptyReply(state);
  return {
    tone: "neutral",
    title: titleOf(state),
    items: list.personas.map(tavusItemOf),
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

const sharedNote = "It also leaves out what another team of this bot has linked.";

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
const words: { [link in Persona["link"]]: string } = {
  linked: "linked",
  pending: "not linked yet",
  failed: "not linked",
  missing: "gone in Tavus",
};

/** Every name typed here fits; one that comes from Tavus may not. */
const longestName = 100;

function itemOf(persona: ListedPersona): Item {
  const { link, name, id, tavusPersonaId } = persona;
  const word = persona.isBehind ? "linked, Tavus has an older version" : words[link];
  return {
    text: `${symbols[link]} ${shortName(name, longestName)} (${word})`,
    codes: [id, ...(tavusPersonaId ? [tavusPersonaId] : [])],
  };
}

function tavusItemOf(persona: TavusOnly["personas"][number]): Item {
  const { name, tavusPersonaId, hasRecordLine, isDeletedHere } = persona;
  const note = isDeletedHere ? ", deleted here" : hasRecordLine ? ", made with PersonaForge" : "";
  return { text: `◇ ${shortName(name, longestName)} (in Tavus only${note})`, codes: [tavusPersonaId] };
}

function titleOf({ filter, search }: ListState): string {
  const which = {
    all: "Personas",
    linked: "Linked personas",
    "not-linked": "Personas that are not linked",
    "in-tavus-only": "In Tavus only",
  }[filter];
  return search ? `${which} with ${quoted(search)}` : which;
}

function emptyReply(state: ListState): Reply {
  if (state.filter === "all" && state.search === "" && state.from === undefined) {
    return {
      tone: "neutral",
      title: "No personas yet",
      text: "Make the first one with /persona-create, or bring in what is in Tavus with /persona-sync.",
    };
  }
  return {
    tone: "neutral",
    title: titleOf(state),
    text: "There are none. /persona-list without a filter shows all.",
  };
}

function pageButtons(state: ListState, { newer, older }: PersonaList): Button[] {
  const button = (
    label: string,
    direction: "older" | "newer",
    { createdAt, id }: { createdAt: string; id: string },
  ) => ({
    label,
    action: "list",
    state: encodeListState({ ...state, from: { direction, createdMs: Date.parse(createdAt), id } }),
  });
  return [
    ...(newer ? [button("Previous", "newer", newer)] : []),
    ...(older ? [button("Next", "older", older)] : []),
  ];
}

function tavusPageButtons(state: ListState, { page, hasMore }: TavusOnly): Button[] {
  const button = (label: string, to: number) => ({
    label,
    action: "list",
    state: encodeListState({ ...state, from: { page: to } }),
  });
  return [
    ...(page > 0 ? [button("Previous", page - 1)] : []),
    ...(hasMore ? [button("Next", page + 1)] : []),
  ];
}

function placeOf(from: { direction: "older" | "newer"; createdMs: number; id: string }) {
  const createdAt = new Date(from.createdMs).toISOString();
  return { direction: from.direction, cursor: { createdAt, id: from.id } };
}
