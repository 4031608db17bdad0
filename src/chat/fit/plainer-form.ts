import { OutsideError } from "../../errors.ts";
import type { FormValues } from "../form/field.ts";
import { isOfPlatform, type OpenForm } from "../form/form.ts";
import { unshownFormId } from "../form/form-id.ts";

/**
 * Opens a form, and where the platform does not take it, without the channel, people and roles that were chosen before: it is documented of
 * neither whether it takes one that is gone by now, and without the form nobody could choose another. `show` opens it and does nothing else:
 * what is said in its place must be said once, and of the whole form.
 */
export async function openOrPlainer<T>(open: OpenForm, show: (open: OpenForm) => Promise<T>): Promise<T> {
  const plainer = plainerForm(open);
  try {
    return await show(open);
  } catch (error) {
    if (!plainer || !(error instanceof OutsideError)) throw error;
    return show(plainer);
  }
}

/** Undefined: nothing of that kind stands in it. */
function plainerForm(open: OpenForm): OpenForm | undefined {
  const { form, values, notice, formId } = open;
  const shown: FormValues = Object.fromEntries(
    Object.entries(values).filter(([key]) => !isOfPlatform(form.fields[key])),
  );
  if (Object.keys(shown).length === Object.keys(values).length) return undefined;
  const said = [notice, notShown].filter(Boolean).join(" ");
  return { ...open, formId: unshownFormId(formId), values: shown, notice: said };
}

const notShown =
  "The channel, and who was named, could not be shown here: something of it may be gone. What you leave empty of them stays as it was.";
