import { type Command, type Context, definePlainCommand, type PlainCommand } from "../../chat/command.ts";
import type { Reply } from "../../chat/reply.ts";
import type { Persona } from "../../personas/persona.ts";
import type { Services } from "../services.ts";
import { personaOption, resolvePersona, suggestPersonas } from "./persona-option.ts";

type Options = { persona: typeof personaOption };

type PersonaCommand = Pick<PlainCommand<Services, Options>, "name" | "summary" | "access" | "buttons"> & {
  /** The button that is pressed by choosing from the menu, when it must be asked which persona is meant. */
  action: string;
  answer(persona: Persona, context: Context<Services>): Reply | Promise<Reply>;
};

/** A command that answers about one persona and takes nothing else. */
export function definePersonaCommand({ action, answer, ...command }: PersonaCommand): Command<Services> {
  return definePlainCommand<Services, Options>({
    ...command,
    options: { persona: personaOption },
    suggest: (_field, typed, context) => suggestPersonas(typed, context),
    async run({ persona: text }, context) {
      const found = await resolvePersona(text, action, context);
      return "ask" in found ? found.ask : answer(found.persona, context);
    },
  });
}
