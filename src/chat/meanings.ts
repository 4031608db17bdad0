import type { About, Meaning, Mender } from "./refusal.ts";

/** The words in which both platforms' tables say what an error code means. */
export const nothing = "Nothing to do.";
export const wait = "Nothing to do: it is tried again.";
export const update = "This is a mistake of this program: update PersonaForge, or report it with this line.";
export const other = "Choose another channel with /persona-setup.";

export const means = (about: About, mender: Mender) => (cause: string, remedy: string) => ({
  cause,
  remedy,
  mender,
  about,
});
export const team = means("team", "admin");
export const channel = means("channel", "admin");
export const app = means("app", "operator");
export const text = means("text", "admin");
export const mistake = (cause: string): Meaning => means("text", "operator")(cause, update);
export const original = (cause: string): Meaning =>
  means("original", "nobody")(cause, "Nothing to do: a new message is posted.");
