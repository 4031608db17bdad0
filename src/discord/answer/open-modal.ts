import { isDeepStrictEqual } from "node:util";
import type { APIModalInteractionResponseCallbackData } from "discord.js";
import { openOrPlainer } from "../../chat/fit/plainer-form.ts";
import type { OpenForm } from "../../chat/form/form.ts";
import { OutsideError } from "../../errors.ts";
import { renderForm } from "../render/render-form.ts";

/**
 * Opens a form as a modal by `send`, a second time where Discord does not take it whole. That it counts code points is said of texts,
 * and of what stands in a modal's inputs not expressly: should it count UTF-16 units there, a text that is longer in them is cut.
 */
export function openModal<T>(
  open: OpenForm,
  send: (modal: APIModalInteractionResponseCallbackData) => Promise<T>,
): Promise<T> {
  return openOrPlainer(open, async (shown) => {
    const whole = renderForm(shown);
    try {
      return await send(whole);
    } catch (error) {
      const cut = renderForm(shown, "utf16");
      if (!(error instanceof OutsideError) || isDeepStrictEqual(cut, whole)) throw error;
      return send(cut);
    }
  });
}
