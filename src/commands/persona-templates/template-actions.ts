import type { Button } from "../../chat/reply.ts";

/** Opens the form that saves a persona as a template; its state is the record's id. */
export const saveTemplateAction = "template-save";
/** Shows one template; its state is the template's id. */
export const showTemplateAction = "template-show";
/** Lists the team's templates; its state is the number of a page, from 0. */
export const listTemplatesAction = "templates";

export const allTemplates: Button = { label: "Templates", action: listTemplatesAction, state: "0" };
