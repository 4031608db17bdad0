import type { AfterCall, AfterCallStore } from "../database/conversation/after-calls.ts";
import type { PersonaRecord } from "../database/persona/persona-record.ts";
import type { PersonaStore } from "../database/persona/persona-store.ts";
import type { ExportName } from "../database/team-tables.ts";
import { isoTime } from "../database/times.ts";
import type { Audit } from "./audit.ts";
import type { Settings, TeamSettings } from "./settings.ts";

/** Discord takes files of 10 MiB from a bot in a server without boosts: https://discord.com/developers/docs/reference#uploading-files */
const mostCharacters = 2_500_000;
const rowsPerPage = 100;
/** The newest entries of the log: as many as an admin can export at any time. */
const mostLogged = 1000;

/** What the first part holds besides personas: each kind of thing that the tables say is exported. */
type Head = { [name in Exclude<ExportName, "personas" | "transcripts">]: unknown };
export type ExportParts = {
  store: Pick<PersonaStore, "exportPage">;
  transcripts: Pick<AfterCallStore, "exportPage">;
  settings: TeamSettings;
  audit: Pick<Audit, "newest">;
  /** What of a persona's fields is exported. */
  contentOf(persona: PersonaRecord): object;
};

/** One part of everything a team has here. `next` is where the next one begins; undefined: this was the last. */
export type ExportPart = { text: string; personas: number; next: string | undefined };

/** What comes one after another, each from its first id: the kinds' ids begin with different letters. */
type Shelf = {
  name: "personas" | "transcripts";
  prefix: string;
  page(after: string): Promise<{ id: string; exported: object }[]>;
};

/**
 * Everything a team has here as JSON, in parts that both platforms take as a file; `from` is "" for the first one, which
 * also holds the settings and the log. The Tavus key is not among it.
 */
export async function exportPart(parts: ExportParts, tenantId: string, from: string): Promise<ExportPart> {
  const head = from === "" ? await headOf(parts, tenantId) : {};
  const filled = { personas: [] as object[], transcripts: [] as object[] };
  const room = { characters: mostCharacters - JSON.stringify(head).length };
  let next: string | undefined;
  const shelves = shelvesOf(parts, tenantId);
  const first = Math.max(
    0,
    shelves.findIndex(({ prefix }) => from.startsWith(prefix)),
  );
  for (const [index, shelf] of shelves.slice(first).entries()) {
    const after = index === 0 && from.startsWith(shelf.prefix) ? from : shelf.prefix;
    next = await fill(filled[shelf.name], { shelf, after, room });
    if (next !== undefined) break;
  }
  const text = JSON.stringify({ team: tenantId, ...head, ...filled }, null, 1);
  return { text, personas: filled.personas.length, next };
}

/** Where the next part goes on; undefined: the shelf is empty. */
async function fill(
  into: object[],
  { shelf, after, room }: { shelf: Shelf; after: string; room: { characters: number } },
): Promise<string | undefined> {
  let last = after;
  for (;;) {
    const page = await shelf.page(last);
    for (const { id, exported } of page) {
      // A page of the longest texts would be too much at once.
      if (room.characters < 0) return last;
      room.characters -= JSON.stringify(exported).length;
      into.push(exported);
      last = id;
    }
    if (page.length < rowsPerPage) return undefined;
  }
}

function shelvesOf({ store, transcripts, contentOf }: ExportParts, tenantId: string): Shelf[] {
  return [
    {
      name: "personas",
      prefix: "per_",
      async page(after) {
        const rows = await store.exportPage(tenantId, after, rowsPerPage);
        return rows.map((row) => ({ id: row.id, exported: exportedPersona(row, contentOf(row)) }));
      },
    },
    {
      name: "transcripts",
      prefix: "con_",
      async page(after) {
        const rows = await transcripts.exportPage(tenantId, after, rowsPerPage);
        return rows.map((row) => ({ id: row.id, exported: exportedTranscript(row) }));
      },
    },
  ];
}

async function headOf({ settings, audit }: ExportParts, tenantId: string): Promise<Head> {
  const log = await audit.newest(tenantId, mostLogged);
  return { settings: exportedSettings(await settings.of(tenantId)), log };
}

function exportedPersona(persona: PersonaRecord, content: object) {
  const { link, deletedMs } = persona;
  return {
    id: persona.id,
    tavusPersonaId: link.remoteId ?? null,
    link: link.state,
    ...content,
    createdBy: persona.createdBy,
    createdAt: isoTime(persona.createdMs),
    updatedAt: isoTime(persona.updatedMs),
    deletedAt: deletedMs === undefined ? null : isoTime(deletedMs),
  };
}

function exportedTranscript({
  id,
  personaId,
  personaName,
  userId,
  beganMs,
  endedMs,
  why,
  transcript,
}: AfterCall) {
  const times = { beganAt: isoTime(beganMs), endedAt: isoTime(endedMs) };
  return { id, personaId, personaName, calledBy: userId, ...times, endedBecause: why ?? null, transcript };
}

function exportedSettings({ key: _key, ...settings }: Settings) {
  return settings;
}
