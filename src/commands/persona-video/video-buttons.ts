import type { ButtonAction, ButtonResult, Context } from "../../chat/command.ts";
import type { Reply } from "../../chat/reply.ts";
import { GoneError, UserError } from "../../errors.ts";
import type { AuditAction } from "../../tenants/audit.ts";
import type { RemovedVideo } from "../../videos/remove.ts";
import { type Video, videoIsGone } from "../../videos/video.ts";
import { whoElse } from "../reply/persona-buttons.ts";
import { quoted } from "../reply/persona-reply.ts";
import type { Services } from "../services.ts";
import { openForm, readFace } from "./video-face.ts";
import { decodePlace, listVideos } from "./video-list.ts";
import { askedOutcome } from "./video-outcome.ts";
import { idFacts } from "./video-reply.ts";
import { scriptFileName, showVideo } from "./video-show.ts";

type Asking = Context<Services>;

/** What the buttons under a video, a list of them and a persona do. */
export const videoButtons: Record<string, ButtonAction<Services>> = {
  video: {
    access: "video",
    opensForm: true,
    run: (id, context) => formOf({ persona: id, replica: "" }, context),
  },
  "video-face": {
    access: "video",
    opensForm: true,
    run: (state, context) => formOf(readFace(state), context),
  },
  "video-list": {
    access: "member",
    run: async (state, context) => asReply(await listVideos(decodePlace(state), context)),
  },
  "video-show": {
    access: "member",
    run: async (id, context) => asReply(await showVideo(await findVideo(id, context), context)),
  },
  "video-script": {
    access: "member",
    opensForm: true,
    async run(id, context) {
      const { script } = await findVideo(id, context);
      return { kind: "text", title: "Script", name: scriptFileName, text: script };
    },
  },
  "video-look": {
    access: "member",
    async run(id, context) {
      const video = await findVideo(id, context);
      try {
        return asReply(await showVideo(await context.services.videos.look(video.tenantId, id), context));
      } catch (error) {
        // What can be read of it stays where it stands.
        if (error instanceof UserError) return asReply(await showVideo(video, context, error.message));
        throw error;
      }
    },
  },
  "video-retry": {
    access: "video",
    async run(id, context) {
      const video = await findOwn(id, context);
      const { services, member } = context;
      const retried = await services.videos.retry(video.tenantId, id, member.userId);
      noteVideo(context, "video-retry", video);
      return { kind: "reply", reply: await askedOutcome(retried, context) };
    },
  },
  "video-delete": {
    access: "member",
    run: async (id, context) => asReply(askReply(await findOwn(id, context))),
  },
  "video-delete-here": {
    access: "member",
    changesThings: true,
    run: async (id, context) => asReply(await carryOut(id, false, context)),
  },
  "video-delete-both": {
    access: "member",
    changesThings: true,
    run: async (id, context) => asReply(await carryOut(id, true, context)),
  },
  "video-keep": {
    access: "member",
    run: async () => asReply({ tone: "neutral", title: "Nothing was deleted" }),
  },
};

function asReply(reply: Reply): ButtonResult {
  return { kind: "reply", reply };
}

async function formOf(face: { persona: string; replica: string }, context: Asking): Promise<ButtonResult> {
  const { services, member } = context;
  const persona = face.persona ? await services.personas.find(member.tenantId, face.persona) : undefined;
  if (face.persona && !persona)
    throw new GoneError("This persona is not here any more. /persona-list shows those that are.");
  const opened = await openForm(persona, face.replica, context);
  return "kind" in opened ? opened : asReply(opened);
}

/** Notes in the team's log what has been done. */
export function noteVideo(context: Asking, action: AuditAction, { id, name, personaId }: Video): void {
  const details = `${name} (${id})`;
  context.services.audit.record(context, { action, details, ...(personaId && { personaId }) });
}

async function findVideo(id: string, { services, member }: Asking): Promise<Video> {
  const video = await services.videos.find(member.tenantId, id);
  if (video) return video;
  throw videoIsGone();
}

/** The video, for who may act on it: its maker, managers and admins. */
async function findOwn(id: string, context: Asking): Promise<Video> {
  const video = await findVideo(id, context);
  const { member, services } = context;
  if (video.createdBy === member.userId || (await member.role()) !== "member") return video;
  const others = await whoElse(member.tenantId, services);
  throw new UserError(`${quoted(video.name)} was asked for by somebody else. ${others}`);
}

async function carryOut(id: string, alsoInTavus: boolean, context: Asking): Promise<Reply> {
  const video = await findOwn(id, context);
  const { tenantId } = video;
  const { userId } = context.member;
  const removed = await context.services.videos.remove({ tenantId, id, alsoInTavus, userId });
  noteVideo(context, alsoInTavus ? "video-delete-both" : "video-delete-here", video);
  return removedReply(removed);
}

function askReply(video: Video): Reply {
  const state = video.id;
  const isThere = video.tavusVideoId !== undefined;
  const mayBeThere = isThere || video.outcomeUnknown;
  return {
    tone: "warning",
    title: `Delete ${quoted(video.name)}?`,
    text: whatGoes[isThere ? "there" : mayBeThere ? "unsettled" : "here"],
    facts: idFacts(video),
    buttons: [
      { label: "Keep it", action: "video-keep", state, style: "primary" },
      { label: "Delete here only", action: "video-delete-here", state, style: "danger" },
      ...(mayBeThere
        ? [
            {
              label: "Delete here and in Tavus",
              action: "video-delete-both",
              state,
              style: "danger",
            } as const,
          ]
        : []),
    ],
  };
}

const whatGoes = {
  there:
    "Delete here only: the video in Tavus stays. Delete here and in Tavus: both go, its link stops working, and that cannot be undone.",
  unsettled:
    "Whether Tavus has it is not known yet. Delete here only: what Tavus has made stays. Delete here and in Tavus: that goes too, as soon as it is known. Neither can be undone.",
  here: "The record goes, with what was typed. Tavus does not have it. This cannot be undone.",
};

function removedReply({ video, tavus }: RemovedVideo): Reply {
  const isUnknown = tavus === "kept" && video.tavusVideoId === undefined;
  return {
    tone: tavus === "onItsWay" ? "warning" : "success",
    title: `Video ${quoted(video.name)} was deleted`,
    text: removedTexts[isUnknown ? "unknown" : tavus],
    facts: tavus === "kept" ? idFacts(video) : [{ label: "ID here", value: video.id, code: true }],
  };
}

const removedTexts: { [tavus in RemovedVideo["tavus"] | "unknown"]: string } = {
  unknown:
    "It is gone here. Whether Tavus has made it is not known: look for its name there in a few minutes.",
  kept: "It is gone here. It stays in Tavus, and can be adopted again by its ID there.",
  deleted: "It is gone here and in Tavus.",
  alreadyGone: "It is gone here. Tavus did not have it any more.",
  neverThere: "It is gone here. It was not in Tavus.",
  onItsWay:
    "It is gone here. That it is gone in Tavus is not confirmed yet: for a day I go on until it is, and tell you how it ended.",
};
