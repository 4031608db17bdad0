import { automaticUser } from "../automatic-user.ts";
import { interruptedReply } from "../chat/dispatch/fixed-replies.ts";
import { createLandingPageNews } from "../commands/persona-outside/outside-news.ts";
import { rehearsalCard } from "../commands/persona-rehearse/rehearsal-thread.ts";
import { tellAutoSync } from "../commands/persona-sync/auto-sync-news.ts";
import { knownOfSync } from "../commands/persona-sync/known-of-sync.ts";
import { countsIn } from "../commands/persona-sync/sync-counted.ts";
import { summaryReply } from "../commands/persona-sync/sync-reply.ts";
import { createConversationNews } from "../commands/persona-talk/conversation-news.ts";
import { createVideoNews } from "../commands/persona-video/video-news.ts";
import { createNews } from "../commands/reply/news.ts";
import type { Services } from "../commands/services.ts";
import { conversationKind } from "../database/conversation/conversation-record.ts";
import { createForgottenTeams } from "../database/forgotten/forget-team.ts";
import { createOwedAtAll } from "../database/owed-at-all.ts";
import { createPersonaStore } from "../database/persona/persona-store.ts";
import { createTemplateStore } from "../database/persona/template-store.ts";
import { createVersionStore } from "../database/persona/version-store.ts";
import { createAutoSyncStore } from "../database/team/auto-sync-store.ts";
import { createDeliveryStore } from "../database/team/delivery-store.ts";
import { createDraftStore } from "../database/team/draft-store.ts";
import { createOwedStore } from "../database/team/owed-store.ts";
import { createStateStore } from "../database/team/state-store.ts";
import { createTenantLifeStore } from "../database/team/tenant-life-store.ts";
import { createTenantStore } from "../database/team/tenant-store.ts";
import { createVideoStore } from "../database/video/video-store.ts";
import { createOwedAnswers } from "../owed/owed-answers.ts";
import { initialContent } from "../personas/content/draft.ts";
import { exportedContent, exportedVersion } from "../personas/content/exported.ts";
import { createAutoSync } from "../personas/sync/automatic/auto-sync.ts";
import { autoSyncFailure } from "../personas/sync/automatic/auto-sync-failure.ts";
import type { SyncRequest } from "../personas/sync/sync-verbs.ts";
import { createTemplates, mostTemplates } from "../personas/templates.ts";
import { createTeamReplicas } from "../replicas/team-replicas.ts";
import { linksTo } from "../slack/previews/link-page.ts";
import {
  exportedPersonas,
  exportedTemplates,
  exportedTranscripts,
  exportedVersions,
  exportedVideos,
  exportPart,
} from "../tenants/export-team.ts";
import { createTeamLife } from "../tenants/life.ts";
import { createTeamKeys } from "../tenants/team-keys.ts";
import { createAppUpdate } from "./app-update.ts";
import { buildDispatcher } from "./build-dispatcher.ts";
import { buildPersonas } from "./build-personas.ts";
import { buildRecords, type Records } from "./build-records.ts";
import { buildTeam } from "./build-team.ts";
import { type BuiltWarnings, buildWarnings } from "./build-warnings.ts";
import { type AfterCallParts, buildAfterCalls } from "./kinds/build-after-calls.ts";
import { buildConversations, type ConversationParts } from "./kinds/build-conversations.ts";
import { buildLandingPages } from "./kinds/build-landing-pages.ts";
import { buildVideos } from "./kinds/build-videos.ts";
import type { Parts, PartsOptions } from "./parts.ts";
import { describeProgram } from "./program.ts";
import { createTeamEvents } from "./team-events.ts";
import { refusal } from "./who-may.ts";

/** Builds the parts between the database and the platforms, each from those above it. */
export function buildParts(options: PartsOptions): Parts {
  const { config, database, tavus, log, channelsOf, sendDirectFor, outcomeWait } = options;
  const team = buildTeam(config, database);
  const { settings, keys } = team;
  const tenants = createTenantStore(database);
  const resumeQueue = async (tenantId: string) => {
    await tenants.resumeQueue(tenantId);
    parts.worker.wake();
    database.wakes.tellOthers("queue");
  };
  const records = buildRecords({ database, settings, log });
  const builtWarnings = buildWarnings({ ...options, ...team, audit: records.audit, resumeQueue });
  const { warnings } = builtWarnings;
  const owed = createOwedAnswers({
    store: createOwedStore(database, team.secrets),
    sendDirectFor,
    wakeOthers: () => database.wakes.tellOthers("owed"),
    known: ({ tenantId, deliveryId }) => knownOfSync(parts.personas, tenantId, deliveryId),
    log,
  });
  const news = createNews(sendDirectFor, owed.tell);
  const templateStore = createTemplateStore(database, { initial: initialContent, most: mostTemplates });
  const replicas = createTeamReplicas({ tavus, keys, log, now: database.now });
  const conversationNews = createConversationNews({
    channelsOf,
    sendDirectFor,
    audit: records.audit,
    findPersona: (tenantId, id) => parts.personas.find(tenantId, id),
    facesOf: replicas.usable,
    callMinutesOf: records.limits.callMinutesOf,
    canRehearse: async (tenantId) => (await settings.of(tenantId)).isRehearsalOn,
    rehearsalCard: (card) =>
      rehearsalCard(
        { personas: parts.personas, rehearsals: after?.rehearsals, conversations: rooms?.conversations },
        card,
      ),
    wakeFollowUps: () => after?.followUps.wake(),
    now: database.now,
  });
  let rooms: ConversationParts | undefined;
  let after: AfterCallParts | undefined;
  const videoNews = createVideoNews({ channelsOf, sendDirectFor, tellForSure: owed.tell, now: database.now });
  const publicUrl = config.port === undefined ? undefined : config.publicUrl;
  const builtVideos = buildVideos({
    ...options,
    keys,
    news: videoNews,
    publicUrl,
  });
  const builtPages = buildLandingPages({
    ...options,
    keys,
    news: createLandingPageNews({ audit: records.audit, tellForSure: owed.tell }),
    isAllowed: async (tenantId) => (await settings.of(tenantId)).isSharingOn,
  });
  const parts = buildPersonas({
    database,
    instance: options.instance,
    tavus,
    keys,
    secrets: team.secrets,
    news,
    warnings,
    limits: records.limits,
    log,
    isAccountShared: config.tavus.isAccountShared ?? false,
    outcomeWait,
    others: [
      {
        name: conversationKind,
        build(tools) {
          const { kind, ...built } = buildConversations(
            { ...team, ...options, limits: records.limits, news: conversationNews, publicUrl },
            tools,
          );
          rooms = built;
          return kind;
        },
      },
      builtPages.kind,
      builtVideos.kind,
    ],
  });
  if (!rooms) throw new Error("The queue was built without rooms.");
  after = buildAfterCalls({ ...options, ...team, ...rooms, tellForSure: owed.tell });
  const { personas } = parts;
  const videoParts = builtVideos.parts();
  const pageParts = builtPages.parts();
  const lifeStore = createTenantLifeStore(database);
  const life = createTeamLife({
    store: lifeStore,
    forgotten: createForgottenTeams(database),
    settings,
    now: database.now,
    log,
  });
  const { conversations } = rooms;
  const endMadeWith = async (tenantId: string, tag: string) => {
    const endPages = () => pageParts.landingPages.endAll(tenantId, "keyChanged", tag);
    const before = await endPages();
    const rooms = await conversations.endMadeWith(tenantId, tag);
    // While the rooms ended, somebody may have shared one more.
    const { ended, left } = await endPages();
    return { ...rooms, pages: { ended: before.ended + ended, left } };
  };
  const drafts = createDraftStore(database);
  const deliveries = createDeliveryStore(database);
  const teamKeys = createTeamKeys({
    ...team,
    tavus,
    now: database.now,
    endRooms: endMadeWith,
    keyChanged: resumeQueue,
  });
  const services: Services = {
    personas,
    templates: createTemplates(templateStore, settings),
    conversations: rooms.conversations,
    rehearsals: after.rehearsals,
    transcripts: after.afterCalls,
    videos: videoParts.videos,
    landingPages: pageParts.landingPages,
    replicas,
    settings,
    teamKeys,
    channelsOf,
    deliveries,
    mayUse: (member, access) => refusal(settings, member, access),
    life,
    warnings,
    limits: records.limits,
    audit: records.audit,
    program: describeProgram(database),
    appUpdate: createAppUpdate(createStateStore(database)),
    linkTo: config.port === undefined ? undefined : linksTo(config.publicUrl, config.slackPreviewDomains),
    exportTeam: (tenantId, from) =>
      exportPart(
        {
          settings,
          audit: records.audit,
          records: [
            exportedPersonas(createPersonaStore(database), exportedContent),
            exportedVersions(createVersionStore(database), exportedVersion),
            exportedTemplates(templateStore, ({ content }) => exportedContent(content)),
            exportedVideos(createVideoStore(database)),
            exportedTranscripts(after.afterCalls),
          ],
        },
        tenantId,
        from,
      ),
    models: config.tavus.models,
    isReplicaRequired: config.tavus.vocabulary === "pals",
    now: database.now,
  };
  return {
    ...team,
    ...parts,
    ...rooms,
    ...after,
    ...videoParts,
    ...pageParts,
    ...builtWarnings,
    callbacks: [rooms.conversations.called, after.followUps.called, videoParts.videos.called],
    records,
    services,
    owed,
    dispatcher: buildDispatcher({
      ...options,
      secrets: team.secrets,
      services,
      drafts,
      deliveries,
      owed,
      owedAtAll: createOwedAtAll(database),
    }),
    drafts,
    deliveries,
    events: createTeamEvents({
      life,
      keys,
      canStoreKey: teamKeys.canStore,
      personas,
      channelsOf,
      sendDirectFor,
      log,
    }),
    autoSync: buildAutoSync(options, { personas, settings, audit: records.audit, owed, ...builtWarnings }),
  };
}

/** Syncs that nobody waits for: the automatic ones, and those that a dead process has left unfinished. */
function buildAutoSync(
  { database, channelsOf, others, log }: PartsOptions,
  { personas, settings, warnings, channelClosed, audit, owed }: AutoSyncNeeds,
) {
  return createAutoSync({
    store: createAutoSyncStore(database),
    personas,
    async ended(tenantId, { summary, isNews }) {
      const who = { member: { tenantId, userId: automaticUser }, channelId: "" };
      audit.record(who, { action: "sync", details: countsIn(summary) });
      const failure = autoSyncFailure(summary);
      if (failure) await warnings.raise(tenantId, failure);
      const ways = { settings, channelsOf, channelClosed, tellForSure: owed.tell };
      if (isNews) await tellAutoSync(ways, tenantId, summary);
    },
    async resuming(request) {
      const asker = askerOf(request);
      await owed.promise(asker, interruptedReply("persona-sync"));
      await others?.settle(asker);
    },
    async resumed(request, summary) {
      const { id, member } = askerOf(request);
      audit.record({ member, channelId: "" }, { action: "sync", details: countsIn(summary) });
      await owed.tellInPlace({ id, member }, summaryReply(summary));
    },
    leave: (request) => owed.leave(askerOf(request)),
    now: database.now,
    log,
  });
}

type AutoSyncNeeds = Pick<Parts, "personas" | "settings" | "owed"> &
  Pick<Records, "audit"> &
  Pick<BuiltWarnings, "warnings" | "channelClosed">;

function askerOf({ tenantId, startedBy, interactionId = "" }: SyncRequest) {
  return { id: interactionId, member: { tenantId, userId: startedBy } };
}
