import { isLoading, type Message } from "../../stand-ins/discord/guild/message.ts";
import type { Interaction } from "../../stand-ins/discord/interaction.ts";
import type { DiscordStandIn } from "../../stand-ins/discord/stand-in.ts";
import { ActRefused } from "../acts/act-refused.ts";

/** What Discord's client shows besides the messages themselves. */
export type DiscordScreen = {
  /** Modals on people's screens, by the interaction that they answer. */
  readonly modals: ReadonlyMap<string, Interaction>;
  /** Throws ActRefused where this modal is not open. */
  modal(interactionId: string): Interaction;
  /** A person has one modal at most: a new one takes the place of the old one. */
  open(interaction: Interaction): void;
  dismiss(interactionId: string): void;
  /** Remembers what a person typed to cause this interaction, such as "/persona-create". */
  remember(interactionId: string, text: string | undefined): void;
  textOf(interactionId: string): string | undefined;
  /** Whether the client writes "(edited)": the first filling of "thinking…" does not count. */
  isEdited(message: Message): boolean;
};

export function createDiscordScreen(discord: DiscordStandIn): DiscordScreen {
  const modals = new Map<string, Interaction>();
  const texts = new Map<string, string>();
  const edits = watchEdits(discord);
  return {
    modals,
    modal(interactionId) {
      const opened = modals.get(interactionId);
      if (opened === undefined) throw new ActRefused("This form is no longer open. Run the command again.");
      return opened;
    },
    open(interaction) {
      for (const [id, { facts }] of modals) if (facts.userId === interaction.facts.userId) modals.delete(id);
      modals.set(interaction.id, interaction);
    },
    dismiss: (interactionId) => void modals.delete(interactionId),
    remember(interactionId, text) {
      if (text !== undefined) texts.set(interactionId, text);
    },
    textOf: (interactionId) => texts.get(interactionId),
    isEdited: ({ id }) => edits.has(id),
  };
}

function watchEdits(discord: DiscordStandIn): ReadonlySet<string> {
  const loading = new Set<string>();
  const edited = new Set<string>();
  discord.onEvent((event) => {
    if (event.kind !== "message") return;
    const { id } = event.message;
    if (isLoading(event.message)) loading.add(id);
    else if (event.change === "edited" && !loading.delete(id)) edited.add(id);
  });
  return edited;
}
