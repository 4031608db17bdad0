import { limits } from "./limits.ts";

/** The version, raised when the meaning of a button's state changes, so that old messages are recognised as old. */
const version = "pf1";

/** Packs a button into one id. `action` holds no ":"; throws when the result is longer than the tighter platform takes. */
export function encodeButton(button: { action: string; state: string }): string {
  const code = `${version}:${button.action}:${button.state}`;
  if (code.length > limits.id)
    throw new Error(`Button ${button.action}: state of ${button.state.length} characters`);
  return code;
}

/** The reverse of `encodeButton`; undefined for anything it did not make. */
export function decodeButton(code: string): { action: string; state: string } | undefined {
  const [made, action, ...state] = code.split(":");
  if (made !== version || !action || state.length === 0) return undefined;
  return { action, state: state.join(":") };
}

/** The id of a menu: a button's that has no state yet. */
export function encodeMenu({ action }: { action: string }): string {
  return encodeButton({ action, state: "" });
}

/** What choosing presses: the button whose state is the value. Of a menu we did not make, a button nobody knows. */
export function encodeChoice(menuCode: string, value: string): string {
  return menuCode + value;
}
