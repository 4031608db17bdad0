import { z } from "zod";

export const chatInputType = 1;
export const messageMenuType = 3;

const choiceSchema = z.looseObject({ name: z.string(), value: z.union([z.string(), z.number()]) });

const commandOptionSchema = z.looseObject({
  type: z.number(),
  name: z.string(),
  description: z.string(),
  required: z.boolean().nullish(),
  autocomplete: z.boolean().nullish(),
  choices: z.array(choiceSchema).nullish(),
  min_length: z.number().nullish(),
  max_length: z.number().nullish(),
  min_value: z.number().nullish(),
  max_value: z.number().nullish(),
  get options() {
    return z.array(commandOptionSchema).nullish();
  },
});

/** A command as a bot registers it, after the published schema has passed it. */
export const commandBodySchema = z.looseObject({
  name: z.string(),
  description: z.string().nullish(),
  type: z.number().nullish(),
  options: z.array(commandOptionSchema).nullish(),
  default_member_permissions: z.string().nullish(),
  contexts: z.array(z.number()).nullish(),
  integration_types: z.array(z.number()).nullish(),
});

export type CommandOption = z.infer<typeof commandOptionSchema>;
export type CommandBody = z.infer<typeof commandBodySchema>;

/** A registered command. */
export interface Command extends CommandBody {
  id: string;
  version: string;
}

export function commandTypeOf(command: CommandBody): number {
  return command.type ?? chatInputType;
}

export function renderCommand(command: Command, applicationId: string): Record<string, unknown> {
  return {
    type: chatInputType,
    nsfw: false,
    name_localizations: null,
    description_localizations: null,
    dm_permission: true,
    contexts: null,
    integration_types: [0],
    default_member_permissions: null,
    options: [],
    ...command,
    description: command.description ?? "",
    application_id: applicationId,
  };
}
