import { nextDayMs, timeMark } from "../chat/time-mark.ts";
import { inQuotes } from "../short-name.ts";
import { presentMs } from "../work.ts";
import { type Cause, type CauseFacts, factsOf } from "./causes.ts";
import { buttonIn, isCard, isRoom, type Operation, type Scene } from "./scene.ts";
import {
  againNow,
  againSoon,
  byItself,
  givenUp,
  lookingFor,
  notByItself,
  oneAfterAnother,
  orNow,
  thenAgain,
} from "./try-again.ts";

/** What people read of a cause: one sentence of fact and what to do. `remedy` may be "". */
export type Sentences = { title: string; happened: string; remedy: string };

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
  if (isRoom(operation)) return "Tavus did not open a room";
  const isWhole = operation === "create" || operation === "team";
  return isWhole ? factsOf(cause).title : "Tavus refused the request";
}

/** Of 200 characters that are read of an answer, each of which may be two units. */
const longestSaid = 400;

/** Tavus's own words, or those of whoever answered in its place, or how high a limit is; "" when there are none. */
export function saidBy(cause: Cause, words: string | undefined | null): string {
  if (!words) return "";
  if (cause === "memberLimit" || cause === "teamLimit") return `The limit is ${words} a day.`;
  return cause === "blocked"
    ? `The answer says: ${inQuotes(words, longestSaid)}`
    : `Tavus says: ${inQuotes(words, longestSaid)}`;
}

/** A sentence, and behind it what was said. */
export function withSaid(
  sentence: string,
  cause: Cause | undefined,
  words: string | undefined | null,
): string {
  return cause ? oneAfterAnother(sentence, saidBy(cause, words)) : sentence;
}

function usualRemedy({ mend, isUnclear }: CauseFacts, scene: Scene): string {
  if (mend) return oneAfterAnother(mend, thenAgain(scene));
  const { operation, goesOn = false, isUnknown = false } = scene;
  const retry = buttonIn(scene, "Retry");
  if (operation === "create" && isUnclear && isUnknown)
    return goesOn ? lookingFor.byItself : retry ? lookingFor.pressed(retry) : lookingFor.elsewhere;
  if (operation === "create" || operation === "edit") {
    if (goesOn) return oneAfterAnother(byItself[operation], orNow(scene));
    return retry ? givenUp.pressed(retry) : givenUp.elsewhere;
  }
  if (operation === "video" && goesOn)
    return oneAfterAnother(isUnknown ? byItself.unknownVideo : byItself.video, orNow(scene));
  if (operation === "team")
    return oneAfterAnother("What is on its way is tried again by itself.", orNow(scene));
  return againSoon(scene);
}

/** A day of the limits is one of UTC, and readers are told when that is for them. It may be over by the time they read. */
const resetsThen = (cause: "memberLimit" | "teamLimit") => (scene: Scene) => {
  const resetMs = nextDayMs(scene.failedMs ?? presentMs());
  if (resetMs > presentMs())
    return oneAfterAnother(`It resets ${timeMark(resetMs)}.`, factsOf(cause).mend ?? "", thenAgain(scene));
  return oneAfterAnother(`It was reset ${timeMark(resetMs)}.`, orNow(scene) || notByItself(scene));
};

const waitsForKey = (cause: "noKey" | "lockedKey") => (scene: Scene) => {
  const isWaiting = isCard(scene.operation) || scene.operation === "team";
  const after = isWaiting ? "What waits goes to Tavus as soon as there is a key." : thenAgain(scene);
  return oneAfterAnother(factsOf(cause).mend ?? "", after);
};

const readsNoPersona = "Tavus does not let this account read this persona.";
const readsNoPersonas = "Tavus does not let this account read its personas.";

const forbiddenThings: { [operation in Exclude<Operation, "team">]: string } = {
  create: "Tavus does not let this account make this persona.",
  edit: "Tavus does not let this account change this persona.",
  delete: "Tavus does not let this account delete this persona.",
  link: readsNoPersona,
  import: readsNoPersona,
  keep: readsNoPersona,
  createAgain: readsNoPersona,
  show: readsNoPersona,
  video: "Tavus does not let this account do that with this video.",
  list: readsNoPersonas,
  sync: readsNoPersonas,
  autoSync: readsNoPersonas,
  keyCheck: readsNoPersonas,
  call: "Tavus does not let this account open a room.",
  rehearsal: "Tavus does not let this account open a room.",
  rooms: "Tavus does not let this account open a room.",
  replicas: "Tavus does not let this account read its replicas.",
  outside: "Tavus does not let this account make links for people outside.",
};

/** Where a cause has its own sentence. */
const special: {
  happened: { [cause in Cause]?: (operation: Operation) => string | undefined };
  remedy: { [cause in Cause]?: (scene: Scene) => string | undefined };
} = {
  happened: {
    forbidden: (operation) => (operation === "team" ? undefined : forbiddenThings[operation]),
    rejected(operation) {
      if (operation === "delete") return "Tavus refused to delete it.";
      return isCard(operation) || operation === "team" ? undefined : "Tavus refused the request.";
    },
    inLine(operation) {
      if (operation === "video")
        return "Only two requests of a team go to Tavus at once, and others came first.";
      return isRoom(operation)
        ? "Others of this team were opening rooms, and this one did not get its turn."
        : undefined;
    },
    notFound: (operation) =>
      operation === "edit" || isOnlyTold(operation)
        ? "Tavus does not know the linked persona under the present key."
        : undefined,
  },
  remedy: {
    noKey: waitsForKey("noKey"),
    lockedKey: waitsForKey("lockedKey"),
    memberLimit: resetsThen("memberLimit"),
    teamLimit: resetsThen("teamLimit"),
    notInPlan: (scene) =>
      buttonIn(scene, "Edit")
        ? oneAfterAnother(
            `Upgrade the plan in Tavus, or press ${editButtons(scene)} and leave out what it does not include.`,
            thenAgain(scene),
          )
        : undefined,
    blocked: (scene) =>
      scene.goesOn || scene.operation === "team"
        ? oneAfterAnother(factsOf("blocked").mend ?? "", "I try again by myself.", orNow(scene))
        : undefined,
    tooManyConversations: (scene) =>
      scene.goesOn
        ? oneAfterAnother(factsOf("tooManyConversations").mend ?? "", "I try again by myself.")
        : undefined,
    rejected: refusedRemedy,
    notFound: goneRemedy,
    notApplied: (scene) => {
      const retry = buttonIn(scene, "Retry");
      if (scene.goesOn || !retry || !buttonIn(scene, "Edit")) return undefined;
      return `It is not tried again by itself. Press Edit to write it in another way, or ${retry}.`;
    },
    unlinked: (scene) => {
      const byOthers = "A manager or an admin ties it to a Tavus persona again with /persona-link.";
      const retry = buttonIn(scene, "Retry");
      if (!retry) return byOthers;
      return buttonIn(scene, "Link")
        ? "Press Link to tie it to a Tavus persona, or Retry to create it in Tavus."
        : oneAfterAnother(`Press ${retry} to create it in Tavus.`, byOthers);
    },
    otherTeams: (scene) => {
      const { mend = "" } = factsOf("otherTeams");
      if (!isCard(scene.operation)) return mend;
      const unlink = buttonIn(scene, "Unlink")
        ? "Unlink it here."
        : "Whoever may change it unlinks it with /persona-show.";
      return oneAfterAnother(unlink, mend);
    },
    channelRefused: () =>
      "That warning goes to the person who acted instead; /persona-status lists its title.",
    directRefused: () => "Until then people read it with their next command.",
    inLine: (scene) =>
      isRoom(scene.operation)
        ? oneAfterAnother("Nothing was made.", againNow[scene.operation])
        : scene.operation === "video"
          ? "Nothing to do: Tavus is asked for it as soon as it is its turn."
          : "Nothing to do: it is created as soon as it is its turn.",
    channelClosed: () =>
      "Then an admin chooses it, or another one, with /persona-setup. Until that is done, warnings go to the person who acted.",
  },
};

function refusedRemedy(scene: Scene): string {
  const { operation, isMade = false } = scene;
  if (operation === "team")
    return "Open each with /persona-edit, change what Tavus names, and send it again.";
  if (operation === "delete") return "Change in Tavus what it names, then run /persona-delete again.";
  if (isRoom(operation))
    return "If Tavus names the replica, the persona has no face that can be used. Whoever may change it chooses one with /persona-edit, or an admin a default one with /persona-setup.";
  if (operation === "video" && !isMade) return "Change what Tavus names, then run /persona-video again.";
  if (!isCard(operation)) return "If it happens again, tell whoever runs the bot.";
  return buttonIn(scene, "Edit")
    ? `Press ${editButtons(scene)}, change what Tavus names, and send it again.`
    : "Whoever may change it uses /persona-edit to change what Tavus names.";
}

/** A face is chosen behind a button of its own: on Discord the form of Edit has no place for it. */
function editButtons(scene: Scene): string {
  return buttonIn(scene, "Change replica") ? "Edit or Change replica" : "Edit";
}

/** Of the persona Tavus has said no more than that, in passing: nobody has looked whether it is gone. */
function isOnlyTold(operation: Operation): boolean {
  return isRoom(operation) || operation === "outside";
}

function goneRemedy(scene: Scene): string {
  if (buttonIn(scene, "Create again")) {
    return "If it was deleted on purpose, Unlink keeps it here alone until the next sync makes it again. Otherwise press Create again.";
  }
  if (scene.operation === "edit") {
    return oneAfterAnother(
      "It was made with another key, and may live on in that key's account.",
      "An admin sets that key again with /persona-setup.",
      thenAgain(scene),
    );
  }
  if (scene.operation === "team")
    return "Open each with /persona-show and choose: create it in Tavus again, or unlink it.";
  if (isOnlyTold(scene.operation))
    return oneAfterAnother(
      "/persona-show looks whether it is still there, and says what can be done.",
      thenAgain(scene),
    );
  return isCard(scene.operation)
    ? "Whoever may change it creates it again with /persona-show, or unlinks it."
    : "/persona-show says what can be done.";
}
