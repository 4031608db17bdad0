/** The package ships its schemas as plain JavaScript without types; these are the ones the stand-in uses. */
declare module "discord-api-spec/zod" {
  interface PublishedIssue {
    code: string;
    path: PropertyKey[];
    message: string;
    errors?: PublishedIssue[][];
    [detail: string]: unknown;
  }

  interface PublishedSchema {
    safeParse(
      body: unknown,
    ): { success: true; data: unknown } | { success: false; error: { issues: PublishedIssue[] } };
  }

  export const ApplicationCommandAutocompleteCallbackRequestSchema: PublishedSchema;
  export const ApplicationCommandCreateRequestSchema: PublishedSchema;
  export const ApplicationCommandUpdateRequestSchema: PublishedSchema;
  export const CreateMessageInteractionCallbackRequestSchema: PublishedSchema;
  export const IncomingWebhookRequestPartialSchema: PublishedSchema;
  export const IncomingWebhookUpdateRequestPartialSchema: PublishedSchema;
  export const MessageCreateRequestSchema: PublishedSchema;
  export const MessageEditRequestPartialSchema: PublishedSchema;
  export const ModalInteractionCallbackRequestSchema: PublishedSchema;
  export const UpdateMessageInteractionCallbackRequestSchema: PublishedSchema;
}
