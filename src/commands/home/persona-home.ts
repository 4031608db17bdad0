import { type Context, defineCommand, definePlainCommand } from "../../chat/command.ts";
import { defineForm } from "../../chat/form/form.ts";
import type { Fact, Reply } from "../../chat/reply.ts";
import { randomId } from "../../random-id.ts";
import { decodeListState, type ListState, longestSearch } from "../persona-list/list-state.ts";
import { showPage } from "../persona-list/persona-list.ts";
import { managersFact } from "../persona-setup/persona-setup-facts.ts";
import { areAllUnusable, unusableManagersOf } from "../persona-setup/unusable-managers.ts";
import type { Services } from "../services.ts";
import { homeAction, homeReply, homeSearchAction } from "./home-reply.ts";

const searchForm = defineForm({
  title: "Search personas",
  submit: "Search",
  fields: {
    search: { kind: "line", label: "Part of a name", maxLength: longestSearch },
  },
});

const all: ListState = { filter: "all", sort: "newest", search: "", from: undefined };

/** The app's own tab: asked for by the platform when somebody opens it, and by what is pressed there. */
export const personaHome = definePlainCommand<Services, Record<string, never>>({
  name: "persona-home",
  summary: "Your team's personas and how it stands, in the app's Home tab",
  access: "member",
  isListed: false,
  isHome: true,
  // Whoever does not see it opens the tab again; a message about that would be noise.
  isToldByQueue: true,
  options: {},
  buttons: {
    [homeAction]: {
      access: "member",
      run: async (state, context) => ({
        kind: "reply",
        reply: await showHome(decodeListState(state) ?? all, context),
      }),
    },
    [homeSearchAction]: {
      access: "member",
      opensForm: true,
      run: async () => ({ kind: "form", command: personaHomeSearch.name, formId: randomId(16), values: {} }),
    },
  },

  run: (_values, context) => showHome(all, context),
});

export const personaHomeSearch = defineCommand<Services, typeof searchForm.fields>({
  name: "persona-home-search",
  summary: "Search your team's personas in the app's Home tab",
  access: "member",
  isListed: false,
  isToldByQueue: true,
  form: searchForm,
  run: ({ search }, context) => showHome({ ...all, search }, context),
});

async function nobodyLeftFact({ services, member }: Context<Services>): Promise<Fact | undefined> {
  const settings = await services.settings.of(member.tenantId);
  const unusable = await unusableManagersOf(services, member.tenantId, settings);
  return areAllUnusable(settings.managers, unusable)
    ? managersFact(settings, member.platform, unusable)
    : undefined;
}

async function showHome(state: ListState, context: Context<Services>): Promise<Reply> {
  const { services, member } = context;
  const { tenantId } = member;
  const [page, role, owner, counts, videos, warnings, appNotice, refusal, nobodyLeft] = await Promise.all([
    showPage(state, context),
    member.role(),
    services.teamKeys.owner(tenantId),
    services.personas.counts(tenantId),
    services.videos.overview(tenantId),
    services.warnings.open(tenantId),
    services.appUpdate.notice(tenantId),
    services.mayUse(member, "author"),
    nobodyLeftFact(context),
  ]);
  const mayMake = refusal === undefined;
  return homeReply({
    page,
    isAdmin: role === "admin",
    mayMake,
    owner,
    canStoreKey: services.teamKeys.canStore,
    counts,
    videos,
    warnings,
    appNotice,
    nobodyLeft,
  });
}
