import type { SandboxWorld } from "../../../sandbox/stand-ins/world.ts";
import type { Platform } from "../black-box/black-box-chat.ts";
import type { DatabaseFault, FailingDatabase } from "./failing-database.ts";

/** What can go wrong: the platforms and Tavus, and the bot's own database. */
export type Spoilable = { world: SandboxWorld; database: FailingDatabase };

/** What goes wrong at one step, for one act of a person; `times` is from 1 to 6. */
export type StepFault = { step: string; set(spoiled: Spoilable, times: number, random: () => number): void };

const broken = { status: 503 };
const discord = (
  step: string,
  match: RegExp,
  how: Omit<Parameters<SandboxWorld["discord"]["fault"]>[0], "match" | "times">,
  always?: number,
): StepFault => ({
  step,
  set: ({ world }, times) => world.discord.fault({ match, ...how, times: always ?? times }),
});
const slack = (
  step: string,
  method: string,
  how: Parameters<SandboxWorld["slack"]["fail"]>[1],
): StepFault => ({
  step,
  set: ({ world }, times) => world.slack.fail(method, { times, ...how }),
});
const tavus = (step: string, fault: Parameters<SandboxWorld["tavus"]["setFault"]>[0]): StepFault => ({
  step,
  set: ({ world }, times) => void world.tavus.setFault(fault, { times: Math.min(2, times) }),
});

const gone = (code: number, message: string, status = 404) => ({
  answer: { status, body: { code, message } },
});

const onDiscord: StepFault[] = [
  discord("first answer dropped before", /^POST \/interactions/, { drop: "before" }),
  discord("first answer dropped after", /^POST \/interactions/, { drop: "after" }),
  discord("first answer slow", /^POST \/interactions/, { delayMs: 1200 }),
  discord("first answer refused", /^POST \/interactions/, gone(50035, "Invalid Form Body", 400), 1),
  discord("interaction over", /^POST \/interactions/, gone(10062, "Unknown interaction"), 20),
  discord("first answer 503", /^POST \/interactions/, { answer: broken }),
  discord("edit 503", /^PATCH \/webhooks/, { answer: broken }),
  discord("edit dropped after", /^PATCH \/webhooks/, { drop: "after" }),
  discord("message to be edited gone", /^PATCH \/webhooks/, gone(10008, "Unknown Message"), 1),
  discord("token dead", /\/webhooks\//, gone(50027, "Invalid Webhook Token", 401), 20),
  discord("follow-up 503", /^POST \/webhooks/, { answer: broken }),
  discord("follow-up dropped after", /^POST \/webhooks/, { drop: "after" }),
  discord("direct message 503", /^POST \/(users\/@me\/)?channels/, { answer: broken }),
  discord(
    "direct message refused",
    /^POST \/channels/,
    gone(50007, "Cannot send messages to this user", 403),
    20,
  ),
];

const onSlack: StepFault[] = [
  slack("response_url 503", "response_url", broken),
  slack("response_url dropped after", "response_url", { drop: "after" }),
  slack("response_url gone", "response_url", { status: 404, error: "expired_url", times: 20 }),
  slack("direct message fails", "chat.postMessage", { error: "internal_error" }),
  slack("direct message refused", "chat.postMessage", { error: "messages_tab_disabled", times: 20 }),
  slack("message not changed", "chat.update", { error: "fatal_error" }),
  slack("form not opened", "views.open", { error: "expired_trigger_id", times: 1 }),
  slack("form not filled", "views.update", { error: "not_found", times: 1 }),
  slack("role slow", "users.info", { delayMs: 2000, times: 1 }),
  slack("role fails", "users.info", { error: "fatal_error", times: 1 }),
  slack("no conversation for a file", "conversations.open", { error: "internal_error" }),
  slack("file not taken", "files.getUploadURLExternal", { error: "internal_error" }),
];

const onTavus: StepFault[] = [
  tavus("Tavus slow", { delayMs: 1900 }),
  tavus("Tavus 503", "serverErrors"),
  tavus("Tavus refused", "rejected"),
  tavus("Tavus busy", "rateLimited"),
  tavus("Tavus cut before", "dropBefore"),
  tavus("Tavus loses its answer", "losesAnswer"),
  tavus("Tavus answers nonsense", "nonsense"),
];

const database = (how: DatabaseFault["how"], { ofReads = false, isAnswerLost = false }): StepFault => ({
  step: `database ${how}${ofReads ? ", reads too" : ""}${isAnswerLost ? ", answer lost" : ""}`,
  set({ database }, times, random) {
    database.set({ how, ofReads, isAnswerLost, times, after: Math.floor(random() * 10) });
  },
});

const ofDatabase: StepFault[] = [
  ...(["locked", "full", "cut"] as const).flatMap((how) => [
    database(how, {}),
    database(how, { ofReads: true }),
  ]),
  database("cut", { isAnswerLost: true }),
  database("cut", { isAnswerLost: true, ofReads: true }),
];

/** One to three faults, the same for the same seed; a third of them are the database's. */
export function faultsFor(
  platform: Platform,
  random: () => number,
): { step: string; set(spoiled: Spoilable): void }[] {
  const outside = [...(platform === "Discord" ? onDiscord : onSlack), ...onTavus];
  return Array.from({ length: 1 + Math.floor(random() * 3) }, () => {
    const candidates = random() < 1 / 3 ? ofDatabase : outside;
    const fault = candidates[Math.floor(random() * candidates.length)];
    if (!fault) throw new Error("there is no fault");
    const times = 1 + Math.floor(random() * 6);
    return {
      step: `${fault.step} ×${times}`,
      set: (spoiled: Spoilable) => fault.set(spoiled, times, random),
    };
  });
}

export function clearFaults({ world, database }: Spoilable): void {
  world.discord.clearFaults();
  world.slack.clearFaults();
  world.tavus.clearFaults();
  database.clear();
}
