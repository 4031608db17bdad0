import { type Context, definePlainCommand } from "../chat/command.ts";
import type { Button, Reply } from "../chat/reply.ts";
import type { ExportCounts } from "../tenants/export-team.ts";
import { counted } from "../text/counted.ts";
import { listed } from "../text/plural.ts";
import { endedPagesLine } from "./persona-outside/outside-reply.ts";
import type { Services } from "./services.ts";

/** What changes after the export would be deleted without having been exported. */
const exportHoldsMs = 60 * 60_000;

/** Exports, then deletes everything this team has here. What is in Tavus stays there, but for what nobody would look after. */
export const personaForget = definePlainCommand<Services, Record<never, never>>({
  name: "persona-forget",
  summary: "Export, then delete everything this team has here",
  access: "admin",
  options: {},
  buttons: {
    "forget-export": {
      access: "admin",
      run: async (state, context) => ({ kind: "reply", reply: await exportReply(state, context) }),
    },
    "forget-now": {
      access: "admin",
      run: async (state, context) => ({ kind: "reply", reply: await forgetNow(state, context) }),
    },
    "forget-keep": {
      access: "admin",
      run: async () => ({ kind: "reply", reply: { tone: "neutral", title: "Nothing was deleted" } }),
    },
  },
  run: async () => askReply,
});

const keepButton: Button = { label: "Keep everything", action: "forget-keep", state: "-", style: "primary" };

const askReply: Reply = {
  tone: "warning",
  title: "Forget everything this team has here?",
  text: "Personas, templates, videos, calls, transcripts, settings with the Tavus key, warnings and the log are deleted at once, for everybody in this team. What is in Tavus stays, except what is just being created. Rooms that are open are ended, whoever is in them, and so are links outside.\nFirst you get a file with all of it except the key and older log entries. Then you are asked once more.",
  buttons: [
    keepButton,
    { label: "Export everything", action: "forget-export", state: encodePlace({ part: 1, from: "" }) },
  ],
};

async function exportReply(state: string, context: Context<Services>): Promise<Reply> {
  const { services, member } = context;
  const place = decodePlace(state);
  const { text, counts, next } = await services.exportTeam(member.tenantId, place.from);
  const name = `personaforge-export-${place.part}.json`;
  const until: Button =
    next === undefined
      ? deleteButton(services.now().toString(36))
      : {
          label: "Next part",
          action: "forget-export",
          state: encodePlace({ part: place.part + 1, from: next }),
        };
  services.audit.record(context, {
    action: "export-all",
    details: `part ${place.part}: ${countsText(counts)}`,
  });
  return {
    tone: "warning",
    title:
      next === undefined
        ? "That was the whole export. Delete everything here?"
        : `Part ${place.part} of the export`,
    text: [
      place.from === ""
        ? `In ${name} with the settings and the log: ${countsText(counts)}.`
        : `In ${name}: ${countsText(counts)}.`,
      next === undefined
        ? "Keep the file: once deleted, nothing here brings them back."
        : "Keep the file: the next part follows.",
    ].join(" "),
    files: [{ name, text }],
    buttons: [keepButton, until],
    withoutFiles: undeliveredReply(state),
  };
}

function countsText({ personas, versions, templates, videos, transcripts }: ExportCounts): string {
  const parts = [
    counted(personas, "persona"),
    counted(versions, "earlier version"),
    counted(templates, "template"),
    counted(videos, "video"),
    counted(transcripts, "transcript"),
  ];
  return listed(parts, "and");
}

/** Nobody is asked to delete what they could not be given. */
function undeliveredReply(state: string): Reply {
  return {
    tone: "failure",
    title: "The export could not be delivered",
    text: "Nothing was deleted, and nothing can be until you have the file. See below what stood in its way, then try again.",
    buttons: [keepButton, { label: "Try the export again", action: "forget-export", state }],
  };
}

/** The button's state is when the export was made. */
function deleteButton(state: string): Button {
  return { label: "I have the file: delete all", action: "forget-now", state, style: "danger" };
}

async function forgetNow(state: string, { services, member }: Context<Services>): Promise<Reply> {
  const exportedMs = /^[0-9a-z]{1,10}$/.test(state) ? Number.parseInt(state, 36) : 0;
  if (services.now() - exportedMs > exportHoldsMs) {
    return {
      tone: "neutral",
      title: "Nothing was deleted",
      text: "The export is more than an hour old, so something may be missing in it. Run /persona-forget again.",
    };
  }
  // It would be refused all it writes from here on; asked, it ends by itself.
  await services.personas.cancelSync(member.tenantId);
  // What is still to be written of the log would otherwise come after everything is gone.
  await services.audit.flush();
  // Nobody could revoke what is outside once nothing here knows of it.
  const pages = await services.landingPages.endAll(member.tenantId, "forgotten");
  const personas = await services.life.forget(member.tenantId);
  return {
    tone: "success",
    title: "Everything was forgotten",
    text: `${counted(personas, "persona")}, all templates, videos, calls and transcripts, and all settings of this team were deleted here. What is in Tavus stays there, except what was just being created. Rooms that were open are being ended. To start again: /persona-setup.`,
    ...(endedPagesLine(pages) ? { notes: [endedPagesLine(pages)] } : {}),
  };
}

type Place = { part: number; from: string };

function encodePlace({ part, from }: Place): string {
  return `${part}.${from}`;
}

/** Anything else than `encodePlace` made begins from the start. */
function decodePlace(state: string): Place {
  const match = /^(\d{1,4})\.(\w{0,24})$/.exec(state);
  return match ? { part: Number(match[1]), from: match[2] ?? "" } : { part: 1, from: "" };
}
