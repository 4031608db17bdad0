import type { Context } from "../../chat/command.ts";
import type { Item, Reply } from "../../chat/reply.ts";
import { cutText } from "../../cut-text.ts";
import { isUsable, type Voice } from "../../replicas/team-replicas.ts";
import { shortName } from "../../short-name.ts";
import type { Services } from "../services.ts";
import { lookAt, type Shown } from "./looking.ts";
import { type PageState, pageButtons, pageOf } from "./page-state.ts";

const perPage = 10;

/** A page of the voices that Tavus offers this account, each with a sample where there is one. */
export async function voicesPage({ page: wanted }: PageState, context: Context<Services>): Promise<Shown> {
  const { services, member } = context;
  const looked = await lookAt(context, "voices", () => services.replicas.voices.look(member.tenantId));
  if ("instead" in looked) return looked.instead;
  const { page, last, shown } = pageOf(looked.list.rows, wanted, perPage);
  const reply: Reply = {
    tone: "neutral",
    title: "Voices of your account",
    text:
      shown.length > 0
        ? "A persona speaks with its replica's own voice unless another one is chosen for it."
        : "Tavus lists none that can be chosen. A persona speaks with its replica's own voice; the ID of another one can be typed.",
    items: shown.map(itemOf),
    notes: ["/persona-create and /persona-edit take a voice: start typing its name.", ...looked.notes],
    buttons: pageButtons("voices", { page, search: "" }, last),
  };
  return { reply, coming: looked.coming };
}

function itemOf(voice: Voice): Item {
  const { id, name, status, language, sampleUrl } = voice;
  const words = [...(language ? [language] : []), ...(isUsable(voice) ? [] : [status ?? ""])].join(", ");
  return {
    text: `${shortName(name || "Without a name", 80)}${words ? ` (${cutText(words, 60)})` : ""}`,
    codes: [id],
    ...(sampleUrl && { link: { label: "Listen", url: sampleUrl } }),
  };
}
