import type { Context } from "../../chat/command.ts";
import { limits } from "../../chat/limits.ts";
import type { Button, Item, Reply } from "../../chat/reply.ts";
import { timeMark } from "../../chat/time-mark.ts";
import { mostTemplates, type Template } from "../../personas/templates.ts";
import { shortName } from "../../short-name.ts";
import type { Services } from "../services.ts";
import { listTemplatesAction, showTemplateAction } from "./template-actions.ts";

/** The team's templates by name, ten a page, with a menu to open one. */
export async function templatesReply(
  page: number,
  { services, member }: Pick<Context<Services>, "services" | "member">,
): Promise<Reply> {
  const all = await services.templates.inUse(member.tenantId);
  if (all.length === 0) return emptyReply;
  const last = Math.ceil(all.length / limits.items) - 1;
  const number = Math.min(Math.max(page, 0), last);
  const shown = all.slice(number * limits.items, (number + 1) * limits.items);
  return {
    tone: "neutral",
    title:
      last > 0
        ? `Your team's templates: ${all.length} of ${mostTemplates}, page ${number + 1} of ${last + 1}`
        : `Your team's templates: ${all.length} of ${mostTemplates}`,
    text: "Whoever makes a persona is offered them beside those that are built in.",
    items: shown.map(itemOf),
    menu: {
      label: "Open a template",
      action: showTemplateAction,
      choices: shown.map(({ id, content }) => ({ value: id, label: nameOf(content) })),
    },
    buttons: [...pageButton("Previous", number - 1, last), ...pageButton("Next", number + 1, last)],
    notes: [howToSave],
  };
}

const howToSave = "Save as template under /persona-show makes one of a persona.";

const emptyReply: Reply = {
  tone: "neutral",
  title: "Your team has no templates yet",
  text: "Open a persona with /persona-show and press Save as template below it. Whoever makes a persona is then offered it beside the templates that are built in.",
};

function nameOf({ name }: Template["content"]): string {
  return shortName(name, limits.option);
}

function itemOf({ content, updatedMs, updatedBy }: Template): Item {
  return {
    text: `${nameOf(content)} · saved ${timeMark(updatedMs)} by`,
    mentions: [{ kind: "person", id: updatedBy }],
  };
}

function pageButton(label: string, page: number, last: number): Button[] {
  return page < 0 || page > last ? [] : [{ label, action: listTemplatesAction, state: String(page) }];
}
