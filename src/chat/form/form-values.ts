import { z } from "zod";
import type { FormValues } from "./field.ts";

const fieldValue = z.union([
  z.string(),
  z.array(z.string()),
  z.object({ name: z.string(), text: z.string() }),
  z.object({ name: z.string(), sizeBytes: z.number(), url: z.string() }),
]);

const formValues = z.record(z.string(), z.union([fieldValue, z.undefined()]));

/** Form values that were stored as JSON. Throws when they are not what `drafts.save` was given. */
export function readFormValues(stored: unknown): FormValues {
  return formValues.parse(stored);
}
