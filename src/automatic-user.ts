/** Stands for a person where the bot acted by itself. */
export const automaticUser = "automatic";
