import { buttonIn, isCard, type Operation, type RoomOperation, type Scene } from "./scene.ts";

/** Whole sentences one behind the other; "" is none. */
export function oneAfterAnother(...sentences: string[]): string {
  return sentences.filter(Boolean).join(" ");
}

export const byItself = {
  create: "Nothing to do: I try again by myself.",
  edit: "Nothing to do: I send the change again by myself.",
  video: "Nothing to do: I ask Tavus again by myself.",
  unknownVideo: "Nothing to do: I check whether Tavus has it, and ask again only if not.",
};

export const lookingFor = {
  byItself: "Nothing to do: I check whether it was created, and create it if not.",
  pressed: (retry: string) =>
    `Whether it was created is not known. Press ${retry}: I check first, and create it only if it is not there.`,
  elsewhere: "Whether it was created is not known. Whoever may change it tries again with /persona-show.",
};

export const givenUp = {
  pressed: (retry: string) => `It is not tried again by itself. Press ${retry}.`,
  elsewhere: "It is not tried again by itself. Whoever may change it tries again with /persona-show.",
};

/** What nobody tries again by itself, to whoever has no button for it. */
export function notByItself({ operation }: Scene): string {
  if (isCard(operation)) return givenUp.elsewhere;
  return operation === "video" ? "It is not tried again by itself." : "";
}

export function orNow(scene: Scene): string {
  const retry = buttonIn(scene, "Retry");
  return retry ? `Press ${retry} to try right now.` : "";
}

/** How the same is done once more when what is in its way has been mended; "" where there is nothing to say. */
export function thenAgain(scene: Scene): string {
  const { operation } = scene;
  const button = againButton(scene);
  if (operation === "keyCheck" || (operation === "team" && !button)) return "";
  return button ? `Then press ${button}.` : again[operation].after;
}

/** The same when it may pass by itself. */
export function againSoon(scene: Scene): string {
  if (scene.operation === "keyCheck") return "";
  const button = againButton(scene);
  return button ? `In a few minutes, press ${button}.` : again[scene.operation].soon;
}

/** A room is opened again only by whoever wants it, from where that kind is begun. */
export const againNow: { [operation in RoomOperation]: string } = {
  call: "Join again from its card.",
  rehearsal: "Rehearse again from /persona-show.",
  rooms: "Join or rehearse again.",
};

function againButton(scene: Scene): string | undefined {
  const { operation } = scene;
  if (operation === "outside") return buttonIn(scene, "Share outside");
  return buttonIn(scene, operation === "sync" ? "Run again" : "Retry");
}

const onItsCard = {
  after: "Then whoever may change it tries again with /persona-show.",
  soon: "In a few minutes, whoever may change it tries again with /persona-show.",
};

/** Where there is no button for it, from where the sentence is read. */
const again: { [operation in Exclude<Operation, "keyCheck">]: { after: string; soon: string } } = {
  create: onItsCard,
  edit: onItsCard,
  delete: {
    after: "Then run /persona-delete again.",
    soon: "In a few minutes, run /persona-delete again.",
  },
  link: {
    after: "Then run /persona-link again.",
    soon: "In a few minutes, run /persona-link again.",
  },
  import: {
    after: "Then run /persona-show with its ID and import it from there.",
    soon: "In a few minutes, run /persona-show with its ID and import it from there.",
  },
  keep: {
    after: "Then run /persona-show and choose from there.",
    soon: "In a few minutes, run /persona-show and choose from there.",
  },
  createAgain: {
    after: "Then run /persona-show and create it from there.",
    soon: "In a few minutes, run /persona-show and create it from there.",
  },
  list: {
    after: "Then run /persona-list again.",
    soon: "In a few minutes, run /persona-list again.",
  },
  show: {
    after: "Then run /persona-show again.",
    soon: "In a few minutes, run /persona-show again.",
  },
  sync: {
    after: "Then run /persona-sync again.",
    soon: "In a few minutes, run /persona-sync again.",
  },
  video: {
    after: "Then run /persona-video: it shows how each stands.",
    soon: "In a few minutes, run /persona-video: it shows how each stands.",
  },
  replicas: {
    after: "Then run /persona-replicas again.",
    soon: "In a few minutes, run /persona-replicas again.",
  },
  team: {
    after: "Then run /persona-status: it shows what waits.",
    soon: "In a few minutes, run /persona-status: it shows what waits.",
  },
  call: {
    after: "Then join again from its card.",
    soon: "In a few minutes, join again from its card.",
  },
  rehearsal: {
    after: "Then rehearse again from /persona-show.",
    soon: "In a few minutes, rehearse again from /persona-show.",
  },
  rooms: {
    after: "Then join or rehearse again.",
    soon: "In a few minutes, join or rehearse again.",
  },
  outside: {
    after: "Then share it outside again from /persona-show.",
    soon: "In a few minutes, share it outside again from /persona-show.",
  },
  autoSync: {
    after: "Then the next automatic sync tries it; /persona-sync does it at once.",
    soon: "The next automatic sync tries it; /persona-sync does it at once.",
  },
};
