import { capital } from "../chat/refusal.ts";
import { nextDayMark } from "../chat/time-mark.ts";
import { type Cause, type CauseFacts, factsOf } from "./causes.ts";

/** What people read of a cause: one sentence of fact and what to do. `remedy` may be "". */
export type Sentences = { title: string; happened: string; remedy: string };

/** What was being done. `team` and `autoSync`: a warning about several personas, and about a sync that nobody asked for. */
export const operations = [
  ...(["create", "edit", "delete", "link", "import", "keep", "createAgain"] as const),
  ...(["list", "show", "sync", "keyCheck", "team", "autoSync", "call", "video", "replicas"] as const),
];
export type Operation = (typeof operations)[number];

export type Scene = {
  operation: Operation;
  /** It is tried again without anybody's doing. */
  goesOn?: boolean;
  /** Nobody knows whether Tavus has made it. */
  isUnknown?: boolean;
  /** Labels of the buttons below the sentences: no other is named in them. */
  buttons?: readonly string[];
};

/** The one place where sentences about a failure at Tavus are made: by cause, and by what was being done. */
export function sentencesFor(cause: Cause, scene: Scene): Sentences {
  const facts = factsOf(cause);
  return {
    title: titleOf(cause, scene.operation),
    happened: special.happened[cause]?.(scene.operation) ?? facts.happened,
    remedy: special.remedy[cause]?.(scene) ?? usualRemedy(facts, scene),
  };
}

export function titleOf(cause: Cause, operation: Operation): string {
  if (cause !== "rejected") return factsOf(cause).title;
  if (operation === "edit") return "Tavus did not accept the change";
  if (operation === "call") return "Tavus did not open a room";
  const isWhole = operation === "create" || operation === "team";
  return isWhole ? factsOf(cause).title : "Tavus refused the request";
}

/** Tavus's own words, or those of whoever answered in its place, or how high a limit is; "" when there are none. Begins with a space. */
export function saidBy(cause: Cause, words: string | undefined | null): string {
  if (!words) return "";
  if (cause === "memberLimit" || cause === "teamLimit") return ` The limit is ${words} a day.`;
  return ` ${cause === "blocked" ? "The answer says" : "Tavus says"}: “${words}”`;
}

/** The persona's card, below which there are buttons for it. */
function isCard(operation: Operation): operation is "create" | "edit" {
  return operation === "create" || operation === "edit";
}

function usualRemedy({ mend, isUnclear }: CauseFacts, scene: Scene): string {
  if (mend) return [mend, afterMending(scene)].filter(Boolean).join(" ");
  const { operation, goesOn = false, isUnknown = false } = scene;
  if (operation === "create" && isUnclear && isUnknown) return lookedFor(goesOn, scene);
  if (isCard(operation))
    return goesOn ? `Nothing to do: ${byItself(operation)}${orNow(scene)}` : givenUp(scene);
  if (operation === "video" && goesOn) {
    const what = isUnknown ? "we look whether Tavus has it, and ask again only if not." : "we ask again.";
    return `Nothing to do: by ourselves ${what}${orNow(scene)}`;
  }
  if (operation === "team") return `What is on its way is tried again by itself.${orNow(scene)}`;
  return inAWhile(scene);
}

function byItself(operation: "create" | "edit"): string {
  return operation === "create" ? "we try again by ourselves." : "the change is sent again by itself.";
}

function lookedFor(goesOn: boolean, scene: Scene): string {
  if (goesOn) return "Nothing to do: by ourselves we look whether it was created, and create it if not.";
  return `Whether it was created is not known. ${capital(again(scene))} We look first, and create it only if it is not there.`;
}

function givenUp(scene: Scene): string {
  return `It is not tried again by itself. ${capital(again(scene))}`;
}

function orNow(scene: Scene): string {
  const retry = buttonIn(scene, "Retry");
  return retry ? ` Press ${retry} to try right now.` : "";
}

function afterMending(scene: Scene): string {
  if (scene.operation === "keyCheck") return "";
  if (scene.operation === "team" && !buttonIn(scene, "Retry")) return "";
  return `Then ${again(scene)}`;
}

function inAWhile(scene: Scene): string {
  return scene.operation === "keyCheck" ? "" : `In a few minutes, ${again(scene)}`;
}

/** How the same is done once more, from where the sentence is read. */
function again(scene: Scene): string {
  const { operation } = scene;
  const button = buttonIn(scene, operation === "sync" ? "Run again" : "Retry");
  if (button) return `press ${button}.`;
  return isCard(operation)
    ? "whoever made it, or manages this server or workspace, tries again with /persona-show."
    : commands[operation];
}

const commands: { [operation in Exclude<Operation, "create" | "edit">]: string } = {
  delete: "run /persona-delete again.",
  link: "run /persona-link again.",
  import: "run /persona-show with its ID and import it from there.",
  keep: "run /persona-show and choose from there.",
  createAgain: "run /persona-show and create it from there.",
  list: "run /persona-list again.",
  show: "run /persona-show again.",
  sync: "run /persona-sync again.",
  keyCheck: "run /persona-setup again.",
  video: "run /persona-video: it shows how each stands.",
  replicas: "run /persona-replicas again.",
  team: "run /persona-status: it shows what waits.",
  call: "join again from its card.",
  autoSync: "the next automatic sync tries it; /persona-sync does it at once.",
};

/** The first button whose label begins so. */
function buttonIn({ buttons = [] }: Scene, beginning: string): string | undefined {
  return buttons.find((label) => label.startsWith(beginning));
}

/** A day of the limits is one of UTC, and readers are told when that is for them. */
const startsAnew = (cause: "memberLimit" | "teamLimit") => (scene: Scene) => {
  const { mend = "" } = factsOf(cause);
  return [`It starts anew ${nextDayMark(Date.now())}.`, mend, afterMending(scene)].filter(Boolean).join(" ");
};

const waitsForKey = (cause: "noKey" | "lockedKey") => (scene: Scene) => {
  const { mend = "" } = factsOf(cause);
  const isWaiting = isCard(scene.operation) || scene.operation === "team";
  const after = isWaiting ? "What waits goes to Tavus as soon as there is a key." : afterMending(scene);
  return [mend, after].filter(Boolean).join(" ");
};

const forbiddenThings: { [operation in Operation]?: string } = {
  create: "make this persona",
  edit: "change this persona",
  delete: "delete this persona",
  link: "read this persona",
  import: "read this persona",
  keep: "read this persona",
  createAgain: "read this persona",
  show: "read this persona",
  video: "do that with this video",
  list: "read its personas",
  sync: "read its personas",
  autoSync: "read its personas",
  call: "open a room",
  keyCheck: "read its personas",
  replicas: "read its replicas",
};

/** Where a cause has its own sentence. */
const special: {
  happened: { [cause in Cause]?: (operation: Operation) => string | undefined };
  remedy: { [cause in Cause]?: (scene: Scene) => string | undefined };
} = {
  happened: {
    forbidden(operation) {
      const thing = forbiddenThings[operation];
      return thing && `Tavus does not let this account ${thing}.`;
    },
    rejected(operation) {
      if (operation === "delete") return "Tavus refused to delete it.";
      return isCard(operation) || operation === "team" ? undefined : "Tavus refused the request.";
    },
    inLine: (operation) =>
      operation === "call"
        ? "Others of this team were opening rooms, and this one did not get its turn."
        : undefined,
    notFound: (operation) =>
      operation === "edit" ? "Tavus does not know the linked persona under the key of today." : undefined,
  },
  remedy: {
    noKey: waitsForKey("noKey"),
    lockedKey: waitsForKey("lockedKey"),
    memberLimit: startsAnew("memberLimit"),
    teamLimit: startsAnew("teamLimit"),
    notInPlan: (scene) =>
      buttonIn(scene, "Edit")
        ? `Upgrade the plan in Tavus, or press Edit and leave out what it does not include. Then ${again(scene)}`
        : undefined,
    blocked: (scene) =>
      scene.goesOn || scene.operation === "team"
        ? `${factsOf("blocked").mend} We try again by ourselves.${orNow(scene)}`
        : undefined,
    tooManyConversations: (scene) =>
      scene.goesOn ? `${factsOf("tooManyConversations").mend} We try again by ourselves.` : undefined,
    rejected: refusedRemedy,
    notFound: goneRemedy,
    notApplied: (scene) =>
      scene.goesOn || !buttonIn(scene, "Edit")
        ? undefined
        : `It is not tried again by itself. Press Edit to write it in another way, or ${again(scene)}`,
    unlinked: (scene) =>
      buttonIn(scene, "Link") && buttonIn(scene, "Retry")
        ? "Press Link to tie it to a Tavus persona, or Retry to create it in Tavus."
        : "/persona-link ties it to a Tavus persona again.",
    otherTeams: (scene) => {
      const { mend } = factsOf("otherTeams");
      return isCard(scene.operation) ? `Unlink it here. ${mend}` : mend;
    },
    channelRefused: () => "The person who acted is told instead; /persona-status shows what it says.",
    directRefused: () => "What people are owed comes with their next command until then.",
    inLine: ({ operation }) =>
      operation === "call"
        ? "Nothing was made. Join again from its card."
        : "Nothing to do: it is created as soon as it is its turn.",
    channelClosed: () =>
      "Then choose it, or another one, with /persona-setup. Until that is done, warnings go to the person who acted.",
  },
};

function refusedRemedy(scene: Scene): string {
  const { operation } = scene;
  if (operation === "team")
    return "Open each with /persona-edit, change what Tavus names, and send it again.";
  if (operation === "delete") return "Change in Tavus what it names, then run /persona-delete again.";
  if (operation === "call")
    return "If Tavus names the replica, the persona has no face that can be used: choose one with /persona-edit, or a default one with /persona-setup.";
  if (!isCard(operation)) return "If it happens again, tell whoever runs the bot.";
  return buttonIn(scene, "Edit")
    ? "Press Edit, change what Tavus names, and send it again."
    : "Whoever made it, or manages this server or workspace, changes with /persona-edit what Tavus names.";
}

function goneRemedy(scene: Scene): string {
  if (buttonIn(scene, "Create again")) {
    return "If it was deleted in Tavus on purpose, Unlink keeps it here alone. Otherwise press Create again.";
  }
  if (scene.operation === "edit") {
    return `It was last written with another key, and may live on in that key's account. An admin sets that key again with /persona-setup; then ${again(scene)}`;
  }
  if (scene.operation === "team")
    return "Open each with /persona-show and choose: create it in Tavus again, or unlink it.";
  return "/persona-show says what can be done.";
}
