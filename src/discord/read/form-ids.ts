import { limits } from "../../chat/limits.ts";

/** Packs a form's identity into a modal's `custom_id`; throws when it is longer than Discord takes. */
export function encodeForm(form: { command: string; formId: string }): string {
  const code = `pf1:form:${form.command}:${form.formId}`;
  if (code.length > limits.id)
    throw new Error(`Form of ${form.command}: id of ${form.formId.length} characters`);
  return code;
}

/** The reverse of `encodeForm`; undefined for anything it did not make. */
export function decodeForm(code: string): { command: string; formId: string } | undefined {
  const match = /^pf1:form:([^:]+):(.+)$/s.exec(code);
  if (!match?.[1] || !match[2]) return undefined;
  return { command: match[1], formId: match[2] };
}
