import type { Account } from "../../../../sandbox/stand-ins/tavus/account.ts";
import type { FaultName } from "../../../../sandbox/stand-ins/tavus/faults.ts";
import type { Operation } from "../../../../sandbox/stand-ins/tavus/routes.ts";
import type { TavusStandIn } from "../../../../sandbox/stand-ins/tavus/stand-in.ts";
import type { Dice } from "../dice.ts";
import { otherKey } from "./life-world.ts";

type Deed = (account: Account, dice: Dice, standIn: TavusStandIn) => void;

function one<Thing extends { id: string }>(dice: Dice, all: readonly Thing[], act: (thing: Thing) => void) {
  if (all.length > 0) act(dice.pick(all));
}

/** What becomes of rooms, videos, pages and personas in Tavus, and what Tavus is like. */
const deeds: { [deed: string]: Deed } = {
  "people leave": ({ rooms }) => {
    for (const { id, people } of rooms.open) for (const person of [...people]) rooms.leave(id, person);
  },
  "people say something": ({ rooms }) => {
    for (const { id, people } of rooms.open) if (people.length > 0) rooms.say(id, "person", "Hello.");
  },
  "a room ends": ({ rooms }, dice) => one(dice, rooms.open, ({ id }) => rooms.end(id)),
  "a room goes": ({ rooms }, dice) => one(dice, rooms.all, ({ id }) => rooms.remove(id)),
  "a video is ready": ({ videos }, dice) => one(dice, underWay(videos), ({ id }) => videos.finish(id)),
  "a video fails": ({ videos }, dice) => one(dice, underWay(videos), ({ id }) => videos.fail(id)),
  "a video goes": ({ videos }, dice) =>
    one(dice, videos.all, ({ id }) => videos.remove(id, dice.chance(0.5))),
  "people visit pages": ({ deployments }) => {
    for (const { id, body } of deployments.all) deployments.visit(id, body.password ?? "");
  },
  "a page is switched off": ({ deployments }, dice) =>
    one(dice, deployments.all, ({ id }) => deployments.switchOff(id)),
  "a page goes": ({ deployments }, dice) => one(dice, deployments.all, ({ id }) => deployments.remove(id)),
  "a persona goes": (account, dice) => one(dice, account.personas, ({ id }) => account.removePersona(id)),
  "transcripts change": (_account, dice, { behaviour }) => {
    behaviour.transcripts = dice.pick(["never", "unix", "iso", "repeated"]);
    behaviour.transcriptDelaySeconds = dice.pick([0, 300, 7200]);
  },
  "videos slow down": (_account, dice, { behaviour }) => {
    behaviour.videoSeconds = { queued: 5, generating: dice.pick([55, 1e6]) };
  },
  "the plan changes": ({ rooms }, dice) => {
    rooms.plan.longestSeconds = dice.pick([300, Number.POSITIVE_INFINITY]);
  },
  "a key comes or goes": (_account, _dice, { accounts }) => {
    const keys = accounts[1]?.keys;
    if (keys && !keys.delete(otherKey)) keys.add(otherKey);
  },
  "all is well": (_account, _dice, standIn) => standIn.clearFaults(),
  "something fails": (_account, dice, standIn) => {
    standIn.setFault(dice.pick(faults), { operation: dice.pick(operations), times: dice.pick([1, 2, 5]) });
  },
};

const faults: readonly FaultName[] = [
  "serverErrors",
  "dropAfter",
  "dropBefore",
  "rateLimited",
  "outOfCredits",
];
const operations: readonly Operation[] = [
  ...(["create conversation", "get conversation", "end conversation"] as const),
  ...(["create video", "get video", "create deployment", "get deployment"] as const),
];

function underWay({ all }: Account["videos"]) {
  return all.filter(({ status }) => status === "queued" || status === "generating");
}

export async function inTavus(dice: Dice, standIn: TavusStandIn): Promise<string> {
  const deed = dice.pick(Object.keys(deeds));
  deeds[deed]?.(dice.pick(standIn.accounts), dice, standIn);
  return `in Tavus: ${deed}`;
}
