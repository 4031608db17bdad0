import type { ButtonAction, Context } from "../../chat/command.ts";
import type { Button } from "../../chat/reply.ts";
import { UserError } from "../../errors.ts";
import type { Persona } from "../../personas/persona.ts";
import type { Services } from "../services.ts";
import { transcriptFile } from "./call-report.ts";
import { rehearseButton } from "./next-buttons.ts";

/** What one member may do now to bring a persona to life. */
export async function lifeOffers(
  persona: Persona,
  { services, member }: Pick<Context<Services>, "services" | "member">,
): Promise<Button[]> {
  const { tenantId, id: state } = persona;
  const isLinked = persona.link === "linked";
  const [mayNotTalk, mayNotVideo, settings] = await Promise.all([
    services.mayUse(member, "talk"),
    services.mayUse(member, "video"),
    services.settings.of(tenantId),
  ]);
  const mayTalk = isLinked && !mayNotTalk;
  return [
    ...(mayTalk ? [{ label: "Talk", action: "talk", state }] : []),
    ...(isLinked && !mayNotVideo ? [{ label: "Video", action: "video", state }] : []),
    ...(mayTalk && settings.isRehearsalOn ? [rehearseButton(state)] : []),
  ];
}

/** What this member said in their last call with it, while it is kept. */
export async function transcriptOffers(
  { tenantId, id }: Persona,
  { services, member }: Pick<Context<Services>, "services" | "member">,
): Promise<Button[]> {
  const last = await services.transcripts.newestOf(tenantId, member.userId, id);
  return last ? [{ label: transcriptLabel, action: "transcript", state: last.id }] : [];
}

const transcriptLabel = "My last transcript";

/** What was said in a call, for whoever called alone. */
export const transcriptButton: ButtonAction<Services> = {
  access: "member",
  opensForm: true,
  async run(id, { services, member }) {
    const call = await services.transcripts.find({ tenantId: member.tenantId, id });
    if (!call || call.userId !== member.userId || call.transcript === undefined)
      throw new UserError("Your transcript is not kept here any more.");
    return { kind: "text", title: "Transcript", name: transcriptFile, text: call.transcript };
  },
};
