import { isDeepStrictEqual } from "node:util";
import type { Account, PersonaRow } from "./account.ts";
import { type Answer, refuse } from "./answers.ts";
import type { Behaviour } from "./behaviour.ts";
import { refuseDocument } from "./bodies.ts";
import {
  createDeployment,
  deleteDeployment,
  getDeployment,
  patchDeployment,
  renderDeployment,
} from "./deployments/deployment-answers.ts";
import { applyPatch, type Patch, PatchError, patchSchema } from "./json-patch.ts";
import {
  answerPage,
  readConversationsQuery,
  readPersonasQuery,
  readReplicasQuery,
  readVideosQuery,
  readVoicesQuery,
} from "./lists.ts";
import { mixesNames, type Names, rename } from "./names.ts";
import { readAnswer, sendText } from "./rooms/respond.ts";
import {
  createConversation,
  deleteConversation,
  endConversation,
  getConversation,
  renderConversation,
} from "./rooms/room-answers.ts";
import type { Operation } from "./routes.ts";
import {
  maskKeys,
  readDocument,
  renderCreated,
  renderMixed,
  renderPersona,
  renderReadReplica,
  renderReplica,
  renderVoice,
} from "./rows.ts";
import { type Storing, store } from "./storing.ts";
import { createVideo, deleteVideo, getVideo, renameVideo } from "./videos/video-answers.ts";
import { renderVideo } from "./videos/video-rows.ts";

export type Task = {
  account: Account;
  names: Names;
  id: string;
  query: Record<string, string>;
  /** Parsed JSON, or undefined. */
  body: unknown;
  /** The number of this request. */
  turn: number;
  behaviour: Behaviour;
};

export const operations: Record<Operation, (task: Task) => Answer> = {
  "create persona": createPersona,
  "list personas": listPersonas,
  "get persona": getPersona,
  "patch persona": patchPersona,
  "delete persona": deletePersona,
  "list replicas": listReplicas,
  "get replica": getReplica,
  "list voices": listVoices,
  "create conversation": ({ account, body, behaviour }) => createConversation(account, body, behaviour),
  "list conversations": listConversations,
  "get conversation": ({ account, id, ...task }) => getConversation(account, id, reading(task)),
  "end conversation": ({ account, id }) => endConversation(account, id),
  "delete conversation": ({ account, id }) => deleteConversation(account, id),
  "send text": ({ account, id, body, behaviour }) => sendText(account, id, body, behaviour),
  "read answer": ({ account, id, behaviour }) => readAnswer(account, id, behaviour),
  "create video": ({ account, body, behaviour }) => createVideo(account, body, behaviour),
  "list videos": listVideos,
  "get video": ({ account, id, ...task }) => getVideo(account, id, reading(task)),
  "rename video": ({ account, id, body }) => renameVideo(account, id, body),
  "create deployment": ({ account, body, behaviour }) => createDeployment(account, body, behaviour),
  "list deployments": listDeployments,
  "get deployment": ({ account, id, behaviour }) => getDeployment(account, id, behaviour),
  "patch deployment": ({ account, id, body }) => patchDeployment(account, id, body),
  "delete deployment": ({ account, id, behaviour }) => deleteDeployment(account, id, behaviour),
  "delete video": ({ account, id, query }) => deleteVideo(account, id, query.hard === "true"),
};

function reading({ query, behaviour }: Pick<Task, "query" | "behaviour">) {
  return { isVerbose: query.verbose === "true", behaviour };
}

function createPersona({ account, names, body, behaviour }: Task): Answer {
  if (!isObject(body)) return refuse(400, "The body must be a JSON object");
  if (mixesNames(body)) return refuse(400, "Use either persona and replica or pal and face, not both");
  const document = rename(body, "legacy");
  if (names === "current" && document.default_replica_id === undefined) {
    return refuse(400, "default_face_id is required");
  }
  const refusal = refuseDocument(document, account);
  if (refusal) return refusal;
  const stored = account.storePersona(store(document, behaviour.storing));
  return { status: 200, body: renderCreated(stored, names) };
}

function listPersonas({ account, names, query, turn, behaviour }: Task): Answer {
  const wanted = readPersonasQuery(query, names);
  if ("status" in wanted) return wanted;
  const shown = behaviour.shown?.(account, "list") ?? account.everyPersona;
  const all = shown.filter(({ type }) => wanted.type === undefined || type === wanted.type);
  return answerPage(all, wanted, { ...behaviour, turn, show: (row) => show(row, names, behaviour) });
}

function getPersona({ account, names, id, behaviour }: Task): Answer {
  const shown = behaviour.shown?.(account, "get");
  const persona = shown ? shown.find((one) => one.id === id) : account.persona(id);
  if (!persona) return refuse(400, "Invalid persona_id");
  const row = show(persona, names, behaviour);
  return { status: 200, body: behaviour.getReply === "bare" ? row : { data: [row] } };
}

function show(persona: PersonaRow, names: Names, { masksKeys, dialect }: Behaviour): Record<string, unknown> {
  const row = dialect === "mixed" ? renderMixed(persona) : renderPersona(persona, names);
  return masksKeys ? maskKeys(row) : row;
}

function patchPersona({ account, names, id, query, body, behaviour }: Task): Answer {
  const persona = account.persona(id);
  if (persona?.type !== "user") return refuse(400, "Invalid persona_id");
  const patch = patchSchema.safeParse(body);
  if (!patch.success) return refuse(422, "Invalid JSON patch format");
  const isForced = query.force === "true";
  if (persona.hasDraft && !isForced && !isAboutMeetingsOnly(patch.data)) return draftConflict;
  return changeDocument(account, persona, { names, patch: patch.data, storing: behaviour.storing });
}

/** https://docs.tavus.io/sections/conversational-video-interface/pal/editing-lifecycle */
const draftConflict: Answer = {
  status: 409,
  body: { error: "PAL Maker holds unpublished changes", conflict: "maker_changes" },
};

function isAboutMeetingsOnly(patch: Patch): boolean {
  return patch.every(({ path }) => path.startsWith("/layers/conferencing"));
}

type Edit = { names: Names; patch: Patch; storing: Storing };

function changeDocument(account: Account, persona: PersonaRow, { names, patch, storing }: Edit): Answer {
  const document = patchDocument(persona, { names, patch });
  if (document === undefined) return refuse(422, "Invalid JSON patch format");
  if (isDeepStrictEqual(document, persona.document)) return { status: 304 };
  const refusal = refuseDocument(document, account);
  if (refusal) return refusal;
  account.replaceDocument(persona.id, store(document, storing, persona.document));
  return { status: 200, body: persona.hasDraft ? { discarded_maker_changes: true } : {} };
}

/** Undefined if the patch cannot be applied or touches what is Tavus's to set. */
function patchDocument(
  persona: PersonaRow,
  { names, patch }: Omit<Edit, "storing">,
): Record<string, unknown> | undefined {
  const before = renderPersona(persona, names);
  try {
    const document = readDocument(applyPatch(before, patch));
    const after = renderPersona({ ...persona, document }, names);
    return isDeepStrictEqual(applyPatch(before, patch), after) ? document : undefined;
  } catch (error) {
    if (error instanceof PatchError) return undefined;
    throw error;
  }
}

function deletePersona({ account, id }: Task): Answer {
  if (account.persona(id)?.type !== "user") return refuse(400, "Invalid persona_id");
  account.removePersona(id);
  return { status: 204 };
}

function listReplicas({ account, names, query, turn, behaviour }: Task): Answer {
  const wanted = readReplicasQuery(query);
  if ("status" in wanted) return wanted;
  const all = account.everyReplica.filter(({ type }) => wanted.type === undefined || type === wanted.type);
  const view = { names, isVerbose: wanted.isVerbose, facesAt: behaviour.facesAt };
  const render = (replica: (typeof all)[number]) => renderReplica(replica, view);
  return answerPage(all, wanted, { ...behaviour, turn, show: render });
}

function listConversations({ account, query, turn, behaviour }: Task): Answer {
  const wanted = readConversationsQuery(query);
  if ("status" in wanted) return wanted;
  const render = (room: (typeof account.rooms.all)[number]) => renderConversation(room, behaviour);
  const isWanted = ({ end }: { end?: unknown }) =>
    query.status === undefined || (query.status === "ended") === !!end;
  const all = account.rooms.all.filter(isWanted);
  return answerPage(all, wanted, { ...behaviour, turn, brokenRows: [], show: render });
}

function listVideos({ account, query, turn, behaviour }: Task): Answer {
  const wanted = readVideosQuery(query);
  if ("status" in wanted) return wanted;
  const show = (video: (typeof account.videos.all)[number]) => renderVideo(video, account.videos, behaviour);
  return answerPage(account.videos.all, wanted, { ...behaviour, turn, brokenRows: [], show });
}

function listDeployments({ account, query, turn, behaviour }: Task): Answer {
  const wanted = readVoicesQuery(query);
  if ("status" in wanted) return wanted;
  const show = (one: (typeof account.deployments.all)[number]) => renderDeployment(one, behaviour);
  return answerPage(account.deployments.all, wanted, { ...behaviour, turn, brokenRows: [], show });
}

function listVoices({ account, query, turn, behaviour }: Task): Answer {
  const wanted = readVoicesQuery(query);
  if ("status" in wanted) return wanted;
  const all = account.voices.map(({ id, ...voice }) => ({
    ...voice,
    id: id ?? `none ${voice.name}`,
    voiceId: id,
  }));
  return answerPage(all, wanted, {
    ...behaviour,
    brokenRows: [],
    turn,
    show: (voice: (typeof all)[number]) => renderVoice(voice),
  });
}

function getReplica({ account, names, id, query, behaviour }: Task): Answer {
  const replica = account.everyReplica.find((candidate) => candidate.id === id);
  if (!replica) return refuse(400, "Invalid replica_id");
  const view = { names, isVerbose: query.verbose === "true", facesAt: behaviour.facesAt };
  return { status: 200, body: renderReadReplica(replica, view) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
