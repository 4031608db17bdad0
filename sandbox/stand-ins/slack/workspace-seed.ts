import type { ChannelSeed, UserSeed } from "./workspace.ts";

/** The people of the workspace that stands ready. */
export const defaultUsers: readonly UserSeed[] = [
  { id: "U0ADA", name: "ada", realName: "Ada Lovelace", isAdmin: true },
  { id: "U0OWEN", name: "owen", realName: "Owen Owner", isAdmin: true, isOwner: true, isPrimaryOwner: true },
  { id: "U0MIA", name: "mia", realName: "Mia Member", locale: "de-DE", tz: "Europe/Berlin" },
  { id: "U0GUS", name: "gus", realName: "Gus Guest", isRestricted: true },
  {
    id: "U0GWEN",
    name: "gwen",
    realName: "Gwen Single-Channel",
    isRestricted: true,
    isUltraRestricted: true,
  },
  { id: "U0STRANGER", name: "stranger", realName: "Stan Stranger", teamId: "T0OTHER" },
];

/** Channels with the bot in and out, private ones, and an archived one. */
export const defaultChannels: readonly ChannelSeed[] = [
  { id: "C0GENERAL", name: "general" },
  { id: "C0RANDOM", name: "random", hasBot: false },
  { id: "C0PRIVATE", name: "studio", kind: "private" },
  { id: "C0SECRET", name: "secret", kind: "private", hasBot: false },
  { id: "C0ARCHIVE", name: "old-news", isArchived: true },
];
