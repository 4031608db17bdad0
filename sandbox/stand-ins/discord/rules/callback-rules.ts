import {
  ApplicationCommandAutocompleteCallbackRequestSchema,
  CreateMessageInteractionCallbackRequestSchema,
  ModalInteractionCallbackRequestSchema,
  UpdateMessageInteractionCallbackRequestSchema,
} from "discord-api-spec/zod";
import { z } from "zod";
import type { Interaction } from "../interaction.ts";
import { DiscordRefusal, type FieldProblem, refuseIfAny } from "../rest/refusal.ts";
import { callbackType, interactionType, messageFlag } from "../vocabulary.ts";
import { problem } from "./component-walk.ts";
import { schemaProblems } from "./schema-check.ts";

const callbackSchema = z.looseObject({ type: z.number(), data: z.looseObject({}).nullish() });

export type Callback = z.infer<typeof callbackSchema>;

const { message, deferredMessage, deferredUpdate, update, autocomplete, modal } = callbackType;

/** Which first answers an interaction of each type may get. */
const legalAnswers: Record<number, readonly number[]> = {
  [interactionType.command]: [message, deferredMessage, modal],
  [interactionType.component]: [message, deferredMessage, deferredUpdate, update, modal],
  [interactionType.autocomplete]: [autocomplete],
  [interactionType.modalSubmit]: [message, deferredMessage],
};

const schemas = {
  [message]: CreateMessageInteractionCallbackRequestSchema,
  [deferredMessage]: CreateMessageInteractionCallbackRequestSchema,
  [deferredUpdate]: UpdateMessageInteractionCallbackRequestSchema,
  [update]: UpdateMessageInteractionCallbackRequestSchema,
  [autocomplete]: ApplicationCommandAutocompleteCallbackRequestSchema,
  [modal]: ModalInteractionCallbackRequestSchema,
};

/** Checks that the answer fits the interaction and the published schema; refuses it otherwise (50035). */
export function readCallback(interaction: Interaction, body: unknown): Callback {
  const parsed = callbackSchema.safeParse(body);
  if (!parsed.success) throw new DiscordRefusal("invalidFormBody", [missingType]);
  const callback = parsed.data;
  refuseIfAny(legalityProblems(interaction, callback.type));
  const schema = Object.entries(schemas).find(([type]) => Number(type) === callback.type)?.[1];
  if (schema !== undefined) refuseIfAny(schemaProblems(schema, body));
  refuseIfAny(deferralProblems(callback));
  return callback;
}

const missingType = problem(["type"], "BASE_TYPE_REQUIRED", "This field is required");

function legalityProblems(interaction: Interaction, type: number): FieldProblem[] {
  const legal = [...(legalAnswers[interaction.type] ?? []), ...answersFromMessage(interaction)];
  if (legal.includes(type)) return [];
  const text = `Callback type ${type} cannot answer an interaction of type ${interaction.type} (legal: ${legal.join(", ")})`;
  return [problem(["type"], "INTERACTION_CALLBACK_INVALID_TYPE", text)];
}

/** A modal that was opened from a message may also change that message. */
function answersFromMessage({ type, facts }: Interaction): number[] {
  const isFromMessage = type === interactionType.modalSubmit && facts.sourceMessageId !== undefined;
  return isFromMessage ? [deferredUpdate, update] : [];
}

/** Deferring settles only whether the answer is private; every other flag belongs to the later edit. */
function deferralProblems({ type, data }: Callback): FieldProblem[] {
  const flags = data?.flags;
  if (type !== deferredMessage || typeof flags !== "number" || (flags & ~messageFlag.ephemeral) === 0)
    return [];
  return [problem(["data", "flags"], "BITFIELD_INVALID", "Only EPHEMERAL may be set when deferring")];
}
