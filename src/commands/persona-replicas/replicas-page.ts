import type { Context } from "../../chat/command.ts";
import { limits } from "../../chat/limits.ts";
import type { Item, Menu, Reply } from "../../chat/reply.ts";
import { isBroken, isUsable, type Reasons, type Replica } from "../../replicas/team-replicas.ts";
import { shortName } from "../../short-name.ts";
import { holding, replicaChoice, watchLink } from "../ask/replica-choices.ts";
import { quoted } from "../reply/persona-reply.ts";
import type { Services } from "../services.ts";
import { lookAt, type Shown } from "./looking.ts";
import { type PageState, pageButtons, pageOf } from "./page-state.ts";
import { signOf, signsNote, stateOf, whose } from "./replica-words.ts";

/** Each of them has a line of its own with a link, and all fit into one message. */
const perPage = 8;

/** What stands in a menu for no default at all. */
export const noDefault = "-";

/** A page of the account's replicas, its own first: how each stands, and where its face can be seen. */
export async function replicasPage(state: PageState, context: Context<Services>): Promise<Shown> {
  const { services, member } = context;
  const looked = await lookAt(context, "replicas", () => services.replicas.look(member.tenantId));
  if ("instead" in looked) return looked.instead;
  const found = state.search ? holding(state.search, looked.list.rows) : looked.list.rows;
  const { page, last, shown } = pageOf(found, state.page, perPage);
  const failed = shown.filter(isBroken).map(({ id }) => id);
  const [reasons, { defaultReplicaId }, role] = await Promise.all([
    services.replicas.reasons(member.tenantId, failed),
    services.settings.of(member.tenantId),
    member.role(),
  ]);
  const isAdmin = role === "admin";
  const reply: Reply = {
    tone: "neutral",
    title: state.search ? `Replicas with ${quoted(state.search)}` : "Replicas: the faces of your account",
    ...(shown.length === 0 && { text: emptyText(state) }),
    items: shown.map((replica) => itemOf(replica, reasons, defaultReplicaId)),
    ...(shown.length > 0 && { menu: openMenu(shown) }),
    ...(isAdmin && { secondMenu: defaultMenu(shown, defaultReplicaId) }),
    notes: [
      ...(shown.length > 0 ? [signsNote(shown)] : []),
      ...(isAdmin ? [] : [adminNote]),
      ...looked.notes,
    ],
    buttons: pageButtons("replicas", { page, search: state.search }, last),
  };
  // What was trained a minute ago is looked for by its name.
  const newer =
    found.length === 0 ? await services.replicas.look(member.tenantId, { newer: true }) : undefined;
  return { reply, coming: together(looked.coming, reasons.coming, newer?.coming) };
}

export const adminNote = "The team's default replica is chosen by admins.";

function emptyText({ search }: PageState): string {
  return search
    ? "There are none. /persona-replicas without a word shows all."
    : "This account has none yet. Replicas are trained in Tavus; they appear here by themselves.";
}

function itemOf(replica: Replica, reasons: Reasons, defaultId: string | null): Item {
  const { id, name, model } = replica;
  const words = [
    whose(replica),
    stateOf(replica, reasons.of(id)),
    ...(model ? [shortName(model, 20)] : []),
  ].join(", ");
  const link = watchLink(replica);
  const line = `${signOf(replica)} ${shortName(name, 45)} (${words})`;
  return {
    text: id === defaultId ? `${line} ★ your team's default` : line,
    codes: [id],
    ...(link && { link }),
  };
}

function openMenu(shown: readonly Replica[]): Menu {
  return { label: "Look at one", action: "replica-open", choices: shown.filter(fitsMenu).map(replicaChoice) };
}

function defaultMenu(shown: readonly Replica[], defaultId: string | null): Menu | undefined {
  const offered = shown.filter(
    (replica) => isUsable(replica) && replica.id !== defaultId && fitsMenu(replica),
  );
  const none = defaultId === null ? [] : [{ value: noDefault, label: "None: Tavus's default" }];
  const choices = [...none, ...offered.map(replicaChoice)];
  return choices.length > 0
    ? { label: "Set the team's default", action: "replica-default", choices }
    : undefined;
}

/** A press carries the id. */
export function fitsMenu({ id }: { id: string }): boolean {
  return id.length <= limits.option - 5;
}

function together(...comings: readonly (Promise<void> | undefined)[]): Promise<unknown> | undefined {
  const under = comings.filter((coming) => coming !== undefined);
  return under.length > 0 ? Promise.all(under) : undefined;
}
