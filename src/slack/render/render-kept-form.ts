import type { types } from "@slack/bolt";
import type { FormValues } from "../../chat/form/field.ts";
import { fieldOfBlock } from "../read/form-ids.ts";
import type { FieldState, SlackView } from "../read/payload.ts";
import { blockLimits } from "./block-limits.ts";
import { plain, shorten } from "./text.ts";

type ShownBlock = SlackView["blocks"][number];

const noticeBlock = "notice";

/**
 * A form that was sent, as it stands on the screen, with a notice on top. Slack keeps what was typed where a field's ids stay
 * the same; it stands in the fields besides, as far as it is in `values`.
 */
export function renderKeptForm(view: SlackView, notice: string, values: FormValues): types.ModalView {
  const blocks = view.blocks.filter(({ block_id }) => block_id !== noticeBlock);
  const kept = {
    type: "modal",
    callback_id: view.callback_id,
    private_metadata: view.private_metadata,
    title: view.title,
    submit: view.submit,
    close: view.close,
    blocks: [
      {
        type: "section",
        block_id: noticeBlock,
        text: plain(shorten(notice, blockLimits.sectionText)),
      },
      ...blocks.map((block) => filled(block, { state: stateOf(view, block), values })),
    ],
  };
  // All but the notice is what we once sent, as Slack gives it back.
  return kept as types.ModalView;
}

/** What takes the place of a form that was kept open until it was stored: Slack lets nobody close one later. */
export function takenView(): types.ModalView {
  return {
    type: "modal",
    title: plain("Stored"),
    close: plain("Close"),
    blocks: [
      {
        type: "section",
        text: plain("What you typed has arrived. The answer is among your messages; this can be closed."),
      },
    ],
  };
}

function stateOf({ state }: SlackView, { block_id = "", element }: ShownBlock): FieldState | undefined {
  return state.values[block_id]?.[element?.action_id ?? ""];
}

function filled(
  block: ShownBlock,
  { state, values }: { state: FieldState | undefined; values: FormValues },
): ShownBlock {
  const { element } = block;
  if (!element || !state) return block;
  const { type, action_id } = element;
  const drawn = Object.entries(element).filter(([key]) => !key.startsWith("initial_"));
  const isShown = fieldOfBlock(block.block_id ?? "") in values;
  const initial = isShown ? initialOf(type, state) : {};
  return { ...block, element: { ...Object.fromEntries(drawn), type, action_id, ...initial } };
}

/** https://docs.slack.dev/reference/block-kit/block-elements */
function initialOf(type: string, state: FieldState): object {
  switch (type) {
    case "plain_text_input":
      return state.value ? { initial_value: state.value } : {};
    case "static_select":
    case "external_select":
    case "radio_buttons":
      return state.selected_option ? { initial_option: state.selected_option } : {};
    case "checkboxes":
      return state.selected_options?.length ? { initial_options: state.selected_options } : {};
    case "conversations_select":
      return state.selected_conversation ? { initial_conversation: state.selected_conversation } : {};
    case "multi_users_select":
      return state.selected_users?.length ? { initial_users: state.selected_users } : {};
    default:
      return {};
  }
}
