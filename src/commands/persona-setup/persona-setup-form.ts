import type { Context, FormResult } from "../../chat/command.ts";
import type { FieldErrors, FormValues, ValuesOf } from "../../chat/form/field.ts";
import { defineForm, type FormChoices } from "../../chat/form/form.ts";
import { limits } from "../../chat/limits.ts";
import type { Settings } from "../../tenants/settings.ts";
import { replicaChoice } from "../ask/replica-choices.ts";
import type { Services } from "../services.ts";
import { formIdOver } from "./stale-form.ts";

export const setupFormName = "persona-setup-form";

export const setupForm = defineForm({
  title: "Set up PersonaForge",
  submit: "Save",
  fields: {
    tavus_key: {
      kind: "line",
      secret: true,
      label: "Tavus API key",
      hint: "From Tavus's developer portal, maker.tavus.io/dev. Leave it empty to keep the key as it is.",
      maxLength: 200,
    },
    channel: {
      kind: "channel",
      label: "Warnings channel",
      hint: "Where failures are posted. I post a first message there when you save.",
    },
    replica: {
      kind: "pick",
      label: "Default replica",
      // More than a select holds are offered there; where there is a box to type in, it shows the IDs.
      hint: "Face and voice of personas made without one. /persona-replicas shows all, and sets any.",
      placeholder: "None: Tavus's default",
      maxLength: 100,
    },
    managers: {
      kind: "people",
      label: "Persona managers",
      hint: "Once named, only they and admins make and change personas. Nobody: everybody makes their own.",
      most: limits.people,
    },
  },
});

export type SetupValues = ValuesOf<typeof setupForm.fields>;

/** A select of Slack's cannot be emptied, so that none is a choice of its own. */
const noReplica = "none";

/** Opens the form with what is set now; the key is never shown. */
export async function openSetup({ services, member }: Context<Services>): Promise<FormResult> {
  const settings = await services.settings.latest(member.tenantId);
  const values = setupValuesOf(settings);
  const formId = formIdOver({ ...values, tavus_key: settings.key?.tag }, setupForm.fields);
  return { kind: "form", command: setupFormName, formId, values };
}

export async function setupChoices({ services, member }: Context<Services>): Promise<FormChoices> {
  const replicas = await services.replicas.known(member.tenantId);
  // Without a list there is a field to type in.
  if (replicas.length === 0) return {};
  const none = { value: noReplica, label: "None: Tavus's default" };
  return { replica: [none, ...replicas.map(replicaChoice)] };
}

export async function setupPlaceholders({ services, member }: Context<Services>) {
  const { key, channel } = await services.settings.latest(member.tenantId);
  return {
    tavus_key: key ? setKey(key.lastFour) : services.teamKeys.canStore ? pasteIt : cannotPaste,
    ...(channel?.closedAt && { channel: "The last one was closed to me: choose it again, or another" }),
  };
}

const pasteIt = "None of your own yet: paste it here";
const cannotPaste = "Not taken before ENCRYPTION_KEYS are set by whoever runs the bot";

function setKey(lastFour: string): string {
  return lastFour ? `Set: ends in ${lastFour}` : "Set";
}

/** The replica that was chosen or typed; null for none. */
export function replicaFrom({ replica }: SetupValues): string | null {
  return replica === "" || replica.toLowerCase() === noReplica ? null : replica;
}

export function mistakesInSetup(values: SetupValues): FieldErrors {
  const replica = replicaFrom(values);
  if (replica === null || /^[\w-]+$/.test(replica)) return {};
  return { replica: "This is no replica ID. Type one such as r90bbd427f71, or leave it empty." };
}

/** Without a closed channel: nobody who saves something else has chosen it again, and a platform may not know it any more. */
export function setupValuesOf({ channel, defaultReplicaId, managers }: Settings): FormValues {
  const open = openChannel({ channel });
  return {
    ...(open !== "" && { channel: open }),
    ...(defaultReplicaId !== null && { replica: defaultReplicaId }),
    ...(managers.length > 0 && { managers: [...managers] }),
  };
}

/** The channel that gets warnings; "" where there is none, or it is closed. */
export function openChannel({ channel }: Pick<Settings, "channel">): string {
  return channel && channel.closedAt === null ? channel.id : "";
}
