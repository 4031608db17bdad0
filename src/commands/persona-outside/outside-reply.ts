import type { Button, Fact, Reply } from "../../chat/reply.ts";
import { timeMark } from "../../chat/time-mark.ts";
import type { EndReason, LandingPage } from "../../landing-pages/landing-page.ts";
import { counted } from "../../text/counted.ts";
import { plural } from "../../text/plural.ts";
import { sentencesFor, withSaid } from "../../warnings/sentences.ts";
import { oneAfterAnother } from "../../warnings/try-again.ts";
import { quoted } from "../reply/persona-reply.ts";

export const outsideAction = "outside";
export const shareLabel = "Share outside";
export const askRevokeAction = "outside-revoke";
export const revokeAction = "outside-revoke-yes";
export const keepOutsideAction = "outside-keep";

/** Where Tavus shows its pages to whoever has the account. */
const palMaker = "https://maker.tavus.io/dev";

/** Nobody has ever been able to get in. */
const neverOpen: ReadonlySet<EndReason | undefined> = new Set(["found", "notMade", "lost"]);

/** Why a page is over, as a sentence. It ends before a key goes or everything is forgotten, and is told before that is done, if it ever is. */
export const endSentences: { [reason in EndReason]: string } = {
  person: "It was revoked.",
  cap: "It has had as many calls as it may.",
  personaGone: "Its persona was deleted or unlinked.",
  teamLeft: "I was removed from this team.",
  keyChanged: "The team's Tavus key was to be replaced or removed, and the link was in that key's account.",
  notAllowed: "An admin has switched sharing outside off with /persona-setup.",
  forgotten: "Everything of this team was to be forgotten here.",
  undelivered:
    "Its password could not be shown to you, so it was ended. Share it outside again from /persona-show.",
  unprotected:
    "Tavus did not say that it asks for the password, so it was ended. Share it outside again from /persona-show.",
  uncounted:
    "Tavus does not say how many calls it has had, so I could not end it at its limit, and ended it now. Share it outside again from /persona-show.",
  found:
    "The answer of Tavus had been lost, so nobody had its password. I found the link and ended it. Share it outside again from /persona-show.",
  goneInTavus: "It was ended in Tavus.",
  notMade: "It was never made.",
  lost: "Tavus's answer was lost and I found no link. Nobody has the password; if I find it, I end it. Share it outside again from /persona-show.",
};

/** A page as whoever manages personas sees it. `password`: of the one that was just made, for this one time. */
export function outsideReply(page: LandingPage, password?: string): Reply {
  const name = quoted(page.personaName);
  switch (page.state) {
    case "open":
      return password === undefined
        ? openReply(page, `${name} is shared outside`)
        : madeReply(page, password);
    case "making":
      return {
        tone: "warning",
        title: `Whether ${name} is shared outside is not known`,
        text: "Tavus did not answer clearly. Nobody has the password, so nobody gets in. What Tavus has made is looked for and ended, and you are told.",
        visibility: "private",
      };
    case "ending":
      return goesOnReply(page);
    case "ended":
      return endedReply(page);
    case "failed":
      return failedReply(page);
  }
}

function madeReply(page: LandingPage, password: string): Reply {
  const { address, calls, minutes } = page;
  return {
    ...openReply(page, `${quoted(page.personaName)} is shared outside now`),
    text: [
      `Give both to whoever may talk to it: the link, and the password, which is shown this one time and kept nowhere here.`,
      `Its calls can cost up to ${counted(calls * minutes, "minute")} of your Tavus plan, and more where a few begin at once. From now on Tavus's own editor keeps what is changed there as a draft until somebody publishes it.`,
    ].join("\n"),
    facts: [
      ...(address === undefined ? [noAddress(page)] : []),
      { label: "Password", value: password, code: true, secret: true },
      ...usageFacts(page),
    ],
  };
}

function openReply(page: LandingPage, title: string): Reply {
  const { address } = page;
  return {
    tone: "success",
    title,
    text: "The password was shown once, to whoever made the link. To have another one, revoke this link and make a new one.",
    facts: [...(address === undefined ? [noAddress(page)] : []), ...usageFacts(page), madeFact(page)],
    ...(address === undefined ? {} : { links: [{ label: "Open the page", url: address }], notes: [address] }),
    buttons: [revokeButton(page)],
    visibility: "private",
  };
}

function noAddress({ remoteId = "" }: LandingPage): Fact {
  return {
    label: "Link",
    value: `Tavus has not told it to me. Copy it from ${palMaker}, from the deployment ${remoteId}.`,
  };
}

function usageFacts(page: LandingPage): Fact[] {
  return [callsFact(page), { label: "Each call", value: `At most ${counted(page.minutes, "minute")}` }];
}

function callsFact({ calls, callsUsed }: LandingPage): Fact {
  const used =
    callsUsed === undefined
      ? `At most ${calls}; Tavus has not said how many there were`
      : `${callsUsed} of ${calls}, as Tavus last said`;
  return { label: "Calls", value: used };
}

function madeFact({ openedMs, userId }: LandingPage): Fact {
  return { label: "Made", value: `${timeMark(openedMs)} by`, mentions: [{ kind: "person", id: userId }] };
}

function revokeButton({ id }: LandingPage): Button {
  return { label: "Revoke", action: askRevokeAction, state: id, style: "danger" };
}

/** Asks first. */
export function askRevokeReply(page: LandingPage): Reply {
  return {
    tone: "warning",
    title: `Revoke the link to ${quoted(page.personaName)}?`,
    text: "Nobody gets in with it any more, whoever has the password. A call that is going on may last until its time is up.",
    facts: usageFacts(page),
    buttons: [
      { label: "Keep it", action: keepOutsideAction, state: page.id, style: "primary" },
      { label: "Revoke it", action: revokeAction, state: page.id, style: "danger" },
    ],
    visibility: "private",
  };
}

export function endedReply(page: LandingPage): Reply {
  const { endReason, endBy, userId } = page;
  const byOther = endReason === "person" && endBy !== undefined && endBy !== userId;
  const text = endReason ? endSentences[endReason] : "It is over.";
  if (neverOpen.has(endReason)) {
    const title = `Sharing ${quoted(page.personaName)} outside did not work`;
    return { tone: "failure", title, text, visibility: "private" };
  }
  return {
    tone: endReason === "person" || endReason === "cap" ? "success" : "neutral",
    title: `${quoted(page.personaName)} is not shared outside any more`,
    text,
    facts: [
      callsFact(page),
      ...(byOther
        ? [{ label: "Revoked", value: "by", mentions: [{ kind: "person", id: endBy } as const] }]
        : []),
    ],
    visibility: "private",
  };
}

/** It is to be ended, and Tavus has not said that it is. */
export function goesOnReply(page: LandingPage): Reply {
  return {
    tone: "warning",
    title: `The link to ${quoted(page.personaName)} may still work`,
    text: `Tavus has not confirmed its end. I go on trying, and tell whoever made it. To be sure, end the deployment ${page.remoteId ?? ""} at ${palMaker}.`,
    visibility: "private",
  };
}

/** Nobody counts its calls, and nobody could end it. */
export function unwatchedReply(page: LandingPage): Reply {
  return {
    tone: "warning",
    title: `I cannot look after the link to ${quoted(page.personaName)} any more`,
    text: `I do not have the Tavus key it was made with, so it does not end when its calls are used up. An admin can add that key again with /persona-setup, or end the deployment ${page.remoteId ?? ""} at ${palMaker}.`,
    visibility: "private",
  };
}

function failedReply(page: LandingPage): Reply {
  const { failure, personaName, endReason } = page;
  const title = `Sharing ${quoted(personaName)} outside did not work`;
  if (!failure || endReason === "lost")
    return { tone: "failure", title, text: endSentences.lost, visibility: "private" };
  const { happened, remedy } = sentencesFor(failure.cause, {
    operation: "outside",
    buttons: [shareLabel],
  });
  return {
    tone: "failure",
    title,
    text: `${withSaid(happened, failure.cause, failure.words)}\n${oneAfterAnother("Nothing was made, and nobody gets in.", remedy)}`,
    ...(failure.incident ? { notes: [`Incident ${failure.incident}`] } : {}),
    buttons: [{ label: shareLabel, action: outsideAction, state: page.personaId }],
    visibility: "private",
  };
}

/** For whoever switches sharing off: what became of the links that there were. */
export function endedPagesLine({ ended, left }: { ended: number; left: number }): string {
  return [...(ended > 0 ? [endedLine(ended)] : []), ...(left > 0 ? [leftLine(left)] : [])].join(" ");
}

function endedLine(count: number): string {
  return plural(count, {
    one: "1 link outside ended with it.",
    other: `${count} links outside ended with it.`,
  });
}

function leftLine(count: number): string {
  return plural(count, {
    one: "1 link outside could not be ended now and may still work: end it in Tavus to be sure.",
    other: `${count} links outside could not be ended now and may still work: end them in Tavus to be sure.`,
  });
}
