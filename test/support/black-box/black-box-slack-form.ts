import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Delivery } from "../../../sandbox/stand-ins/slack/delivery/delivery.ts";
import { fieldsOf, findField } from "../../../sandbox/stand-ins/slack/person/form-fields.ts";
import type { Person } from "../../../sandbox/stand-ins/slack/person/person.ts";
import type { SlackStandIn } from "../../../sandbox/stand-ins/slack/stand-in.ts";
import { renderView } from "../../../sandbox/stand-ins/slack/view/view-render.ts";
import type { FieldState } from "../../../sandbox/stand-ins/slack/view/view-state.ts";
import type { OpenView } from "../../../sandbox/stand-ins/slack/view/views.ts";
import { type Entries, type Form, type FormIdentity, type Submission, waitFor } from "./black-box-chat.ts";

/** Where and as whom somebody acts. */
export type SlackPlace = { slack: SlackStandIn; person: Person };

/** The view that a delivery opened, once it is no longer the one that only holds the place. */
export async function openedView(delivery: Delivery): Promise<OpenView> {
  const view = await delivery.view();
  await waitFor(() => view.definition.type !== "modal" || view.definition.title.text !== "One moment…");
  return view;
}

export function readForm(place: SlackPlace, view: OpenView): Form {
  return {
    identity: identityOf(view),
    value: (key) => standingValue(view, key),
    stands: () => view.isOpen && view.definition.callback_id !== undefined,
    async submit(entries = {}) {
      await enterAll(place, view, entries);
      return submitted(place, view, await place.person.submit(view));
    },
    async submitRaw(entries, identity = identityOf(view)) {
      const payload = rawSubmission(place, view, { entries, identity });
      return submitted(place, view, place.slack.deliver(payload));
    },
  };
}

export async function enterAll({ person }: SlackPlace, view: OpenView, entries: Entries): Promise<void> {
  for (const [key, entry] of Object.entries(entries)) {
    if (key === "template") await chooseTemplate(person, view, entry);
    else if (["replica", "model"].includes(key) && isSearch(view, key))
      await chooseFound(person, view, [key, String(entry)]);
    else await person.fill(view, { [key]: entry });
  }
}

function isSearch(view: OpenView, key: string): boolean {
  return findField(view.blocks, key).element.type === "external_select";
}

/** The bot fills in the rest of the form when it hears of the choice. */
async function chooseTemplate(person: Person, view: OpenView, entry: Entries[string]): Promise<void> {
  const { hash } = view;
  await person.choose(view, "template", entry);
  await waitFor(() => view.hash !== hash);
}

async function chooseFound(
  person: Person,
  view: OpenView,
  [key, typed]: [key: string, typed: string],
): Promise<void> {
  await person.suggest(view, key, typed);
  await person.fill(view, { [key]: typed });
}

const option = z.looseObject({ value: z.string() });
const stateSchema = z.looseObject({
  value: z.string().nullish(),
  selected_option: option.nullish(),
  selected_options: z.array(option).nullish(),
  selected_users: z.array(z.string()).nullish(),
  selected_conversation: z.string().nullish(),
});

function standingValue(view: OpenView, key: string): string | string[] {
  const { blockId, actionId } = findField(view.blocks, key);
  const state = stateSchema.parse(view.state[blockId]?.[actionId]);
  if (state.selected_options) return state.selected_options.map(({ value }) => value);
  if (state.selected_users) return state.selected_users;
  return state.selected_option?.value ?? state.selected_conversation ?? state.value ?? "";
}

const metadataSchema = z.looseObject({ formId: z.string() });

function metadataOf({ definition }: OpenView) {
  return metadataSchema.parse(JSON.parse(definition.private_metadata ?? "{}"));
}

function identityOf(view: OpenView): FormIdentity {
  const { callback_id = "" } = view.definition;
  return { command: callback_id.replace("pf1:form:", ""), formId: metadataOf(view).formId };
}

/** The payload of a submit with texts that the client would not let through. They stand in the form from then on. */
function rawSubmission(
  { slack, person }: SlackPlace,
  view: OpenView,
  { entries, identity }: { entries: Entries; identity: FormIdentity },
) {
  for (const [key, entry] of Object.entries(entries)) {
    const { blockId, actionId } = placeOf(view, key);
    const state: FieldState = { type: "plain_text_input", value: String(entry) };
    view.state = { ...view.state, [blockId]: { [actionId]: state } };
  }
  const { teamId, domain, appId } = slack.workspace;
  const private_metadata = JSON.stringify({ ...metadataOf(view), formId: identity.formId });
  const callback_id = `pf1:form:${identity.command}`;
  return {
    type: "view_submission",
    user: { id: person.id, team_id: teamId },
    team: { id: teamId, domain },
    api_app_id: appId,
    token: "sandbox-verification-token",
    trigger_id: triggerId(),
    view: { ...renderView(view, slack.workspace), private_metadata, callback_id },
    response_urls: [],
  };
}

function placeOf({ blocks }: OpenView, key: string): { blockId: string; actionId: string } {
  const isHere = fieldsOf(blocks).some(({ blockId }) => blockId.replace(/~\d+$/, "") === key);
  return isHere ? findField(blocks, key) : { blockId: key, actionId: key };
}

function triggerId(): string {
  return `1.2.${randomBytes(16).toString("hex")}`;
}

function submitted(place: SlackPlace, view: OpenView, delivery: Delivery): Submission {
  return {
    async refusal() {
      await delivery.acked();
      const sentences = Object.values(view.errors);
      if (sentences.length === 0) throw new Error("The form was taken, or nothing in it was marked.");
      return { text: sentences.join("\n"), form: readForm(place, view) };
    },
    async said() {
      await delivery.acked();
      return Object.values(view.errors).join("\n");
    },
    replay: () => void place.slack.deliver(delivery.payload, { id: delivery.id }),
    again: () => void place.slack.deliver({ ...delivery.payload, trigger_id: triggerId() }),
    async isAcknowledged() {
      return (await delivery.acked()).outcome === "acked";
    },
  };
}
