import type { Context } from "../../chat/command.ts";
import type { Button, Fact, Reply, ReplyFile } from "../../chat/reply.ts";
import { countCharacters } from "../../cut-text.ts";
import { shortName } from "../../short-name.ts";
import type { Video } from "../../videos/video.ts";
import { replicaNamed } from "../ask/replica-choices.ts";
import { timeText } from "../persona-setup/persona-setup-facts.ts";
import { quoted } from "../reply/persona-reply.ts";
import type { Services } from "../services.ts";
import {
  failureText,
  idFacts,
  leftBehindNote,
  reasonText,
  showButtons,
  stateOf,
  watchable,
} from "./video-reply.ts";

/** A longer script comes as a file. */
const longestShown = 800;
const nameLength = 55;

export const scriptFileName = "script.md";

/** One video in full: how it stands, what it says, and what can be done with it. */
export async function showVideo(
  video: Video,
  { services, member }: Pick<Context<Services>, "services" | "member">,
  trouble?: string,
): Promise<Reply> {
  const buttons = await offersFor(video, { services, member });
  const { text: where, ...rest } = video.phase === "ready" ? watchable(video, "Press Look now") : {};
  const lines = [
    ...(trouble ? [trouble] : []),
    ...(where ? [where] : []),
    ...stateLines(video, buttons),
    ...scriptLines(video),
  ];
  const files = scriptFiles(video);
  return {
    tone: trouble ? "warning" : toneOf(video),
    title: `Video ${quoted(video.name)}`,
    text: lines.join("\n"),
    facts: [
      { label: "State", value: stateOf(video) },
      ...idFacts(video),
      ...(await aboutFacts(video, services)),
    ],
    ...rest,
    ...(files.length > 0 && { files }),
    ...(video.isLeftBehind && { notes: [leftBehindNote] }),
    buttons,
  };
}

/** What this member may do with it: nobody is shown a button that would refuse them. */
async function offersFor(
  video: Video,
  { services, member }: Pick<Context<Services>, "services" | "member">,
): Promise<Button[]> {
  const isTheirs = video.createdBy === member.userId || (await member.role()) !== "member";
  const mayAsk = (await services.mayUse(member, "video")) === undefined;
  return showButtons(video).filter(({ action }) => {
    if (action === "video-delete") return isTheirs;
    return action === "video-retry" ? isTheirs && mayAsk : action !== "video-show";
  });
}

function toneOf({ link, phase }: Video): Reply["tone"] {
  if (link === "failed" || phase === "error") return "failure";
  return phase === "ready" ? "success" : link === "pending" || phase === "stalled" ? "warning" : "neutral";
}

function stateLines(video: Video, buttons: Reply["buttons"]): string[] {
  if (video.link !== "linked") return [failureText(video, buttons ?? [])];
  switch (video.phase) {
    case "queued":
    case "generating":
      return ["Tavus makes it. Its link is posted where it was asked for, when it is ready."];
    case "error":
      return [reasonText(video)];
    case "stalled":
      return [
        "In hours Tavus has not said that it is finished, or could not be asked. It is not asked by itself any more: press Look now to ask again.",
      ];
    case "gone":
      return ["Tavus does not have it any more. Make it again with /persona-video."];
    case "ready":
      return [];
  }
}

function scriptLines({ script, audioUrl }: Video): string[] {
  if (audioUrl) return [`It speaks the recording at ${audioUrl}`];
  if (script === "") return [];
  if (script.length <= longestShown) return [`Script: ${script}`];
  return [`Script: ${countCharacters(script)} characters, in the file.`];
}

function scriptFiles({ id, script }: Video): ReplyFile[] {
  if (script.length <= longestShown) return [];
  return [{ name: scriptFileName, text: script, open: { action: "video-script", state: id } }];
}

async function aboutFacts(video: Video, services: Services): Promise<Fact[]> {
  const { tenantId, personaId, replicaId, isFast, backgroundUrl, createdMs, createdBy } = video;
  const persona = personaId ? await services.personas.find(tenantId, personaId) : undefined;
  return [
    ...(persona
      ? [{ label: "Persona", value: `${shortName(persona.name, nameLength)} (${persona.id})` }]
      : []),
    { label: "Face", value: replicaId ? await replicaNamed(tenantId, replicaId, services) : "not known" },
    ...(isFast ? [{ label: "Made", value: "fast" }] : []),
    ...(backgroundUrl ? [{ label: "Background", value: backgroundUrl }] : []),
    {
      label: "Asked for",
      value: `${timeText(new Date(createdMs).toISOString())} by`,
      mentions: [{ kind: "person", id: createdBy }],
    },
  ];
}
