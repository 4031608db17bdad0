import { type Context, defineCommand, definePlainCommand, type FormContext } from "../../chat/command.ts";
import type { Choice } from "../../chat/form/field.ts";
import type { FormChoices } from "../../chat/form/form.ts";
import { FormRefused } from "../../chat/form/form-refused.ts";
import type { Reply } from "../../chat/reply.ts";
import { cutText } from "../../cut-text.ts";
import { UserError } from "../../errors.ts";
import type { Persona } from "../../personas/persona.ts";
import { allowOne } from "../ask/daily-limits.ts";
import { choiceOf, resolvePersona, suggestPersonas } from "../ask/persona-option.ts";
import { namesForForm, suggestForForm } from "../persona-create/persona-create.ts";
import { quoted } from "../reply/persona-reply.ts";
import type { Services } from "../services.ts";
import { noteVideo, videoButtons } from "./video-buttons.ts";
import { faceOf, openForm } from "./video-face.ts";
import {
  earlyVideoFields,
  mistakesIn,
  scriptOf,
  type VideoFormValues,
  videoForm,
  videoFormName,
} from "./video-form.ts";
import { listVideos } from "./video-list.ts";
import { askedOutcome } from "./video-outcome.ts";
import { showVideo } from "./video-show.ts";

const options = {
  ...earlyVideoFields,
  adopt: {
    kind: "line",
    early: true,
    label: "Adopt",
    hint: "Managers: the Tavus ID of a video that is not in the list any more",
    maxLength: 100,
  },
} as const;

/** Without anything it lists the latest; with a persona or a face it opens the form. */
export const personaVideo = definePlainCommand<Services, typeof options>({
  name: "persona-video",
  summary: "Make a video with a persona's face, or list the latest",
  access: "member",
  opensForm: true,
  options,
  usage: "[replica:id] [persona] | adopt [tavus video id]",
  suggest: suggestForVideo,
  buttons: videoButtons,

  async run(typed, context) {
    const said = context.member.platform === "slack" ? readWords(typed) : typed;
    const { persona: text, replica, script_file, adopt } = said;
    if (adopt) return adoptVideo(adopt, context);
    if (!text && !replica && !script_file) return listVideos(undefined, context);
    const { mayUse } = context.services;
    const refusal = await mayUse(context.member, "video");
    if (refusal) throw new UserError(refusal.sentence);
    if (!text) return openWithFile(undefined, { replica, script_file }, context);
    const found = await resolvePersona(text, "video", context);
    if ("ask" in found) return found.ask;
    return openWithFile(found.persona, { replica, script_file }, context);
  },
});

/** Behind the form opened from a command the file still has to be fetched: the form says where it stands. */
async function openWithFile(
  persona: Persona | undefined,
  { replica, script_file }: { replica: string; script_file: VideoFormValues["script_file"] },
  context: Context<Services>,
) {
  const opened = await openForm(persona, replica, context);
  if (!("kind" in opened) || !script_file) return opened;
  return { ...opened, values: { ...opened.values, script_file } };
}

type Typed = { persona: string; replica: string; adopt: string; script_file: VideoFormValues["script_file"] };

/** On Slack all words come as the first option's; on Discord a name may begin so. */
function readWords(typed: Typed): Typed {
  const [, isAdopt, id] = /^(adopt)(?:\s+(\S+))?$/i.exec(typed.persona.trim()) ?? [];
  if (isAdopt && !id && !typed.adopt) throw new UserError(adoptWhat);
  return id && !typed.adopt ? { ...typed, persona: "", adopt: id } : typed;
}

const adoptWhat =
  "After adopt, type the ID of the video as Tavus shows it: /persona-video adopt 1e30440cf9. /persona-video alone lists the latest.";

/** For who manages the team: whoever has an id could otherwise take in what nobody here asked for. */
async function adoptVideo(tavusVideoId: string, context: Context<Services>): Promise<Reply> {
  const { services, member, channelId } = context;
  // The command shows things for the most part, for which what was known of a person a moment ago will do.
  const refusal = await services.mayUse(member.anew(), "manager");
  if (refusal) throw new UserError(refusal.sentence);
  const { tenantId, userId } = member;
  const { video, isNew } = await services.videos.adopt({ tenantId, userId, channelId, tavusVideoId });
  if (isNew) noteVideo(context, "video-adopt", video);
  const note = isNew ? "It is in the list again." : "It is in the list already.";
  return { ...(await showVideo(video, context)), notes: [note] };
}

function suggestForVideo(field: string, typed: string, context: Context<Services>): Promise<Choice[]> {
  return field === "persona" ? suggestPersonas(typed, context) : suggestForForm(field, typed, context);
}

/** What the persona and the face that stand in the form are called, as far as that is in memory. */
async function namesForVideo(context: Context<Services>): Promise<FormChoices> {
  const { services, member } = context;
  const [{ replica = [] }, personas] = await Promise.all([
    namesForForm(context),
    services.personas.suggest(member.tenantId, ""),
  ]);
  return { replica, persona: personas.map(choiceOf) };
}

/** The form that `/persona-video` and the Video button open. */
export const personaVideoForm = defineCommand<Services, typeof videoForm.fields>({
  name: videoFormName,
  summary: "Make a video",
  access: "video",
  isListed: false,
  isToldByQueue: true,
  form: videoForm,
  suggest: suggestForVideo,
  choices: namesForVideo,
  check: mistakesIn,

  async run(values, context) {
    const { services, member, channelId, formId, saved } = context;
    const { tenantId, userId } = member;
    const persona = await personaFor(values, context);
    const replicaId = values.replica || (await faceOf(persona, context));
    if (!replicaId) throw new FormRefused({ replica: "Choose the face that speaks, or type a replica ID." });
    const content = {
      personaId: persona?.id,
      replicaId,
      name: values.name || (persona && cutText(persona.name, nameFromPersona)) || "Video",
      script: values.audio ? "" : scriptOf(values),
      audioUrl: values.audio || undefined,
      backgroundUrl: values.background || undefined,
      isFast: values.fast === "fast",
    };
    const allowance = await allowOne("videos", formId, context);
    const request = { tenantId, userId, channelId, formId, content, allowance };
    const { video, isNew, limitNote } = await services.videos.create(request, saved);
    if (isNew) noteVideo(context, "video-create", video);
    const outcome = await askedOutcome(video, context);
    return limitNote ? { ...outcome, notes: [...(outcome.notes ?? []), limitNote] } : outcome;
  },
});

const nameFromPersona = 60;

/** Undefined: any face was chosen, and no persona. */
async function personaFor(
  { persona: text }: VideoFormValues,
  { services, member }: FormContext<Services>,
): Promise<Persona | undefined> {
  if (text.trim() === "") return undefined;
  const found = await services.personas.lookUp(member.tenantId, text);
  if (found.kind !== "found")
    throw new FormRefused({ persona: `No single persona is meant by ${quoted(text)}. Type its ID.` });
  if (found.persona.link === "linked") return found.persona;
  throw new FormRefused({
    persona: `${quoted(found.persona.name)} is not linked to Tavus, so it has no face there. /persona-show says why; or choose a face and leave the persona empty.`,
  });
}
