import type { Account, PersonaRow } from "../../stand-ins/tavus/account.ts";
import type { LiveBehaviour } from "../../stand-ins/tavus/live.ts";
import type { FaultSwitch } from "../protocol/act.ts";
import type { TavusPicture } from "../protocol/picture.ts";
import { drawOutside, drawRooms, drawVideos } from "./picture-live.ts";

/** The account as its owner sees it: own personas first, the newest on top, then Tavus's stock. */
export function drawTavus(
  account: Account,
  {
    behaviour,
    fault,
    linked,
  }: { behaviour: LiveBehaviour; fault: FaultSwitch | undefined; linked: ReadonlyMap<string, string> },
): TavusPicture {
  const stock = account.everyPersona.filter(({ type }) => type === "system");
  return {
    personas: [...account.personas.toReversed(), ...stock].map((row) => drawPersona(row, linked)),
    replicas: account.everyReplica.map(({ id, name, type }) => ({ id, name, isStock: type === "system" })),
    rooms: drawRooms(account),
    videos: drawVideos(account, behaviour),
    outside: drawOutside(account),
    ...(fault && { fault }),
  };
}

function drawPersona(
  { id, type, createdAt, document }: PersonaRow,
  linked: ReadonlyMap<string, string>,
): TavusPicture["personas"][number] {
  const linkedTo = linked.get(id);
  const replicaId = document.default_replica_id;
  return {
    id,
    name: textOf(document.persona_name),
    systemPrompt: textOf(document.system_prompt),
    ...(typeof replicaId === "string" && { replicaId }),
    isStock: type === "system",
    createdAt,
    ...(linkedTo !== undefined && { linkedTo }),
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
