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
type Head = { [name in Exclude<ExportName, "personas">]: unknown };
export type ExportParts = {
  store: Pick<PersonaStore, "exportPage">;
  settings: TeamSettings;
  audit: Pick<Audit, "newest">;
  /** What of a persona's fields is exported. */
  contentOf(persona: PersonaRecord): object;
};

/** One part of everything a team has here. `next` is where the next one begins; undefined: this was the last. */
export type ExportPart = { text: string; personas: number; next: string | undefined };

/**
 * Everything a team has here as JSON, in parts that both platforms take as a file; `from` is "" for the first one, which
 * also holds the settings and the log. The Tavus key is not among it.
 */
export async function exportPart(parts: ExportParts, tenantId: string, from: string): Promise<ExportPart> {
  const head = from === "" ? await headOf(parts, tenantId) : {};
  const personas: object[] = [];
  let characters = JSON.stringify(head).length;
  let after = from;
  let isMore = true;
  while (isMore && characters < mostCharacters) {
    const page = await parts.store.exportPage(tenantId, after, rowsPerPage);
    isMore = page.length === rowsPerPage;
    for (const row of page) {
      const persona = exported(row, parts.contentOf(row));
      // A page of the longest prompts would be too much at once.
      if (characters > mostCharacters) {
        isMore = true;
        break;
      }
      characters += JSON.stringify(persona).length;
      personas.push(persona);
      after = persona.id;
    }
  }
  const text = JSON.stringify({ team: tenantId, ...head, personas }, null, 1);
  return { text, personas: personas.length, next: isMore ? after : undefined };
}

async function headOf({ settings, audit }: ExportParts, tenantId: string): Promise<Head> {
  const log = await audit.newest(tenantId, mostLogged);
  return { settings: exportedSettings(await settings.of(tenantId)), log };
}

function exported(persona: PersonaRecord, content: object) {
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

function exportedSettings({ key: _key, ...settings }: Settings) {
  return settings;
}
