import { limits } from "../limits.ts";
import type { Choice, Field, FieldErrors, Fields, FormValues } from "./field.ts";

/** A form as data. A field's key is its id on both platforms. */
export type Form<F extends Fields = Fields> = {
  title: string;
  /** The word on the button that sends it. Slack shows it; Discord has its own. */
  submit: string;
  fields: F;
  /** Says where its early fields are, as long as a hint: for the platform whose form has no place for them. */
  elsewhere?: string;
  /** The field that others follow: its command's `fill` is asked when it is chosen early, and on Slack whenever it changes. */
  fillsOn?: string;
};

/** The choices of each `pick` field, by its key, and more of a `choice` field; for `search` fields by what their values are called. */
export type FormChoices = { [key: string]: readonly Choice[] };

/** A form about to be shown, with everything a platform needs to draw it and to recognise its submission. */
export type OpenForm = {
  form: Form;
  command: string;
  /** The id minted once per opening; one form id makes one persona, however often it is delivered. */
  formId: string;
  values: FormValues;
  /** What its `pick` fields offer, by field key. */
  choices?: FormChoices;
  /** A text above the fields, such as why the form is open again. */
  notice?: string;
  errors?: FieldErrors;
};

/** Checks a form against both platforms' limits as the module loads, and returns it. Throws an Error naming each breach. */
export function defineForm<F extends Fields>(form: Form<F>): Form<F> {
  const breaches = [...breachesOfForm(form), ...Object.entries(form.fields).flatMap(breachesOfField)];
  if (breaches.length > 0) throw new Error(`Form "${form.title}": ${breaches.join("; ")}`);
  return form;
}

export function isEarly(field: Field): boolean {
  return field.early === true;
}

/** Whether it is chosen from a list of the platform's own, which may know a thing no more that was chosen before. */
export function isOfPlatform(field: Field | undefined): boolean {
  return field?.kind === "channel" || field?.kind === "people";
}

/** What is wrong with the options of a command that has no form. */
export function breachesOfOptions(options: Fields): string[] {
  const count = Object.keys(options).length;
  return [
    ...(count > limits.earlyFields ? [`${count} options, ${limits.earlyFields} fit`] : []),
    ...Object.entries(options).flatMap(([key, field]) => breachesOfField([key, { ...field, early: true }])),
  ];
}

function breachesOfForm(form: Form): string[] {
  const fields = Object.values(form.fields);
  const late = fields.filter((field) => !isEarly(field)).length;
  const early = fields.length - late;
  return [
    ...longer("title", form.title, limits.formTitle),
    ...longer("submit", form.submit, limits.formTitle),
    ...longer("elsewhere", form.elsewhere ?? "", limits.hint),
    ...(late > limits.formFields ? [`${late} fields are not early, ${limits.formFields} fit`] : []),
    ...(form.fillsOn && !form.fields[form.fillsOn] ? [`fillsOn names no field: ${form.fillsOn}`] : []),
    ...(late === 0 ? ["at least one field must not be early"] : []),
    ...(early > limits.earlyFields ? [`${early} early fields, ${limits.earlyFields} fit`] : []),
  ];
}

function breachesOfField([key, field]: [string, Field]): string[] {
  return [
    // A key is also the name of a Discord option, which takes lower case only.
    ...(/^[a-z][a-z_]{0,31}$/.test(key) ? [] : [`key "${key}" must be lower case letters and _`]),
    ...longer(`label of ${key}`, field.label, limits.label),
    ...longer(`hint of ${key}`, field.hint ?? "", limits.hint),
    ...("placeholder" in field
      ? longer(`placeholder of ${key}`, field.placeholder ?? "", limits.placeholder)
      : []),
    ...Object.keys(field)
      .filter((member) => !membersOf(field).includes(member))
      .map((member) => `${key} is of the kind "${field.kind}", for which ${member} means nothing`),
    ...breachesOfKind(key, field),
    ...(isEarly(field) ? breachesOfEarly([key, field]) : []),
  ];
}

const ofAll = ["kind", "label", "hint", "required", "early"] as const;

type OfKind<Kind> = Extract<Field, { kind: Kind }>;

/** What a field of each kind may say of itself: the compiler lets a literal say more, of which nothing would come. */
const members: {
  [Kind in Field["kind"]]: Record<Exclude<keyof OfKind<Kind>, (typeof ofAll)[number]>, true>;
} = {
  line: { maxLength: true, placeholder: true, secret: true, isNumber: true },
  paragraph: { maxLength: true, placeholder: true },
  choice: { choices: true, initial: true, groups: true },
  choices: { choices: true },
  search: { placeholder: true, fixed: true, byName: true },
  pick: { maxLength: true, placeholder: true },
  channel: { placeholder: true },
  people: { most: true, placeholder: true },
  file: { extensions: true, maxBytes: true },
};

function membersOf({ kind }: Field): readonly string[] {
  return [...ofAll, ...Object.keys(members[kind])];
}

/** Discord: an option takes one value. What people choose from a list of the platform's own is asked in the form. */
function breachesOfEarly([key, field]: [string, Field]): string[] {
  const isLateOnly = ["choices", "pick", "channel", "people"].includes(field.kind);
  return isLateOnly ? [`${key} is of the kind "${field.kind}", which cannot be early`] : [];
}

function breachesOfKind(key: string, field: Field): string[] {
  switch (field.kind) {
    case "line":
    case "paragraph":
    case "pick":
      return field.maxLength > limits.text
        ? [`${key} takes ${field.maxLength} characters, ${limits.text} fit`]
        : [];
    case "choice":
      return breachesOfChoices(key, field.choices, limits.options);
    case "choices":
      return breachesOfChoices(key, field.choices, limits.choices);
    case "people":
      return field.most > limits.people ? [`${key} takes ${field.most} people, ${limits.people} fit`] : [];
    case "search":
    case "channel":
    case "file":
      return [];
  }
}

function breachesOfChoices(
  key: string,
  choices: readonly { value: string; label: string }[],
  most: number,
): string[] {
  return [
    ...(choices.length === 0 || choices.length > most
      ? [`${key} has ${choices.length} choices, 1 to ${most} fit`]
      : []),
    ...choices.flatMap((choice) => [
      ...longer(`label of ${key}.${choice.value}`, choice.label, limits.option),
      ...longer(`value of ${key}.${choice.value}`, choice.value, limits.option),
    ]),
  ];
}

function longer(what: string, text: string, most: number): string[] {
  return text.length > most ? [`${what} has ${text.length} characters, ${most} fit`] : [];
}
