import type { Context } from "../../chat/command.ts";
import type { Button, Fact, Reply } from "../../chat/reply.ts";
import { cutText } from "../../cut-text.ts";
import { isBroken, isUsable, type Replica } from "../../replicas/team-replicas.ts";
import { faceOf } from "../ask/replica-choices.ts";
import { quoted } from "../reply/persona-reply.ts";
import type { Services } from "../services.ts";
import { lookAt, type Shown } from "./looking.ts";
import { encodePage } from "./page-state.ts";
import { stateSentence, whose } from "./replica-words.ts";
import { adminNote, fitsMenu } from "./replicas-page.ts";

const backButton: Button = {
  label: "All replicas",
  action: "replicas",
  state: encodePage({ page: 0, search: "" }),
};

/** One replica: its face, how it stands, and what this member may do with it. `head` says what has just been done. */
export async function replicaCard(
  id: string,
  context: Context<Services>,
  head?: Pick<Reply, "tone" | "title">,
): Promise<Shown> {
  const { services, member } = context;
  const looked = await lookAt(context, "replicas", () => services.replicas.look(member.tenantId));
  if ("instead" in looked) return looked.instead;
  const replica = looked.list.rows.find((row) => row.id === id);
  if (!replica) {
    const newer = await services.replicas.look(member.tenantId, { newer: true });
    return { reply: { ...goneReply(id), ...head, buttons: [backButton] }, coming: newer?.coming };
  }
  const isFailed = isBroken(replica);
  const reasons = await services.replicas.reasons(member.tenantId, isFailed ? [id] : []);
  const standing = await standingOf(replica, context);
  const reply: Reply = {
    tone: "neutral",
    title: quoted(replica.name || id),
    text: stateSentence(replica, reasons.of(id)),
    facts: factsOf(replica, standing),
    ...faceOf(replica),
    notes: [
      ...(isUsable(replica) && !standing.isAdmin && !standing.isDefault ? [adminNote] : []),
      ...(isUsable(replica) && !standing.isAuthor ? [authorNote] : []),
      ...looked.notes,
    ],
    buttons: [...buttonsFor(replica, standing), backButton],
    ...head,
  };
  return { reply, coming: reasons.coming ? Promise.all([reasons.coming, looked.coming]) : looked.coming };
}

const authorNote = "New personas are made by this team's persona managers.";

function goneReply(id: string): Reply {
  return {
    tone: "warning",
    title: `No replica ${cutText(id, 100)} in this account`,
    text: "It is not, or not any more, among what the team's Tavus key opens.",
  };
}

type Standing = { isDefault: boolean; isAdmin: boolean; isAuthor: boolean };

async function standingOf({ id }: Replica, { services, member }: Context<Services>): Promise<Standing> {
  const [role, { defaultReplicaId, managers }] = await Promise.all([
    member.role(),
    services.settings.of(member.tenantId),
  ]);
  return {
    isDefault: id === defaultReplicaId,
    isAdmin: role === "admin",
    isAuthor: role !== "member" || managers.length === 0,
  };
}

function factsOf(replica: Replica, { isDefault }: Standing): Fact[] {
  return [
    { label: "Replica ID", value: replica.id, code: true },
    { label: "Whose", value: whose(replica) },
    ...(replica.model ? [{ label: "Model", value: replica.model }] : []),
    ...(isDefault ? [{ label: "Team's default", value: "Yes: personas that name none get it" }] : []),
  ];
}

function buttonsFor(replica: Replica, { isDefault, isAdmin, isAuthor }: Standing): Button[] {
  if (!isUsable(replica) || !fitsMenu(replica)) return [];
  const state = replica.id;
  return [
    ...(isAuthor
      ? [{ label: "Use in a new persona", action: "replica-use", state, style: "primary" } as const]
      : []),
    ...(isAdmin && !isDefault
      ? [{ label: "Make it the team's default", action: "replica-default", state }]
      : []),
  ];
}
