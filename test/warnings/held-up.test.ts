import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { restMs } from "../../src/warnings/deliver.ts";
import { forEachEngine, type OpenDatabase } from "../support/databases.ts";
import { workspace } from "../support/persona-bot.ts";
import { happened, startWarnedTeam, type WarnedTeam } from "./warned-team.ts";

/** More than a message may take. */
const longerThanLeaseMs = 121_000;

/** A team on a platform that takes the same message twice. `held`: the first to ask it something stands still there until `goOn`. */
async function startHeldUp(open: OpenDatabase) {
  const team = await startWarnedTeam(open);
  const { channels, standIn } = team.bot;
  standIn.setFault("rejected");
  const { post } = channels;
  channels.post = (place, reply, nonce) => post(place, reply, `${nonce} ${randomUUID()}`);

  function holdFirst() {
    const going = Promise.withResolvers<void>();
    let asked = 0;
    const { outsidersIn } = channels;
    channels.outsidersIn = async (channelId) => {
      asked += 1;
      if (asked === 1) await going.promise;
      return outsidersIn?.(channelId);
    };
    return { isHeld: () => asked > 0, goOn: going.resolve };
  }
  return { team, holdFirst };
}

/** A warning that stands, and a process that is held up before it changes it. */
async function startHeldUpAtChange(open: OpenDatabase) {
  const { team, holdFirst } = await startHeldUp(open);
  await team.fails(1);
  await team.settled();
  const held = holdFirst();
  await team.fails(1);
  team.bot.skip(restMs);
  await team.until(held.isHeld, "the first process");
  return { team, held };
}

/** Its lease ends, and another process takes over what it was at. */
async function overtake({ bot, until }: WarnedTeam, isDone: () => boolean): Promise<void> {
  bot.skip(longerThanLeaseMs);
  await until(isDone, "the other process");
}

forEachEngine((_engine, open) => {
  test("who was held up before its first post does not post what another process has posted", async () => {
    const { team, holdFirst } = await startHeldUp(open);
    const held = holdFirst();
    await team.fails(1);
    await team.until(held.isHeld, "the first process");

    await overtake(team, () => team.messages().length > 0);
    held.goOn();
    await team.bot.poster.stop(5000);

    expect(team.messages()).toHaveLength(1);
  });

  test("who was held up before a change does not leave the message as it was before another's", async () => {
    const { team, held } = await startHeldUpAtChange(open);

    await team.fails(1);
    await overtake(team, () => team.messages()[0]?.edits === 1);
    expect(happened(team.messages()[0]?.reply)).toContain("3 times");
    held.goOn();
    await team.until(() => team.messages()[0]?.edits === 2, "the late change");
    await team.until(async () => (await team.rows())[0]?.due_at !== null, "its being noticed");
    await team.settled();

    expect(happened(team.messages()[0]?.reply)).toContain("3 times");
    expect(team.messages()).toHaveLength(1);
  });

  test("who was held up by a channel that takes nothing tells no person what another process has told them", async () => {
    const { team } = await startHeldUp(open);
    const going = Promise.withResolvers<void>();
    let posts = 0;
    team.bot.channels.post = async () => {
      posts += 1;
      if (posts === 1) await going.promise;
      return { kind: "refused", remedy: "Take the link out." };
    };
    await team.fails(1);
    await team.until(() => posts === 1, "the first process");

    const told = () =>
      team.direct().filter(({ reply }) => reply.title === "Tavus did not accept this persona");
    await overtake(team, () => told().length > 0);
    going.resolve();
    await team.bot.poster.stop(5000);

    expect(told()).toHaveLength(1);
  });

  test("who was held up before a change has nobody told once more whom another process has told directly since", async () => {
    const { team, held } = await startHeldUpAtChange(open);

    await team.bot.settings.change(workspace, { channel: null });
    for (const { topic } of await team.rows()) await team.bot.services.warnings.resolve(workspace, topic);
    await overtake(team, () => team.direct().length > 0);
    held.goOn();
    await team.until(() => team.messages()[0]?.edits === 1, "the late change");
    await team.settled();

    expect(team.direct()).toHaveLength(1);
  });
});
