import type { AfterCall, AfterCallStore } from "../database/conversation/after-calls.ts";
import type { PersonaRecord } from "../database/persona/persona-record.ts";
import type { PersonaStore } from "../database/persona/persona-store.ts";
import type { Template, TemplateStore } from "../database/persona/template-store.ts";
import type { PersonaVersion, VersionStore } from "../database/persona/version-store.ts";
import type { ExportName } from "../database/team-tables.ts";
import { isoTime } from "../database/times.ts";
import type { VideoRecord } from "../database/video/video-record.ts";
import type { VideoStore } from "../database/video/video-store.ts";
import type { Audit } from "./audit.ts";
import type { Settings, TeamSettings } from "./settings.ts";

/** Discord takes files of 10 MiB from a bot in a server without boosts: https://discord.com/developers/docs/reference#uploading-files */
const mostCharacters = 2_500_000;
const rowsPerPage = 100;
/** The newest entries of the log: as many as an admin can export at any time. */
const mostLogged = 1000;

/** What the first part holds besides records: each kind of thing that the tables say is exported. */
type Head = { [name in "settings" | "log"]: unknown };

/** Records of one kind, a page at a time by id. */
export type ExportedRecords = {
  name: Exclude<ExportName, keyof Head>;
  /** What their ids begin with. */
  prefix: string;
  page(tenantId: string, afterId: string, limit: number): Promise<{ id: string }[]>;
};

export type ExportParts = {
  settings: TeamSettings;
  audit: Pick<Audit, "newest">;
  /** In this order. */
  records: readonly ExportedRecords[];
};

/** How many records of each kind. */
export type ExportCounts = { [name in ExportedRecords["name"]]: number };

/** One part of everything a team has here. `next` is where the next one begins; undefined: this was the last. */
export type ExportPart = { text: string; counts: ExportCounts; next: string | undefined };

type Exported = { [name in ExportedRecords["name"]]?: object[] };

/**
 * Everything a team has here as JSON, in parts that both platforms take as a file; `from` is "" for the first one, which
 * also holds the settings and the log. The Tavus key is not among it.
 */
export async function exportPart(parts: ExportParts, tenantId: string, from: string): Promise<ExportPart> {
  const head = from === "" ? await headOf(parts, tenantId) : {};
  const exported: Exported = {};
  let room = mostCharacters - JSON.stringify(head).length;
  const first = Math.max(
    0,
    parts.records.findIndex(({ prefix }) => from.startsWith(prefix)),
  );
  let next: string | undefined;
  for (const [index, records] of parts.records.slice(first).entries()) {
    const afterId = index === 0 ? from : "";
    if (room <= 0) {
      next = records.prefix;
      break;
    }
    const some = await readSome(records, tenantId, { afterId, room });
    exported[records.name] = some.rows;
    room -= some.characters;
    next = some.next;
    if (next !== undefined) break;
  }
  const text = JSON.stringify({ team: tenantId, ...head, ...exported }, null, 1);
  const { personas = [], versions = [], templates = [], videos = [], transcripts = [] } = exported;
  const counts = {
    personas: personas.length,
    versions: versions.length,
    templates: templates.length,
    videos: videos.length,
    transcripts: transcripts.length,
  };
  return { text, counts, next };
}

/** As many as there is room for; `next` is after which the rest follows. */
async function readSome(
  { page }: ExportedRecords,
  tenantId: string,
  { afterId, room }: { afterId: string; room: number },
): Promise<{ rows: object[]; characters: number; next: string | undefined }> {
  const rows: object[] = [];
  let characters = 0;
  let after = afterId;
  for (;;) {
    const some = await page(tenantId, after, rowsPerPage);
    for (const row of some) {
      // A page of the longest prompts would be too much at once.
      if (characters > room) return { rows, characters, next: after };
      characters += JSON.stringify(row).length;
      rows.push(row);
      after = row.id;
    }
    if (some.length < rowsPerPage) return { rows, characters, next: undefined };
    if (characters >= room) return { rows, characters, next: after };
  }
}

async function headOf({ settings, audit }: ExportParts, tenantId: string): Promise<Head> {
  const log = await audit.newest(tenantId, mostLogged);
  return { settings: exportedSettings(await settings.of(tenantId)), log };
}

/** `contentOf`: what of a persona's fields is exported. */
export function exportedPersonas(
  store: Pick<PersonaStore, "exportPage">,
  contentOf: (persona: PersonaRecord) => object,
): ExportedRecords {
  return {
    name: "personas",
    prefix: "per_",
    page: async (tenantId, afterId, limit) =>
      (await store.exportPage(tenantId, afterId, limit)).map((row) => exportedPersona(row, contentOf(row))),
  };
}

export function exportedVideos(store: Pick<VideoStore, "exportPage">): ExportedRecords {
  return {
    name: "videos",
    prefix: "vid_",
    page: async (tenantId, afterId, limit) =>
      (await store.exportPage(tenantId, afterId, limit)).map(exportedVideo),
  };
}

export function exportedTranscripts(store: Pick<AfterCallStore, "exportPage">): ExportedRecords {
  return {
    name: "transcripts",
    prefix: "con_",
    page: async (tenantId, afterId, limit) =>
      (await store.exportPage(tenantId, afterId, limit)).map(exportedTranscript),
  };
}

/** What personas were before each change; `contentOf`: what of that is exported. */
export function exportedVersions(
  store: Pick<VersionStore, "exportPage">,
  contentOf: (version: PersonaVersion) => object,
): ExportedRecords {
  return {
    name: "versions",
    prefix: "ver_",
    page: async (tenantId, afterId, limit) =>
      (await store.exportPage(tenantId, afterId, limit)).map((version) => ({
        id: version.id,
        personaId: version.personaId,
        untilAt: isoTime(version.atMs),
        thenDone: version.action,
        doneBy: version.userId ?? null,
        ...contentOf(version),
      })),
  };
}

/** What a team can begin personas from; `contentOf`: what of it is exported. */
export function exportedTemplates(
  store: Pick<TemplateStore, "exportPage">,
  contentOf: (template: Template) => object,
): ExportedRecords {
  return {
    name: "templates",
    prefix: "tpl_",
    page: async (tenantId, afterId, limit) =>
      (await store.exportPage(tenantId, afterId, limit)).map((template) => ({
        id: template.id,
        ...contentOf(template),
        createdBy: template.createdBy,
        updatedBy: template.updatedBy,
        updatedAt: isoTime(template.updatedMs),
      })),
  };
}

function exportedTranscript({ beganMs, endedMs, userId, why, ...call }: AfterCall) {
  const { id, personaId, personaName, transcript } = call;
  const times = { beganAt: isoTime(beganMs), endedAt: isoTime(endedMs) };
  return { id, personaId, personaName, calledBy: userId, ...times, endedBecause: why ?? null, transcript };
}

function exportedVideo({ link, createdMs, deletedMs, ...video }: VideoRecord) {
  const { id, name, personaId, replicaId, script, audioUrl, backgroundUrl, isFast } = video;
  const { phase, hostedUrl, downloadUrl, reason, createdBy } = video;
  return {
    id,
    tavusVideoId: link.remoteId ?? null,
    link: link.state,
    state: phase,
    ...{
      name,
      personaId,
      replicaId,
      script,
      audioUrl,
      backgroundUrl,
      isFast,
      hostedUrl,
      downloadUrl,
      reason,
    },
    createdBy,
    createdAt: isoTime(createdMs),
    deletedAt: deletedMs === undefined ? null : isoTime(deletedMs),
  };
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

function exportedSettings({ key: _key, templates: _templates, ...settings }: Settings) {
  return settings;
}
