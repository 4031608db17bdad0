import { type ButtonAction, defineCommand } from "../../chat/command.ts";
import type { FieldErrors } from "../../chat/form/field.ts";
import { defineForm } from "../../chat/form/form.ts";
import type { Settings } from "../../tenants/settings.ts";
import type { Services } from "../services.ts";
import { savedReply } from "./persona-setup-reply.ts";
import { formIdOver, mergeStale, withOvertaken } from "./stale-form.ts";
import { storeSetup } from "./store-setup.ts";

const hourMs = 3_600_000;
/** A week. */
const mostHours = 168;

const autoSyncForm = defineForm({
  title: "Automatic sync",
  submit: "Save",
  fields: {
    hours: {
      kind: "line",
      label: "Hours from one sync to the next",
      hint: `1 to ${mostHours}; 0 or empty turns it off. It reports only what changed or failed.`,
      placeholder: "Off",
      maxLength: 3,
      isNumber: true,
    },
  },
});

/** The form behind "Automatic sync"; not a command of its own. */
export const personaAutoSync = defineCommand<Services, typeof autoSyncForm.fields>({
  name: "persona-auto-sync",
  summary: "Set how often this team syncs by itself",
  access: "admin",
  isListed: false,
  form: autoSyncForm,
  check: mistakesIn,

  async run(typed, context) {
    const { services, member, formId } = context;
    const { fields } = autoSyncForm;
    const current = await services.settings.latest(member.tenantId);
    const { values, overtaken, isSaved } = mergeStale({ formId, fields }, typed, valuesOf(current));
    const hours = Number(values.hours);
    const nextAt = new Date(services.now() + hours * hourMs).toISOString();
    const change = { autoSync: hours === 0 ? null : { hours, nextAt } };
    await storeSetup({ isSaved, change, details: "automatic sync" }, context);
    return withOvertaken(await savedReply({ services, member }), { fields, typed, overtaken, isSaved });
  },
});

export const autoSyncButton: ButtonAction<Services> = {
  access: "admin",
  opensForm: true,
  async run(_state, { services, member }) {
    const values = valuesOf(await services.settings.latest(member.tenantId));
    const formId = formIdOver(values, autoSyncForm.fields);
    return { kind: "form", command: "persona-auto-sync", formId, values };
  },
};

function valuesOf({ autoSync }: Settings): { hours?: string } {
  return autoSync ? { hours: String(autoSync.hours) } : {};
}

function mistakesIn({ hours }: { hours: string }): FieldErrors {
  if (hours === "" || (/^\d+$/.test(hours) && Number(hours) <= mostHours)) return {};
  return { hours: `Type a whole number of hours from 1 to ${mostHours}, or 0 to turn it off.` };
}
