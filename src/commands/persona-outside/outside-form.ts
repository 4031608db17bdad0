import type { FieldErrors, ValuesOf } from "../../chat/form/field.ts";
import { defineForm } from "../../chat/form/form.ts";

export const outsideFormName = "persona-outside";

const mostCalls = 500;
const mostMinutes = 60;

export const outsideForm = defineForm({
  title: "Share outside",
  submit: "Make the link",
  fields: {
    calls: {
      kind: "line",
      label: "How many calls, at most",
      hint: `1 to ${mostCalls}. Then the link ends; a few more can begin before I see it.`,
      maxLength: 3,
      isNumber: true,
      required: true,
    },
    minutes: {
      kind: "line",
      label: "Minutes of each call, at most",
      hint: `1 to ${mostMinutes}. Every minute is one of your Tavus plan, whoever calls.`,
      maxLength: 2,
      isNumber: true,
      required: true,
    },
  },
});

/** What stands in it when it opens. */
export const usualCap: OutsideValues = { calls: "20", minutes: "10" };

export type OutsideValues = ValuesOf<typeof outsideForm.fields>;

export function mistakesIn({ calls, minutes }: OutsideValues): FieldErrors {
  return {
    ...(isWhole(calls, mostCalls) ? {} : { calls: `Type a whole number from 1 to ${mostCalls}.` }),
    ...(isWhole(minutes, mostMinutes) ? {} : { minutes: `Type a whole number from 1 to ${mostMinutes}.` }),
  };
}

function isWhole(text: string, most: number): boolean {
  return /^[1-9]\d*$/.test(text.trim()) && Number(text) <= most;
}
