import type { types } from "@slack/bolt";
import type { FieldValue, FormValues } from "../../chat/form/field.ts";
import type { OpenForm } from "../../chat/form/form.ts";
import { type FormMetadata, formCallbackId, renewedBlockId } from "../read/form-ids.ts";
import { blockLimits } from "./block-limits.ts";
import { renderField } from "./render-field.ts";
import { plain, split } from "./text.ts";

/** Where a form was asked for, and which block each field stands in; fields not named stand in one of their key. */
export type FormPlace = Omit<FormMetadata, "formId"> & { blockIds: Readonly<Record<string, string>> };

/** What stands in an open form now. */
export type StandingForm = {
  place: FormPlace;
  values: FormValues;
};

/** Draws a form as a modal: https://docs.slack.dev/reference/views/modal-views */
export function renderForm(open: OpenForm, place: FormPlace): types.ModalView {
  const { form, command, formId, values, choices } = open;
  const { channelId, responseUrl, threadTs, round, original } = place;
  const metadata: FormMetadata = { formId, channelId, responseUrl, threadTs, round, original };
  const fields = Object.entries(form.fields).map(([key, field]) =>
    renderField({
      key,
      field,
      blockId: place.blockIds[key] ?? key,
      value: values[key],
      choices: choices?.[key],
      reportsChange: form.fillsOn === key,
    }),
  );
  return {
    type: "modal",
    callback_id: formCallbackId(command),
    private_metadata: JSON.stringify(metadata),
    title: plain(form.title),
    submit: plain(form.submit),
    close: plain("Cancel"),
    blocks: [...renderNotices(open), ...fields],
  };
}

/** The place of a form whose fields were filled in while it was open: those that changed move to a new block. */
export function renewPlace(standing: StandingForm, next: FormValues): FormPlace {
  const { place, values } = standing;
  const round = place.round + 1;
  const changed = Object.keys(next).filter((key) => !isSame(next[key], values[key]));
  const renewed = Object.fromEntries(changed.map((key) => [key, renewedBlockId(key, round)]));
  return { ...place, round, blockIds: { ...place.blockIds, ...renewed } };
}

/** Slack marks fields in answer to a submission only, so what is wrong in a form just opened stands on top. */
function renderNotices({ form, notice = "", errors = {} }: OpenForm): types.SectionBlock[] {
  const mistakes = Object.entries(errors).map(
    ([key, sentence]) => `${form.fields[key]?.label ?? key}: ${sentence}`,
  );
  return split([notice, ...mistakes].filter((line) => line !== "").join("\n"), blockLimits.sectionText).map(
    (piece) => ({ type: "section", text: plain(piece) }),
  );
}

/** Files have no value that a form could show, so they never count as changed. */
function isSame(one: FieldValue | undefined, other: FieldValue | undefined): boolean {
  if (typeof one === "object" && !Array.isArray(one)) return true;
  return JSON.stringify(emptied(one)) === JSON.stringify(emptied(other));
}

function emptied(value: FieldValue | undefined): FieldValue {
  return value === undefined || (Array.isArray(value) && value.length === 0) ? "" : value;
}
