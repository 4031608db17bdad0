import type { Command } from "../chat/command.ts";
import { personaHome, personaHomeSearch } from "./home/persona-home.ts";
import { personaCreate } from "./persona-create/persona-create.ts";
import { personaDelete } from "./persona-delete.ts";
import { personaEdit, personaEditForm } from "./persona-edit/persona-edit.ts";
import { personaForget } from "./persona-forget.ts";
import { definePersonaHelp } from "./persona-help/persona-help.ts";
import { personaLink, personaLinkForm } from "./persona-link/persona-link.ts";
import { personaList } from "./persona-list/persona-list.ts";
import { personaOutside } from "./persona-outside/persona-outside.ts";
import { personaRehearse } from "./persona-rehearse/persona-rehearse.ts";
import { personaReplica } from "./persona-replica.ts";
import { personaReplicas } from "./persona-replicas/persona-replicas.ts";
import { personaSetup, personaSetupForm } from "./persona-setup/persona-setup.ts";
import { personaCalls } from "./persona-setup/persona-setup-calls.ts";
import { personaLimits } from "./persona-setup/persona-setup-limits.ts";
import { personaSharing } from "./persona-setup/persona-setup-outside.ts";
import { personaTeamPrompt } from "./persona-setup/persona-setup-prompt.ts";
import { personaAutoSync } from "./persona-setup/persona-setup-sync.ts";
import { personaShow } from "./persona-show/persona-show.ts";
import { personaStatus } from "./persona-status/persona-status.ts";
import { personaSync } from "./persona-sync/persona-sync.ts";
import { personaTalk } from "./persona-talk/persona-talk.ts";
import { personaTemplateEdit } from "./persona-templates/edit-template.ts";
import { personaTemplates } from "./persona-templates/persona-templates.ts";
import { personaTemplateSave } from "./persona-templates/save-template.ts";
import { personaVideo, personaVideoForm } from "./persona-video/persona-video.ts";
import { warningButtons } from "./reply/warning-buttons.ts";
import type { Services } from "./services.ts";

/** All but the one that explains them. */
const explained: readonly Command<Services>[] = [
  personaCreate,
  personaList,
  personaShow,
  personaEdit,
  personaDelete,
  personaTemplates,
  personaVideo,
  personaLink,
  personaReplicas,
  personaTalk,
  personaSync,
  personaStatus,
  personaSetup,
  personaForget,
  personaReplica,
  personaHome,
  personaHomeSearch,
  personaEditForm,
  personaVideoForm,
  personaLinkForm,
  personaTemplateSave,
  personaTemplateEdit,
  personaSetupForm,
  personaLimits,
  personaCalls,
  personaRehearse,
  personaAutoSync,
  personaOutside,
  personaSharing,
  personaTeamPrompt,
  warningButtons,
];

/** Every command, in the order in which people see them; those that are not listed are the forms behind buttons. */
export const commands: readonly Command<Services>[] = [definePersonaHelp(explained), ...explained];
