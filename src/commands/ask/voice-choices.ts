import type { Context } from "../../chat/command.ts";
import type { Choice } from "../../chat/form/field.ts";
import { limits } from "../../chat/limits.ts";
import { cutText } from "../../cut-text.ts";
import type { Voice } from "../../replicas/team-replicas.ts";
import { shortName } from "../../short-name.ts";
import { fold } from "../../text/fold.ts";
import { ownVoiceChoice } from "../persona-create/choice-fields.ts";
import type { Services } from "../services.ts";
import { holding } from "./replica-choices.ts";

const nameLength = 45;

/** A voice in a menu: its name, cut, and its id. */
function voiceLabel({ id, name }: Voice): string {
  return cutText(name ? `${shortName(name, nameLength)} · ${id}` : id, limits.option);
}

export function voiceChoice(voice: Voice): Choice {
  return { value: voice.id, label: voiceLabel(voice) };
}

/** The replica's own and those of the account that hold what was typed; any other ID can be typed. */
export async function suggestVoices(
  typed: string,
  { services, member }: Context<Services>,
): Promise<Choice[]> {
  const voices = await services.replicas.voices.usable(member.tenantId);
  const own = fold(ownVoiceChoice.label).includes(fold(typed)) ? [ownVoiceChoice] : [];
  const offered = holding(typed, voices).map(voiceChoice);
  return [...own, ...offered].slice(0, limits.options);
}

/** The name of a voice as far as it is known by now, and its id. */
export async function voiceNamed(
  tenantId: string,
  id: string,
  { replicas }: Pick<Services, "replicas">,
): Promise<string> {
  const found = await replicas.voices.find(tenantId, id);
  return found ? voiceLabel(found) : id;
}
