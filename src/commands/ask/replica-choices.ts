import type { Context } from "../../chat/command.ts";
import type { Choice } from "../../chat/form/field.ts";
import { limits } from "../../chat/limits.ts";
import type { Reply, ReplyLink } from "../../chat/reply.ts";
import { cutText } from "../../cut-text.ts";
import type { Replica } from "../../replicas/team-replicas.ts";
import { shortName } from "../../short-name.ts";
import { fold, foldBeginning } from "../../text/fold.ts";
import type { Services } from "../services.ts";

/** Slack takes 75 characters, Discord 100. */
const nameLength = 45;

/** A replica in a menu: its name, cut, and its id, because names are not unique. */
export function replicaLabel({ id, name, type }: Replica): string {
  const short = shortName(name, nameLength);
  return cutText([short, id, ...(type === "system" ? ["stock"] : [])].join(" · "), limits.option);
}

export function replicaChoice(replica: Replica): Choice {
  return { value: replica.id, label: replicaLabel(replica) };
}

/** Those that can be used and hold what was typed; any other ID can be typed. */
export async function suggestReplicas(
  typed: string,
  { services, member }: Context<Services>,
): Promise<Choice[]> {
  const replicas = await services.replicas.usable(member.tenantId);
  return holding(typed, replicas).slice(0, limits.options).map(replicaChoice);
}

/** Those with this in their name or ID. */
export function holding<Row extends { id: string; name: string }>(
  typed: string,
  rows: readonly Row[],
): Row[] {
  const wanted = fold(typed);
  return rows.filter(({ id, name }) => `${foldBeginning(name)} ${foldBeginning(id)}`.includes(wanted));
}

/** The name of a replica as far as it is known by now, and its id. */
export async function replicaNamed(
  tenantId: string,
  id: string,
  { replicas }: Pick<Services, "replicas">,
): Promise<string> {
  const found = await replicas.find(tenantId, id);
  return found ? replicaLabel(found) : id;
}

/** The replica that a persona gets where none is chosen, for an empty field. From memory. */
export async function defaultNamed({
  services,
  member,
}: Pick<Context<Services>, "services" | "member">): Promise<string> {
  const { defaultReplicaId } = await services.settings.of(member.tenantId);
  if (defaultReplicaId === null) return "Tavus's default";
  const known = await services.replicas.known(member.tenantId);
  const found = known.find(({ id }) => id === defaultReplicaId);
  return `Your team's default: ${found ? replicaLabel(found) : cutText(defaultReplicaId, 70)}`;
}

/** What shows a face in a reply. */
export type Face = { image?: NonNullable<Reply["image"]>; links?: ReplyLink[] };

/** A still where Tavus has one, and where it has a video, a link to that: no platform shows it by itself. */
export function faceOf(replica: Replica | undefined): Face {
  if (!replica) return {};
  const { stillUrl } = replica;
  const watch = watchLink(replica);
  return {
    ...(stillUrl && {
      image: { url: stillUrl, alt: `The face of ${shortName(replica.name || replica.id, nameLength)}` },
    }),
    ...(watch && { links: [watch] }),
  };
}

/** Where its face can be seen. */
export function watchLink({ videoUrl, stillUrl }: Replica): ReplyLink | undefined {
  if (videoUrl) return { label: "Watch", url: videoUrl };
  return stillUrl ? { label: "See", url: stillUrl } : undefined;
}
