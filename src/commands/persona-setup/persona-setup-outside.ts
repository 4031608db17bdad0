import { type ButtonAction, defineCommand } from "../../chat/command.ts";
import { defineForm } from "../../chat/form/form.ts";
import { endedPagesLine } from "../persona-outside/outside-reply.ts";
import type { Services } from "../services.ts";
import { outsideLabel } from "./persona-setup-facts.ts";
import { savedReply } from "./persona-setup-reply.ts";
import { formIdOver, mergeStale, withOvertaken } from "./stale-form.ts";
import { storeSetup } from "./store-setup.ts";

const outsideForm = defineForm({
  title: outsideLabel,
  submit: "Save",
  fields: {
    who: {
      kind: "choice",
      label: "Who may make links for people outside?",
      choices: [
        { value: "nobody", label: "Nobody" },
        { value: "managers", label: "Managers and admins" },
      ],
      initial: "nobody",
      hint: "Whoever has link and password uses your Tavus plan. Choosing Nobody ends all open links.",
    },
  },
});

/** The form behind "Sharing outside"; not a command of its own. */
export const personaSharing = defineCommand<Services, typeof outsideForm.fields>({
  name: "persona-sharing",
  summary: "Set whether personas may be shared outside",
  access: "admin",
  isListed: false,
  form: outsideForm,

  async run(typed, context) {
    const { services, member, formId } = context;
    const { tenantId } = member;
    const { fields } = outsideForm;
    const current = valuesOf(await services.settings.latest(tenantId));
    const { values, overtaken, isSaved } = mergeStale({ formId, fields }, typed, current);
    const isSharingOn = values.who === "managers";
    await storeSetup({ isSaved, change: { isSharingOn }, details: "sharing outside" }, context);
    const line = isSharingOn
      ? ""
      : endedPagesLine(await services.landingPages.endAll(tenantId, "notAllowed"));
    return withOvertaken(await savedReply({ services, member }, line), { fields, typed, overtaken, isSaved });
  },
});

export const sharingButton: ButtonAction<Services> = {
  access: "admin",
  opensForm: true,
  async run(_state, { services, member }) {
    const values = valuesOf(await services.settings.latest(member.tenantId));
    const formId = formIdOver(values, outsideForm.fields);
    return { kind: "form", command: "persona-sharing", formId, values };
  },
};

function valuesOf({ isSharingOn }: { isSharingOn: boolean }): { who: string } {
  return { who: isSharingOn ? "managers" : "nobody" };
}
