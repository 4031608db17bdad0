import type { Context } from "../../chat/command.ts";
import { limits } from "../../chat/limits.ts";
import type { Button, Item, Reply } from "../../chat/reply.ts";
import { cutText } from "../../cut-text.ts";
import { shortName } from "../../short-name.ts";
import type { Video } from "../../videos/video.ts";
import { choiceOf as personaChoice } from "../ask/persona-option.ts";
import { howToBegin } from "../reply/no-personas.ts";
import type { Services } from "../services.ts";
import { stateOf, symbols } from "./video-reply.ts";

const longestName = 60;

type Place = { createdMs: number; id: string };
type Asking = Pick<Context<Services>, "services" | "member">;

/** The newest videos of a team, a page at a time; choosing one shows it. */
export async function listVideos(before: Place | undefined, asking: Asking): Promise<Reply> {
  const { services, member } = asking;
  const { videos, next } = await services.videos.newest(member.tenantId, { before, limit: limits.items });
  if (videos.length === 0) return before ? listVideos(undefined, asking) : noneReply(asking);
  const refusal = await services.mayUse(member, "video");
  return {
    tone: "neutral",
    title: before ? "Earlier videos" : "The latest videos",
    items: videos.map(itemOf),
    menu: { label: "Show one", action: "video-show", choices: videos.map(choiceOf) },
    notes: refusal ? [] : ["/persona-video with a persona or a face makes another one."],
    buttons: pageButtons(before, next),
  };
}

/** Choosing is pressing `video`, whose state is the persona's id. */
async function noneReply(asking: Asking): Promise<Reply> {
  const { services, member } = asking;
  const none = { tone: "neutral", title: "No videos yet" } as const;
  const refusal = await services.mayUse(member, "video");
  if (refusal) return { ...none, text: refusal.sentence };
  const personas = await services.personas.suggest(member.tenantId, "");
  const choices = personas.slice(0, limits.options).map(personaChoice);
  if (choices.length === 0)
    return { ...none, text: `There is no persona yet whose face could speak. ${await howToBegin(asking)}` };
  return {
    ...none,
    text: "Make the first one: choose whose face speaks, or type /persona-video with the name of a persona. Its link is posted where you asked for it, when it is ready.",
    menu: { label: "Choose a persona", action: "video", choices },
  };
}

function itemOf(video: Video): Item {
  const { id, name, phase, hostedUrl } = video;
  const text = `${symbols[phase]} ${shortName(name, longestName)} (${stateOf(video)})`;
  return {
    text,
    codes: [id],
    ...(phase === "ready" && hostedUrl && { link: { label: "Watch", url: hostedUrl } }),
  };
}

function choiceOf(video: Video) {
  return {
    value: video.id,
    label: cutText(`${shortName(video.name, 40)} · ${stateOf(video)}`, limits.option),
  };
}

function pageButtons(before: Place | undefined, next: Place | undefined): Button[] {
  return [
    ...(before ? [{ label: "Newest", action: "video-list", state: "-" }] : []),
    ...(next ? [{ label: "Next", action: "video-list", state: encodePlace(next) }] : []),
  ];
}

function encodePlace({ createdMs, id }: Place): string {
  return `${createdMs.toString(36)}.${id}`;
}

/** Anything else than `encodePlace` made begins from the newest. */
export function decodePlace(state: string): Place | undefined {
  const [, ms, id] = /^([0-9a-z]{1,10})\.(vid_\w{1,20})$/.exec(state) ?? [];
  return ms && id ? { createdMs: Number.parseInt(ms, 36), id } : undefined;
}
