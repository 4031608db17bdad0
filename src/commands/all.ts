import type { Command } from "../chat/command.ts";
import { personaCreate } from "./persona-create.ts";
import { personaReplica } from "./persona-replica.ts";
import type { Services } from "./services.ts";

/** Every command, in the order in which people see them. */
export const commands: readonly Command<Services>[] = [personaCreate, personaReplica];
