import { z } from "zod";
import type { Message } from "./guild/message.ts";
import {
  createMessage,
  createPlaceholder,
  editMessage,
  type Placement,
  type SentFile,
} from "./guild/message-store.ts";
import type { Interaction } from "./interaction.ts";
import { readModal } from "./person/modal.ts";
import { DiscordRefusal, refuseIfAny } from "./rest/refusal.ts";
import type { Callback } from "./rules/callback-rules.ts";
import { numberComponents, problem } from "./rules/component-walk.ts";
import { readCheckedMessage } from "./rules/message-check.ts";
import { modalProblems } from "./rules/modal-rules.ts";
import { callbackType, messageFlag } from "./vocabulary.ts";
import { modalBodySchema } from "./wire.ts";
import type { World } from "./world.ts";

const choiceSchema = z.object({
  name: z.string().min(1).max(100),
  value: z.union([z.string().max(100), z.number()]),
});
const choicesSchema = z.looseObject({ choices: z.array(choiceSchema).max(25).nullish() });

type Effect = Pick<NonNullable<Interaction["answer"]>, "modal" | "choices">;
const noEffect: Effect = { modal: undefined, choices: undefined };

/** Carries out a legal first answer and notes it on the interaction. */
export function applyCallback(
  world: World,
  interaction: Interaction,
  callback: Callback,
  files: SentFile[],
): void {
  const effect = carryOut(world, interaction, callback, files);
  const ms = performance.now() - interaction.dispatchedAtMs;
  const { type, data } = callback;
  interaction.answer = { type, data, ms, ...effect };
  world.events.emit({ kind: "answer", interactionId: interaction.id, type, data, ms });
}

function carryOut(
  world: World,
  interaction: Interaction,
  { type, data }: Callback,
  files: SentFile[],
): Effect {
  if (type === callbackType.modal) return { ...noEffect, modal: openModal(data) };
  if (type === callbackType.autocomplete) return { ...noEffect, choices: readChoices(data) };
  interaction.originalId = answerMessage(world, interaction, { type, data }, files).id;
  return noEffect;
}

function answerMessage(
  world: World,
  interaction: Interaction,
  { type, data }: Callback,
  files: SentFile[],
): Message {
  if (type === callbackType.deferredUpdate) return sourceOf(world, interaction);
  const sent = readCheckedMessage(data, files, ["data"]);
  if (type === callbackType.update) return editMessage(world, sourceOf(world, interaction), sent);
  const placement = placeAnswer(world, interaction, ((sent.body.flags ?? 0) & messageFlag.ephemeral) !== 0);
  if (type === callbackType.deferredMessage) return createPlaceholder(world, placement);
  return createMessage(world, placement, sent);
}

/** Where an answer of this interaction goes, and who sees it. */
export function placeAnswer(world: World, interaction: Interaction, isEphemeral: boolean): Placement {
  const { userId, channelId } = interaction.facts;
  return {
    id: world.nextId(),
    channelId,
    author: world.bot,
    visibleTo: isEphemeral ? userId : undefined,
    answers: { interactionId: interaction.id, type: interaction.type, userId },
    isFollowUp: false,
  };
}

function sourceOf(world: World, { facts }: Interaction): Message {
  const message = world.messages.get(facts.sourceMessageId ?? "");
  if (message === undefined) throw new DiscordRefusal("unknownMessage");
  return message;
}

function openModal(data: unknown): ReturnType<typeof readModal> {
  const body = modalBodySchema.parse(data);
  refuseIfAny(modalProblems(body).map((found) => ({ ...found, path: ["data", ...found.path] })));
  return readModal({ ...body, components: numberComponents(body.components) });
}

function readChoices(data: unknown): Effect["choices"] {
  const parsed = choicesSchema.safeParse(data ?? {});
  if (parsed.success) return parsed.data.choices ?? [];
  const fields = parsed.error.issues.map(({ path, message }) =>
    problem(
      ["data", ...path.map((part) => (typeof part === "number" ? part : String(part)))],
      "BASE_TYPE_BAD_LENGTH",
      message,
    ),
  );
  throw new DiscordRefusal("invalidFormBody", fields);
}
