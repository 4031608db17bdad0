import { type Context, defineCommand, definePlainCommand } from "../../chat/command.ts";
import { defineForm } from "../../chat/form/form.ts";
import { FormRefused } from "../../chat/form/form-refused.ts";
import type { Reply } from "../../chat/reply.ts";
import { UserError } from "../../errors.ts";
import type { Persona } from "../../personas/persona.ts";
import { randomId } from "../../random-id.ts";
import { personaOption, resolvePersona, suggestPersonas } from "../ask/persona-option.ts";
import { findOwn, note } from "../reply/persona-buttons.ts";
import { quoted } from "../reply/persona-reply.ts";
import type { Services } from "../services.ts";
import { chooseLinkAction, linkCard } from "./link-card.ts";
import { unlinkButtons } from "./unlink-buttons.ts";

const options = {
  persona: personaOption,
  tavus_id: {
    kind: "line",
    early: true,
    label: "Tavus ID",
    hint: "The Tavus persona to link it to, such as pcb7a34da5fe",
    maxLength: 100,
  },
} as const;

const linkForm = defineForm({
  title: "Link to Tavus",
  submit: "Link",
  fields: {
    tavus_id: {
      kind: "line",
      label: "Tavus persona ID",
      hint: "As Tavus shows it, such as pcb7a34da5fe",
      maxLength: 100,
      required: true,
    },
  },
});

/** Ties a persona here to one in Tavus, by hand, after checking that it exists. */
export const personaLink = definePlainCommand<Services, typeof options>({
  name: "persona-link",
  summary: "Link a persona here to one in Tavus by hand",
  access: "manager",
  options,
  usage: "[persona] [tavus id]",
  suggest: (_field, typed, context) => suggestPersonas(typed, context),
  buttons: unlinkButtons,

  async run(values, context) {
    const { name, tavusPersonaId } = await readWords(values, context);
    const found = await resolvePersona(name, "link", context);
    if ("ask" in found) return found.ask;
    const persona = await findOwn(found.persona.id, context);
    return tavusPersonaId === "" ? linkCard(persona, context) : linkOrCard(persona, tavusPersonaId, context);
  },
});

/** What cannot be linked is answered with why, and with the same card again. */
async function linkOrCard(
  persona: Persona,
  tavusPersonaId: string,
  context: Context<Services>,
): Promise<Reply> {
  try {
    return await link(persona, tavusPersonaId, context);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return linkCard(persona, context, error);
  }
}

async function link(
  { tenantId, id, tavusPersonaId: before }: Persona,
  tavusPersonaId: string,
  context: Context<Services>,
): Promise<Reply> {
  const persona = await context.services.personas.link({ tenantId, id, tavusPersonaId });
  if (before !== tavusPersonaId) note(context, "link", persona);
  return linkedReply(persona);
}

/** The form behind the Link button. */
export const personaLinkForm = defineCommand<Services, typeof linkForm.fields>({
  name: "persona-link-form",
  summary: "Link a persona to Tavus",
  access: "manager",
  isListed: false,
  form: linkForm,
  buttons: {
    link: {
      access: "manager",
      opensForm: true,
      async run(state, context) {
        const [id = "", lastId = ""] = state.split(".");
        const persona = await findOwn(id, context);
        return {
          kind: "form",
          command: "persona-link-form",
          formId: `${persona.id}.${randomId(6)}`,
          values: lastId ? { tavus_id: lastId } : {},
        };
      },
    },
    [chooseLinkAction]: {
      access: "manager",
      async run(state, context) {
        const [id = "", tavusPersonaId = ""] = state.split(".");
        const persona = await findOwn(id, context);
        const reply = tavusPersonaId
          ? await linkOrCard(persona, tavusPersonaId, context)
          : await linkCard(persona, context);
        return { kind: "reply", reply };
      },
    },
  },

  async run({ tavus_id: tavusPersonaId }, context) {
    const [id = ""] = context.formId.split(".");
    const persona = await findOwn(id, context);
    try {
      return await link(persona, tavusPersonaId, context);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      // Beside the field, so that what was typed and where it was typed stay.
      throw new FormRefused({ tavus_id: error.message });
    }
  },
});

/**
 * Words behind a Slack command: the last is the ID when none was given apart. Tavus's are a p and hex digits; what only looks like one
 * is taken for one where nobody is called by all the words, and somebody by those before it, so that it is the ID that is said to be
 * wrong.
 */
async function readWords(
  { persona, tavus_id }: { persona: string; tavus_id: string },
  { services, member }: Context<Services>,
): Promise<{ name: string; tavusPersonaId: string }> {
  // On Discord the ID has an option of its own, and what looks like one is a part of the name.
  if (tavus_id !== "" || member.platform === "discord") return { name: persona, tavusPersonaId: tavus_id };
  const words = persona.trim().split(/\s+/);
  const last = words.at(-1) ?? "";
  const before = words.slice(0, -1).join(" ");
  const asId = { name: before, tavusPersonaId: last };
  const asName = { name: persona, tavusPersonaId: "" };
  if (before === "") return asName;
  if (/^p[0-9a-f]{7,}$/i.test(last)) return asId;
  if (!/^p[\w-]*\d[\w-]*$/i.test(last)) return asName;
  const { lookUp } = services.personas;
  const [all, some] = await Promise.all([lookUp(member.tenantId, persona), lookUp(member.tenantId, before)]);
  return all.kind === "none" && some.kind !== "none" ? asId : asName;
}

function linkedReply(persona: Persona): Reply {
  return {
    tone: "success",
    title: `${quoted(persona.name)} is linked`,
    text: "Neither side was changed. /persona-show says where they differ.",
    facts: [
      { label: "ID here", value: persona.id, code: true },
      { label: "ID in Tavus", value: persona.tavusPersonaId ?? "", code: true },
    ],
    buttons: [{ label: "Show", action: "show", state: persona.id }],
  };
}
