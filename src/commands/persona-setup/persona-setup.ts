import { defineCommand, definePlainCommand } from "../../chat/command.ts";
import type { Services } from "../services.ts";
import {
  keepUncheckedButton,
  moreSetupButton,
  noChannelButton,
  removeKeyButton,
  removeKeyNowButton,
  showSetupButton,
} from "./persona-setup-buttons.ts";
import { callsButton } from "./persona-setup-calls.ts";
import {
  mistakesInSetup,
  openSetup,
  setupChoices,
  setupForm,
  setupFormName,
  setupPlaceholders,
} from "./persona-setup-form.ts";
import { limitsButton } from "./persona-setup-limits.ts";
import { sharingButton } from "./persona-setup-outside.ts";
import { teamPromptButton } from "./persona-setup-prompt.ts";
import { saveSetup } from "./persona-setup-save.ts";
import { autoSyncButton } from "./persona-setup-sync.ts";
import { allPromptsButton, allPromptsNowButton } from "./team-prompt-all.ts";

/** The form with what the team has set; its answer shows all of that, and buttons for the rest. */
export const personaSetup = definePlainCommand<Services, Record<string, never>>({
  name: "persona-setup",
  summary: "Set this team's Tavus key, warnings channel, default replica and managers",
  access: "admin",
  opensForm: true,
  options: {},
  buttons: {
    setup: { access: "admin", opensForm: true, run: (_state, context) => openSetup(context) },
    "setup-show": showSetupButton,
    "setup-keep": keepUncheckedButton,
    "setup-no-channel": noChannelButton,
    "setup-remove": removeKeyButton,
    "setup-remove-yes": removeKeyNowButton,
    "setup-limits": limitsButton,
    "setup-calls": callsButton,
    "setup-sync": autoSyncButton,
    "setup-outside": sharingButton,
    "setup-prompt": teamPromptButton,
    "team-prompt-all": allPromptsButton,
    "team-prompt-all-yes": allPromptsNowButton,
    "setup-more": moreSetupButton,
  },
  run: (_values, context) => openSetup(context),
});

/** The form that `/persona-setup` and the buttons "Set up" and "Change settings" open. */
export const personaSetupForm = defineCommand<Services, typeof setupForm.fields>({
  name: setupFormName,
  summary: "Set up this team",
  access: "admin",
  isListed: false,
  form: setupForm,
  choices: setupChoices,
  placeholders: setupPlaceholders,
  check: mistakesInSetup,
  run: saveSetup,
});
