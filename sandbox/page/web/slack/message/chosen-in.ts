import type { FieldState, SlackElement } from "../wire.ts";

/** What is chosen in a menu now. */
export function chosenIn(element: SlackElement, state: FieldState | undefined): string[] {
  const single =
    state?.selected_option?.value ??
    state?.selected_user ??
    state?.selected_channel ??
    state?.selected_conversation ??
    (state ? undefined : element.initial_option?.value);
  if (single != null) return [single];
  const several = state?.selected_users ?? state?.selected_channels ?? state?.selected_conversations;
  return several ?? (state?.selected_options ?? element.initial_options).map(({ value }) => value);
}
