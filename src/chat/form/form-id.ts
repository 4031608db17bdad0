import type { FormCommand } from "../command.ts";
import type { FormValues } from "./field.ts";
import { isEarly } from "./form.ts";

/** No id ends so by itself. */
const nothingChosen = ".0";

/** The form's id, which says where nothing was chosen before it opened: then nothing is missed where its draft cannot be had. */
export function openedFormId<Services>(
  { form }: FormCommand<Services>,
  formId: string,
  values: FormValues,
): string {
  const isChosen = ([key, value]: [string, unknown]) => {
    const field = form.fields[key];
    return value !== undefined && field !== undefined && isEarly(field);
  };
  return Object.entries(values).some(isChosen) ? formId : formId + nothingChosen;
}

/** In an id of ours, which has no such part by itself. */
const unshown = ".unshown";

/** The id of a form that could not show what had been chosen in the platform's own lists: left empty, they are left alone. */
export function unshownFormId(formId: string): string {
  return isUnshown(formId) ? formId : formId.replace(/(\.0)?$/, `${unshown}$1`);
}

export function isUnshown(formId: string): boolean {
  return formId.includes(unshown);
}

export function hasNothingChosen(formId: string): boolean {
  return formId.endsWith(nothingChosen);
}
