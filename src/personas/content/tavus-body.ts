import type { PersonaRecord } from "../../database/persona/persona-record.ts";
import type { PersonaBody } from "../../tavus/persona-body.ts";
import { placeOf, type SyncField, syncFields } from "./each-field.ts";
import type { Sent } from "./in-tavus.ts";

/**
 * What makes it in Tavus. One that was set up there and is gone had what nobody here knows, such as a server and its key:
 * what means nothing without these is left to Tavus.
 */
export function newPersonaBody(persona: PersonaRecord): PersonaBody {
  const isLeft = (field: SyncField) => placeOf(field).group?.isBoundTo(persona[field]) === true;
  return personaBody(persona, persona.isImported ? syncFields.filter((field) => !isLeft(field)) : syncFields);
}

/** What is sent to Tavus for a persona, or for some fields of it. */
export function personaBody(persona: Sent, wanted: readonly SyncField[] = syncFields): PersonaBody {
  return wanted.flatMap((field) => {
    const place = placeOf(field);
    const value = place.send(persona[field], persona);
    return value === undefined ? [] : [...place.along(persona), [place.at.path, value]];
  });
}
