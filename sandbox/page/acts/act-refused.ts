/** What a person wanted to do cannot be done; the message is the sentence they read. */
export class ActRefused extends Error {
  override readonly name = "ActRefused";
}
