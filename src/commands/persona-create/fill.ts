import { isDeepStrictEqual } from "node:util";
import type { Context, Filling } from "../../chat/command.ts";
import {
  type Field,
  type Fields,
  type FieldValue,
  type FormValues,
  isTextFile,
} from "../../chat/form/field.ts";
import { UserError } from "../../errors.ts";
import type { Template } from "../../personas/templates.ts";
import { inQuotes } from "../../short-name.ts";
import { fold } from "../../text/fold.ts";
import type { Services } from "../services.ts";
import { templates as builtIn } from "./choice-fields.ts";
import { copyOf } from "./copy.ts";
import { builtInTexts } from "./templates.ts";

/** A template as it stands in the form: its name there, and what it puts in. */
type Chosen = { name: string; values: FormValues };

/**
 * Fills a form with these fields from the template that is chosen in it. Only what is empty, or still as another template
 * left it, is filled: what somebody typed is theirs. Of a prompt in a file and one in its box there is never one of each.
 */
export function fillInto(fields: Fields) {
  return async (values: FormValues, context: Context<Services>, isOpening: boolean): Promise<Filling> => {
    const asked = typeof values.template === "string" ? values.template : "";
    if (isOpening && asked === "") return { values: {} };
    const chosen = await templateCalled(
      isOpening ? await meantBy(asked, context) : asked || "blank",
      context,
    );
    if (!chosen) {
      if (isOpening) throw new UserError(noTemplate(asked));
      return {
        values: {},
        notice: `The template ${inQuotes(asked)} is not here any more. Your text is as it was.`,
      };
    }
    const earlier = isOpening ? [] : await allTemplates(context);
    const filled = fillFrom({ fields, values, earlier }, chosen);
    return { values: filled, ...noticeOf({ fields, filled }, context) };
  };
}

function noTemplate(asked: string): string {
  return `There is no template called ${inQuotes(asked)}. Choose one of those that are offered while you type.`;
}

/** Discord sends what was typed where nobody chose a suggestion: a part is enough where one name alone has it. */
async function meantBy(typed: string, { services, member }: Context<Services>): Promise<string> {
  const { templates } = await services.settings.of(member.tenantId);
  const names = [...builtIn.map(({ value }) => value), ...templates];
  const wanted = fold(typed);
  const [only, ...others] = names.filter((name) => fold(name).includes(wanted));
  const isExact = names.some((name) => fold(name) === wanted);
  return only === undefined || isExact || others.length > 0 ? typed : only;
}

/** One that is built in, by its value or label; else one of the team's, by its name. */
async function templateCalled(
  asked: string,
  { services, member }: Context<Services>,
): Promise<Chosen | undefined> {
  const wanted = fold(asked);
  const own = builtIn.find(({ value, label }) => [value, label].some((name) => fold(name) === wanted));
  if (own) return { name: own.value, values: builtInTexts[own.value] ?? {} };
  const found = await services.templates.findByName(member.tenantId, asked);
  return found && { name: found.content.name, values: valuesOfTemplate(found) };
}

async function allTemplates({ services, member }: Context<Services>): Promise<FormValues[]> {
  const { templates } = await services.settings.of(member.tenantId);
  const own = templates.length > 0 ? await services.templates.inUse(member.tenantId) : [];
  return [...Object.values(builtInTexts), ...own.map(valuesOfTemplate)];
}

/** What it puts into the form; a prompt that is too long for its box as a file. */
function valuesOfTemplate({ content }: Template): FormValues {
  const { template: _, ...values } = copyOf({ ...content, isImported: false }).values;
  return values;
}

type Form = { fields: Fields; values: FormValues; earlier: readonly FormValues[] };

/** What a template puts into a form that stands so; `earlier` are those of which something may be left in it. */
export function fillFrom({ fields, values, earlier }: Form, chosen: Chosen): FormValues {
  const isUntouched = (key: string) => {
    const value = values[key];
    const left = [emptyOf(fields[key]), ...earlier.map((one) => one[key])];
    return isEmpty(value) || left.some((other) => isSame(value, other));
  };
  const keys = Object.keys(fields).filter((key) => key !== "template" && key !== "name");
  const filled = keys.filter((key) =>
    promptKeys.includes(key) ? promptKeys.every(isUntouched) : isUntouched(key),
  );
  const put = filled.map((key) => [key, chosen.values[key] ?? emptyOf(fields[key])]);
  return { template: chosen.name, ...Object.fromEntries(put) };
}

const promptKeys = ["prompt", "prompt_file"];

function emptyOf(field: Field | undefined): FieldValue | undefined {
  switch (field?.kind) {
    case "choices":
      return [];
    case "choice":
      return field.initial ?? "";
    case "file":
      return undefined;
    default:
      return "";
  }
}

function isEmpty(value: FieldValue | undefined): boolean {
  return value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}

/** A group of checkboxes comes back in the order of its options. */
function isSame(one: FieldValue | undefined, other: FieldValue | undefined): boolean {
  if (Array.isArray(one) && Array.isArray(other))
    return isDeepStrictEqual([...one].sort(), [...other].sort());
  if (isTextFile(one) && isTextFile(other)) return one.text === other.text;
  return one === other;
}

/** Discord's form shows no early fields. */
function noticeOf(
  { fields, filled }: { fields: Fields; filled: FormValues },
  { member }: Context<Services>,
): Pick<Filling, "notice"> {
  const set = Object.entries(fields).flatMap(([key, field]) => {
    const isHidden = key !== "template" && field.early === true && member.platform === "discord";
    const isSaid = !isEmpty(filled[key]) && !isSame(filled[key], emptyOf(field));
    return isSaid && (isHidden || field.kind === "file") ? [field.label.toLowerCase()] : [];
  });
  return set.length > 0 ? { notice: `Also from the template: ${set.join(", ")}.` } : {};
}
