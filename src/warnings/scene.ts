/** What was being done. `team`, `rooms` and `autoSync`: a warning about several personas, about calls and rehearsals, and about a sync that nobody asked for. */
export const operations = [
  ...(["create", "edit", "delete", "link", "import", "keep", "createAgain"] as const),
  ...([
    "list",
    "show",
    "sync",
    "keyCheck",
    "team",
    "autoSync",
    "call",
    "rehearsal",
    "rooms",
    "video",
    "replicas",
    "outside",
  ] as const),
];
export type Operation = (typeof operations)[number];

export type RoomOperation = Extract<Operation, "call" | "rehearsal" | "rooms">;

export type Scene = {
  operation: Operation;
  /** It is tried again without anybody's doing. */
  goesOn?: boolean;
  /** Nobody knows whether Tavus has made it. */
  isUnknown?: boolean;
  /** When it happened, Unix ms; absent: just now. */
  failedMs?: number | undefined;
  /** Of a video: it has been made, and is looked at, adopted or deleted. */
  isMade?: boolean;
  /** Labels of the buttons below the sentences: no other is named in them. */
  buttons?: readonly string[];
};

/** The first button whose label begins so. */
export function buttonIn({ buttons = [] }: Scene, beginning: string): string | undefined {
  return buttons.find((label) => label.startsWith(beginning));
}

/** The persona's card, below which there are buttons for it. */
export function isCard(operation: Operation): operation is "create" | "edit" {
  return operation === "create" || operation === "edit";
}

/** Rooms in Tavus: whoever talks there joins, whoever writes rehearses. */
export function isRoom(operation: Operation): operation is RoomOperation {
  return operation === "call" || operation === "rehearsal" || operation === "rooms";
}
