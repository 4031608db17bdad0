import { type ButtonAction, defineCommand } from "../../chat/command.ts";
import type { ChoiceField, FieldErrors, ValuesOf } from "../../chat/form/field.ts";
import { defineForm } from "../../chat/form/form.ts";
import type { CallSettings, WhoMay } from "../../tenants/settings.ts";
import type { Services } from "../services.ts";
import { callsLabel, whoMayText } from "./persona-setup-facts.ts";
import { savedReply } from "./persona-setup-reply.ts";
import { formIdOver, mergeStale, withOvertaken } from "./stale-form.ts";
import { storeSetup } from "./store-setup.ts";

/** A year: what people say in a call is kept no longer than it is of use. */
const mostDays = 365;

const callsForm = defineForm({
  title: callsLabel,
  submit: "Save",
  fields: {
    talk: whoField("Who may talk to personas?", "A call takes minutes of the team's Tavus plan"),
    video: whoField("Who may have videos made?", "A video takes minutes of the team's Tavus plan"),
    days: {
      kind: "line",
      label: "Keep transcripts, in days",
      hint: `1 to ${mostDays}; 0 or empty keeps none. Whoever called gets the transcript as a file after the call.`,
      placeholder: "Off",
      maxLength: 3,
      isNumber: true,
    },
    rehearsal: {
      ...choiceField("Rehearsing in writing", { off: "Off", on: "On" }),
      hint: "Talking to a persona by text. Tavus charges it like a call, and not every account has it.",
    },
    stop: {
      ...choiceField("Calls when I am stopped", { off: "Leave them running", on: "End them" }),
      hint: "Left running, they are ended on time once I am back, or by Tavus",
    },
  },
});

type Values = ValuesOf<typeof callsForm.fields>;

/** The form behind "Calls and videos"; not a command of its own. */
export const personaCalls = defineCommand<Services, typeof callsForm.fields>({
  name: "persona-calls",
  summary: "Set who may talk and make videos, and what is kept of a call",
  access: "admin",
  isListed: false,
  form: callsForm,
  check: mistakesIn,

  async run(typed, context) {
    const { services, member, formId } = context;
    const { fields } = callsForm;
    const current = valuesOf(await services.settings.latest(member.tenantId));
    const { values, overtaken, isSaved } = mergeStale({ formId, fields }, typed, current);
    const change = settingsFrom(values);
    await storeSetup({ isSaved, change, details: "calls and videos" }, context);
    return withOvertaken(await savedReply({ services, member }), { fields, typed, overtaken, isSaved });
  },
});

export const callsButton: ButtonAction<Services> = {
  access: "admin",
  opensForm: true,
  async run(_state, { services, member }) {
    const values = valuesOf(await services.settings.latest(member.tenantId));
    return { kind: "form", command: "persona-calls", formId: formIdOver(values, callsForm.fields), values };
  },
};

function whoField(label: string, hint: string): ChoiceField {
  return { ...choiceField(label, whoMayText), hint };
}

/** The first of the choices is the one that a team has which has set nothing. */
function choiceField(label: string, choices: { [value: string]: string }): ChoiceField {
  const [initial = ""] = Object.keys(choices);
  return {
    kind: "choice",
    label,
    choices: Object.entries(choices).map(([value, words]) => ({ value, label: words })),
    initial,
  };
}

function mistakesIn({ days }: Values): FieldErrors {
  if (days === "" || (/^\d+$/.test(days) && Number(days) <= mostDays)) return {};
  return { days: `Type a whole number of days from 1 to ${mostDays}, or 0 to keep none.` };
}

function settingsFrom({ talk, video, days, rehearsal, stop }: Values): Omit<CallSettings, "isSharingOn"> {
  return {
    talkFor: whoFrom(talk),
    videoFor: whoFrom(video),
    transcriptDays: Number(days) || null,
    isRehearsalOn: rehearsal === "on",
    endsCallsAtShutdown: stop === "on",
  };
}

function whoFrom(chosen: string): WhoMay {
  return chosen === "managers" ? "managers" : "members";
}

function valuesOf(settings: CallSettings): { [field in keyof Values]?: string } {
  const { talkFor, videoFor, transcriptDays, isRehearsalOn, endsCallsAtShutdown } = settings;
  return {
    talk: talkFor,
    video: videoFor,
    ...(transcriptDays !== null && { days: String(transcriptDays) }),
    rehearsal: isRehearsalOn ? "on" : "off",
    stop: endsCallsAtShutdown ? "on" : "off",
  };
}
