import type { PersonaBody } from "../../tavus/persona-body.ts";
import { placeOf, syncFields } from "./each-field.ts";
import type { Sent } from "./in-tavus.ts";

/** What is sent to Tavus for a persona. */
export function personaBody(persona: Sent): PersonaBody {
  return syncFields.flatMap((field) => {
    const place = placeOf(field);
    const value = place.send(persona[field], persona);
    return value === undefined ? [] : [...place.along, [place.at.path, value]];
  });
}
