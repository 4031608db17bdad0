import { randomBytes } from "node:crypto";
import { Deployments } from "./deployments/deployments.ts";
import type { Live } from "./live.ts";
import { Rooms } from "./rooms/rooms.ts";
import { stockPersonas, stockReplicas, stockVoices } from "./stock.ts";
import { Videos } from "./videos/videos.ts";

export type PersonaRow = {
  id: string;
  /** `shared`: shown to the account, and in neither list of a type; nobody here may change it. */
  type: "user" | "system" | "shared";
  createdAt: string;
  updatedAt?: string;
  /** Somebody has unpublished changes in PAL Maker: a patch is answered 409. */
  hasDraft: boolean;
  /** The members Tavus was given, in the legacy names: `persona_name`, `system_prompt`, `layers` … */
  document: Record<string, unknown>;
};

export type ReplicaRow = {
  id: string;
  name: string;
  type: "user" | "system";
  status: "started" | "completed" | "error";
  /** How far its training is, as `37/100`. Default: at its end, unless the training still runs. */
  progress?: string;
  /** Why its training failed; told by a single read alone. */
  error?: string;
  /** Default `phoenix-4`. */
  model?: string;
  /** In place of a video. */
  stillUrl?: string;
};

/** A voice; one without an id cannot be used. */
export type VoiceRow = { id: string | null; name: string; language?: string; sampleUrl?: string };

export type Change = {
  account: Account;
  kind: "added" | "changed" | "removed";
  persona: PersonaRow;
};

/** A persona put there by hand. `document` takes further members, in the legacy names. */
export type PersonaSeed = {
  id?: string;
  name?: string;
  systemPrompt?: string;
  createdAt?: string;
  type?: PersonaRow["type"];
  document?: Record<string, unknown>;
};

/** One Tavus account: what it holds, whatever keys open it. The methods act as a person on Tavus's own site. */
export class Account {
  readonly name: string;
  /** The keys that open it now. Add or delete some to play a key that was rotated. */
  readonly keys: Set<string>;
  readonly rooms: Rooms;
  readonly videos: Videos;
  readonly deployments: Deployments;
  readonly #personas = new Map<string, PersonaRow>();
  readonly #replicas = new Map<string, ReplicaRow>();
  /** Those that are offered. */
  voices: VoiceRow[] = stockVoices();
  readonly #listeners = new Set<(change: Change) => void>();

  constructor(name: string, keys: readonly string[], live: Live) {
    this.name = name;
    this.keys = new Set(keys);
    this.rooms = new Rooms(live);
    this.videos = new Videos({ live, trainingOf: (id) => this.#replicas.get(id)?.status });
    this.deployments = new Deployments(live);
    for (const persona of stockPersonas()) this.#personas.set(persona.id, persona);
    for (const replica of stockReplicas()) this.#replicas.set(replica.id, replica);
  }

  /** The account's own personas, oldest first. */
  get personas(): PersonaRow[] {
    return this.everyPersona.filter((persona) => persona.type === "user");
  }

  /** The account's own personas and Tavus's stock. */
  get everyPersona(): PersonaRow[] {
    return [...this.#personas.values()];
  }

  get everyReplica(): ReplicaRow[] {
    return [...this.#replicas.values()];
  }

  persona(id: string): PersonaRow | undefined {
    return this.#personas.get(id);
  }

  hasReplica(id: unknown): boolean {
    return typeof id === "string" && this.#replicas.has(id);
  }

  addPersona({
    name = "Persona",
    systemPrompt = "You help.",
    document,
    ...seed
  }: PersonaSeed = {}): PersonaRow {
    const members = { persona_name: name, system_prompt: systemPrompt, pipeline_mode: "full", ...document };
    return this.storePersona(members, seed);
  }

  /** Stores exactly these members, unchecked. */
  storePersona(document: Record<string, unknown>, seed: Partial<PersonaRow> = {}): PersonaRow {
    const made: PersonaRow = { id: newId("p"), type: "user", createdAt: now(), hasDraft: false, document };
    return this.#put({ ...made, ...seed, document }, "added");
  }

  /** Sets members of the document; one that is undefined is taken out. */
  changePersona(id: string, members: Record<string, unknown>): PersonaRow {
    const persona = this.#known(id);
    const document = { ...persona.document, ...members };
    return this.replaceDocument(id, dropUndefined(document));
  }

  replaceDocument(id: string, document: Record<string, unknown>): PersonaRow {
    return this.#put({ ...this.#known(id), document, hasDraft: false, updatedAt: now() }, "changed");
  }

  /** Plays a person who begins to edit in PAL Maker. */
  openDraft(id: string): void {
    this.#put({ ...this.#known(id), hasDraft: true }, "changed");
  }

  /** Plays a person who edits in PAL Maker: once people can talk to a persona there, that stays a draft. */
  editInMaker(id: string, members: Record<string, unknown>): void {
    if (this.deployments.areOf(id)) this.openDraft(id);
    else this.changePersona(id, members);
  }

  removePersona(id: string): void {
    const persona = this.#known(id);
    this.#personas.delete(id);
    this.#tell({ account: this, kind: "removed", persona });
  }

  addReplica({ name = "Replica", ...seed }: Partial<ReplicaRow> = {}): ReplicaRow {
    const replica: ReplicaRow = { id: newId("r"), type: "user", status: "completed", name, ...seed };
    this.#replicas.set(replica.id, replica);
    return replica;
  }

  /** Calls `listener` after every change, whoever made it. Returns what ends that. */
  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #put(persona: PersonaRow, kind: Change["kind"]): PersonaRow {
    this.#personas.set(persona.id, persona);
    this.#tell({ account: this, kind, persona });
    return persona;
  }

  #tell(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }

  #known(id: string): PersonaRow {
    const persona = this.#personas.get(id);
    if (!persona) throw new Error(`The stand-in's account "${this.name}" holds no persona ${id}.`);
    return persona;
  }
}

/** A letter and 11 hex digits, as Tavus makes them today. */
function newId(letter: "p" | "r"): string {
  return letter + randomBytes(6).toString("hex").slice(1);
}

/** Microseconds and a Z, the most frequent of Tavus's date formats. */
function now(): string {
  return new Date().toISOString().replace("Z", "000Z");
}

function dropUndefined(document: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(document).filter(([, value]) => value !== undefined));
}
