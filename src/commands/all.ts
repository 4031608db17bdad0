import type { Command } from "../chat/command.ts";
import { personaCreate } from "./persona-create.ts";
import { personaDelete } from "./persona-delete.ts";
import { personaEdit, personaEditForm } from "./persona-edit.ts";
import { personaLink, personaLinkForm } from "./persona-link.ts";
import { personaList } from "./persona-list.ts";
import { personaReplica } from "./persona-replica.ts";
import { personaShow } from "./persona-show.ts";
import { personaSync } from "./persona-sync.ts";
import type { Services } from "./services.ts";

/** Every command, in the order in which people see them; those that are not listed are the forms behind buttons. */
export const commands: readonly Command<Services>[] = [
  personaCreate,
  personaList,
  personaShow,
  personaEdit,
  personaDelete,
  personaLink,
  personaSync,
  personaReplica,
  personaEditForm,
  personaLinkForm,
];
