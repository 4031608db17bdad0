import type { Migration } from "kysely/migration";
import * as personas from "./0001-personas.ts";
import * as sync from "./0002-sync.ts";
import * as lists from "./0003-lists.ts";
import * as teams from "./0004-teams.ts";
import * as links from "./0005-links.ts";
import * as owed from "./0006-owed.ts";
import * as search from "./0007-search.ts";
import * as owners from "./0008-owners.ts";
import * as forgotten from "./0009-forgotten.ts";
import * as kept from "./0010-kept.ts";
import * as failureTopics from "./0011-failure-topics.ts";
import * as conversations from "./0012-conversations.ts";
import * as videos from "./0013-videos.ts";
import * as callSettings from "./0014-call-settings.ts";
import * as afterCalls from "./0015-after-calls.ts";
import * as voices from "./0016-voices.ts";
import * as instances from "./0017-instances.ts";
import * as installations from "./0018-installations.ts";
import * as discordShards from "./0019-discord-shards.ts";
import * as personaVersions from "./0020-persona-versions.ts";
import * as rehearsalThreads from "./0022-rehearsal-threads.ts";
import * as templates from "./0023-templates.ts";
import * as warningThreads from "./0024-warning-threads.ts";
import * as standing from "./0025-standing.ts";
import * as landingPages from "./0026-landing-pages.ts";
import * as answers from "./0027-answers.ts";
import * as teamPrompt from "./0028-team-prompt.ts";
import * as usedWithIt from "./0029-used-with-it.ts";
import * as newcomers from "./0030-newcomers.ts";
import * as draftNotices from "./0031-draft-notices.ts";
import * as toldOfTrouble from "./0032-told-of-trouble.ts";
import * as memberSince from "./0033-member-since.ts";

/** Every migration in order. A landed one is never changed; a new one is added below it. */
export const migrations: Record<string, Migration & { worksWith?: string }> = {
  "0001-personas": personas,
  "0002-sync": sync,
  "0003-lists": lists,
  "0004-teams": teams,
  "0005-links": links,
  "0006-owed": owed,
  "0007-search": search,
  "0008-owners": owners,
  "0009-forgotten": forgotten,
  "0010-kept": kept,
  "0011-failure-topics": failureTopics,
  "0012-conversations": conversations,
  "0013-videos": videos,
  "0014-call-settings": callSettings,
  "0015-after-calls": afterCalls,
  "0016-voices": voices,
  "0017-instances": instances,
  "0018-installations": installations,
  "0019-discord-shards": discordShards,
  "0020-persona-versions": personaVersions,
  "0022-rehearsal-threads": rehearsalThreads,
  "0023-templates": templates,
  "0024-warning-threads": warningThreads,
  "0025-standing": standing,
  "0026-landing-pages": landingPages,
  "0027-answers": answers,
  "0028-team-prompt": teamPrompt,
  "0029-used-with-it": usedWithIt,
  "0030-newcomers": newcomers,
  "0031-draft-notices": draftNotices,
  "0032-told-of-trouble": toldOfTrouble,
  "0033-member-since": memberSince,
};
