import type { SandboxWorld } from "../../sandbox/stand-ins/world.ts";
import type { Platform } from "./black-box/black-box-chat.ts";

/** What goes wrong at one step, for one act of a person. */
export type StepFault = { step: string; set(world: SandboxWorld, times: number): void };

const broken = { status: 503 };

/** On Discord: what a token takes, what the bot's own token takes. */
const onDiscord: StepFault[] = [
  ...(["before", "after"] as const).map((drop) => ({
    step: `first answer dropped ${drop}`,
    set: (world: SandboxWorld, times: number) =>
      world.discord.fault({ match: /^POST \/interactions/, drop, times }),
  })),
  {
    step: "interaction over",
    set: (world) =>
      world.discord.fault({
        match: /^POST \/interactions/,
        answer: { status: 404, body: { code: 10062, message: "Unknown interaction" } },
        times: 20,
      }),
  },
  {
    step: "first answer 503",
    set: (world, times) => world.discord.fault({ match: /^POST \/interactions/, answer: broken, times }),
  },
  {
    step: "edit 503",
    set: (world, times) => world.discord.fault({ match: /^PATCH \/webhooks/, answer: broken, times }),
  },
  {
    step: "token dead",
    set: (world) =>
      world.discord.fault({
        match: /\/webhooks\//,
        answer: { status: 401, body: { code: 50027, message: "Invalid Webhook Token" } },
        times: 20,
      }),
  },
  {
    step: "follow-up 503",
    set: (world, times) => world.discord.fault({ match: /^POST \/webhooks/, answer: broken, times }),
  },
  {
    step: "direct message 503",
    set: (world, times) =>
      world.discord.fault({ match: /^POST \/(users\/@me\/)?channels/, answer: broken, times }),
  },
];

const onSlack: StepFault[] = [
  { step: "response_url 503", set: (world, times) => world.slack.fail("response_url", { ...broken, times }) },
  {
    step: "response_url gone",
    set: (world) => world.slack.fail("response_url", { status: 404, error: "expired_url", times: 20 }),
  },
  {
    step: "direct message fails",
    set: (world, times) => world.slack.fail("chat.postMessage", { error: "internal_error", times }),
  },
  {
    step: "role slow",
    set: (world) => world.slack.fail("users.info", { delayMs: 2000, times: 1 }),
  },
  { step: "role fails", set: (world) => world.slack.fail("users.info", { error: "fatal_error", times: 1 }) },
];

const onTavus: StepFault[] = [
  { step: "Tavus slow", set: (world) => void world.tavus.setFault({ delayMs: 1900 }, { times: 1 }) },
  { step: "Tavus 503", set: (world) => void world.tavus.setFault("serverErrors", { times: 1 }) },
  { step: "Tavus loses its answer", set: (world) => void world.tavus.setFault("losesAnswer", { times: 1 }) },
];

/** One to three faults, the same for the same seed. */
export function faultsFor(
  platform: Platform,
  random: () => number,
): { step: string; times: number; fault: StepFault }[] {
  const candidates = [...(platform === "Discord" ? onDiscord : onSlack), ...onTavus];
  return Array.from({ length: 1 + Math.floor(random() * 3) }, () => {
    const fault = candidates[Math.floor(random() * candidates.length)] ?? candidates[0];
    if (!fault) throw new Error("there is no fault");
    const times = 1 + Math.floor(random() * 6);
    return { step: `${fault.step} ×${times}`, times, fault };
  });
}

export function clearFaults(world: SandboxWorld): void {
  world.discord.clearFaults();
  world.slack.clearFaults();
  world.tavus.clearFaults();
}
