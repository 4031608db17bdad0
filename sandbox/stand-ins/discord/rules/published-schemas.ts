import {
  ApplicationCommandCreateRequestSchema,
  CreateMessageInteractionCallbackRequestSchema,
  ModalInteractionCallbackRequestSchema,
} from "discord-api-spec/zod";

/** Discord's own schemas, for who wants to hold a body against them with no stand-in running. */
export const publishedSchemas = {
  command: ApplicationCommandCreateRequestSchema,
  /** An interaction's answer that is a message: type 4. */
  messageCallback: CreateMessageInteractionCallbackRequestSchema,
  /** An interaction's answer that opens a modal: type 9. */
  modalCallback: ModalInteractionCallbackRequestSchema,
};
