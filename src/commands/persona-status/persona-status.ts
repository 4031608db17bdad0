import { type Context, definePlainCommand } from "../../chat/command.ts";
import type { Reply } from "../../chat/reply.ts";
import { counted, countedAll } from "../../text/counted.ts";
import { plural } from "../../text/plural.ts";
import { unusableManagersOf } from "../persona-setup/unusable-managers.ts";
import { keylessReply } from "../reply/key-help.ts";
import type { Services } from "../services.ts";
import { auditCsv } from "./audit-csv.ts";
import { statusReply } from "./persona-status-reply.ts";

/** What the log's export holds. */
const mostExported = 1000;

/** How the team stands: its key, its personas, what waits and why, what is left of the day, and what runs here. */
export const personaStatus = definePlainCommand<Services, Record<string, never>>({
  name: "persona-status",
  summary: "Show how your team stands: key, links, what waits, limits",
  access: "member",
  options: {},
  buttons: {
    "status-retry": {
      access: "manager",
      run: async (_state, context) => ({ kind: "reply", reply: await retryAll(context) }),
    },
    "status-export": {
      access: "admin",
      run: async (_state, context) => ({ kind: "reply", reply: await exportLog(context) }),
    },
    "status-pasted": {
      access: "admin",
      async run(_state, context) {
        await context.services.appUpdate.done(context.member.tenantId);
        return { kind: "reply", reply: await showStatus(context) };
      },
    },
  },

  run: (_values, context) => showStatus(context),
});

async function showStatus({ services, member }: Context<Services>): Promise<Reply> {
  const { tenantId, userId } = member;
  const [role, settings, owner, overview, warnings, sync, left, appNotice, videos, rooms] = await Promise.all(
    [
      member.role(),
      services.settings.of(tenantId),
      services.teamKeys.owner(tenantId),
      services.personas.overview(tenantId),
      services.warnings.open(tenantId),
      services.personas.syncState(tenantId),
      services.limits.left(tenantId, userId),
      services.appUpdate.notice(tenantId),
      services.videos.overview(tenantId),
      services.conversations.openIn(tenantId),
    ],
  );
  const unusable = await unusableManagersOf(services, tenantId, settings);
  const { program } = services;
  const nowMs = services.now();
  const known = { settings, owner, overview, warnings, sync, left, appNotice, videos, rooms, unusable };
  const { canStore: canStoreKey } = services.teamKeys;
  return statusReply({ role, platform: member.platform, canStoreKey, ...known, program, nowMs });
}

async function retryAll(context: Context<Services>): Promise<Reply> {
  const { services, member } = context;
  const keyless = await keylessReply(context);
  if (keyless) return keyless;
  const personas = await services.personas.retryWaiting(member.tenantId, member.userId);
  const videos = await services.videos.retryWaiting(member.tenantId, member.userId);
  const count = personas + videos;
  const what = countedAll({ persona: personas, video: videos });
  if (count === 0) return { tone: "neutral", title: "Nothing waits for another try", text: needsChange };
  services.audit.record(context, { action: "retry-all", details: what });
  return {
    tone: "success",
    title: `Trying again now: ${what}`,
    text: plural(count, {
      one: `It goes to Tavus now. ${whereTo}`,
      other: `They go to Tavus two at a time. ${whereTo}`,
    }),
  };
}

const needsChange =
  "What Tavus refused needs a change first, and what was unlinked stays so: /persona-show says which it is.";
const whereTo = "/persona-status shows how your team stands.";

async function exportLog(context: Context<Services>): Promise<Reply> {
  const { services, member } = context;
  const entries = await services.audit.newest(member.tenantId, mostExported);
  services.audit.record(context, { action: "export", details: `newest ${entries.length}` });
  if (entries.length === 0) {
    return {
      tone: "neutral",
      title: "The log is empty",
      text: "Nothing has been done here yet.",
    };
  }
  return {
    tone: "success",
    title: "The log of who did what",
    text: [
      entries.length === mostExported
        ? `The newest ${mostExported} lines, newest first.`
        : `${counted(entries.length, "line")}, newest first.`,
      "It names people, channels and personas by their IDs.",
    ].join(" "),
    files: [{ name: "log.csv", text: auditCsv(entries) }],
  };
}
