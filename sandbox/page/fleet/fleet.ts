import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type Caller, currentCaller } from "../../stand-ins/caller.ts";
import type { SandboxWorld } from "../../stand-ins/world.ts";
import { ActRefused } from "../acts/act-refused.ts";
import type { Bot } from "../bot-runner.ts";
import type { BotPicture, FleetPicture } from "../protocol/picture.ts";
import type { UntimedStep } from "../steps/untimed-step.ts";
import type { Balancer } from "./balancer.ts";
import { createMember, type Member } from "./member.ts";

const size = 3;
const turnPatienceMs = 30_000;
const turnPollMs = 50;

/** The bot in several processes, on one PostgreSQL and behind one balancer. */
export type Fleet = Bot & {
  drawFleet(): FleetPicture;
  /** Ends one at once. Throws ActRefused where there is none of this name. */
  kill(name: string): Promise<void>;
  /** Starts one that has ended. Resolves when it is ready; throws ActRefused where it runs or does not get so far. */
  startOne(name: string): Promise<void>;
  /**
   * Replaces those that run by new ones, one after another, each ready before the one that it replaces is stopped. Throws
   * ActRefused where a new one does not get ready: the old one goes on then.
   */
  roll(): Promise<void>;
  /** A step that is happening now, with the name of the process that the bot is in it. */
  sign(step: UntimedStep): UntimedStep;
};

type FleetOptions = {
  world: SandboxWorld;
  balancer: Balancer;
  discord: FleetPicture["discord"];
  envOf: (name: string) => Record<string, string>;
  /** Is done once, when the first is ready and before anybody is told so: now the tables are there, and somebody answers. */
  onFirstReady: () => Promise<void>;
  onChange: () => void;
};

export function createFleet(options: FleetOptions): Fleet & { countRequest(name: string): void } {
  const { world, balancer, discord, envOf, onFirstReady, onChange } = options;
  const names = new WeakMap<Socket, string>();
  let made = 0;
  let members = Array.from({ length: size }, makeMember);
  let isRolling = false;
  let opening: Promise<void> | undefined;
  let isOpen = false;

  function makeMember(): Member {
    made += 1;
    const name = `bot ${made}`;
    return createMember({ name, env: envOf(name), balancer, onChange });
  }

  const find = (name: string): Member => {
    const member = members.find((each) => each.name === name);
    if (member === undefined) throw new ActRefused(`There is no ${name} any more.`);
    return member;
  };
  const bringUp = async (member: Member) => {
    await member.start();
    await untilInTurn(member, balancer);
    opening ??= onFirstReady();
    await opening;
    isOpen = true;
    onChange();
  };
  const replace = async (old: Member) => {
    const next = makeMember();
    members = members.flatMap((each) => (each === old ? [old, next] : [each]));
    await bringUp(next);
    await old.stop();
    members = members.filter((each) => each !== old);
    onChange();
  };
  const nameOf = (caller: Caller): string | undefined => {
    if (typeof caller === "string") return caller;
    const name = names.get(caller) ?? members.find((member) => member.opened(caller))?.name;
    if (name !== undefined) names.set(caller, name);
    return name;
  };
  /** The names of those who hold shards; while one is handed over, two do. */
  const holders = (guildId?: string) =>
    world.discord.gateway.holders(guildId).flatMap(({ shard, caller }) => {
      const name = caller && nameOf(caller);
      return name === undefined ? [] : [{ shard, name }];
    });

  return {
    get processes() {
      return members.flatMap(({ processes }) => processes);
    },
    picture: () => ({ state: stateOf(members, isOpen), lastLines: [] }),
    drawFleet() {
      const held = Map.groupBy(holders(), ({ name }) => name);
      const shardsOf = (name: string) => (held.get(name) ?? []).map(({ shard }) => shard);
      const processes = members.map((member) => ({ ...member.draw(), shards: shardsOf(member.name) }));
      const { missingShards } = world.discord.gateway;
      return { discord, missingShards: discord === "http" ? [] : missingShards, isRolling, processes };
    },
    async start() {
      await Promise.all(members.filter(({ isUp }) => !isUp).map(bringUp));
    },
    async stop() {
      await Promise.all(members.map((member) => member.stop()));
    },
    kill: async (name) => find(name).kill(),
    startOne: async (name) => bringUp(find(name)),
    async roll() {
      if (isRolling) throw new ActRefused("They are being replaced already.");
      const olds = members.filter(({ isRunning }) => isRunning);
      if (olds.length === 0) throw new ActRefused("No process runs. Start one first.");
      isRolling = true;
      try {
        for (const old of olds) await replace(old);
      } finally {
        isRolling = false;
        onChange();
      }
    },
    sign(step) {
      const caller = currentCaller();
      if (step.from !== "bot" && step.to !== "bot") return step;
      if (caller !== undefined) return named(step, nameOf(caller));
      // Nobody asked: a chat delivers what a person did.
      if (step.from === "Slack" || discord === "http") return { ...step, to: "balancer" };
      const heard = holders(guildOf(step)).map(({ name }) => name);
      return named(step, heard.join(" and "));
    },
    countRequest: (name) => members.find((member) => member.name === name)?.countRequest(),
  };
}

function stateOf(members: readonly Member[], isOpen: boolean): BotPicture["state"] {
  if (isOpen && members.some(({ isRunning }) => isRunning)) return "running";
  return members.some(({ isUp }) => isUp) ? "starting" : "stopped";
}

function named(step: UntimedStep, process: string | undefined): UntimedStep {
  return process ? { ...step, process } : step;
}

function guildOf({ payload }: UntimedStep): string | undefined {
  const interaction = z.looseObject({ guild_id: z.string() }).safeParse(payload);
  return interaction.data?.guild_id;
}

async function untilInTurn(member: Member, balancer: Balancer): Promise<void> {
  const deadline = performance.now() + turnPatienceMs;
  while (!balancer.isInTurn(member.name)) {
    if (!member.isUp) throw new ActRefused(`${member.name} has ended before it was ready.`);
    if (performance.now() > deadline) throw new ActRefused(`${member.name} does not say that it is ready.`);
    await sleep(turnPollMs);
  }
}
