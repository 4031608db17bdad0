import type { PersonaBody } from "../../tavus/persona-body.ts";
import { placeOf, type SyncField, syncFields } from "./each-field.ts";
import type { Sent } from "./in-tavus.ts";

/** What is sent to Tavus for a persona, or for some fields of it. */
export function personaBody(persona: Sent, wanted: readonly SyncField[] = syncFields): PersonaBody {
  return wanted.flatMap((field) => {
    const place = placeOf(field);
    const value = place.send(persona[field], persona);
    return value === undefined ? [] : [...place.along, [place.at.path, value]];
  });
}
