import type { Button } from "../../chat/reply.ts";
import type { Persona } from "../../personas/persona.ts";

/** What brings a persona to life, for everybody: each button refuses whoever may not. */
export function lifeButtons(
  { id: state }: Pick<Persona, "id">,
  { canRehearse = false }: { canRehearse?: boolean } = {},
): Button[] {
  return [
    { label: "Talk", action: "talk", state, style: "primary" },
    { label: "Video", action: "video", state },
    ...(canRehearse ? [rehearseButton(state)] : []),
  ];
}

/** For teams that let people rehearse. */
export function rehearseButton(personaId: string): Button {
  return { label: "Rehearse", action: "rehearse", state: personaId };
}
