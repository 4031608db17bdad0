/** A person, or the bot. */
export interface User {
  id: string;
  name: string;
  isBot: boolean;
  locale: string;
  /** False: the bot cannot write to this person (50007). */
  acceptsDirectMessages: boolean;
}
