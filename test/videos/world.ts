import type { OpenDatabase } from "../support/databases.ts";
import { type Harness, openHarness } from "../support/harness/harness.ts";
import { createScreen, type Screen, startVideoBot, type VideoBot } from "../support/harness/video-bot.ts";
import { untilTrue } from "../support/until-true.ts";

export const minute = 60_000;
export const hour = 60 * minute;
export const publicUrl = "http://127.0.0.1:9";

export type World = { harness: Harness; screen: Screen; bot: VideoBot };

export async function aWorld(open: OpenDatabase, isCalled = false): Promise<World> {
  const harness = await openHarness(open);
  const screen = createScreen();
  screen.channels.knowsNonces = true;
  const bot = startVideoBot(harness, screen, isCalled ? publicUrl : undefined);
  bot.worker.start();
  return { harness, screen, bot };
}

/** A video that Tavus never finishes by itself. */
export async function aSlowVideo(world: World) {
  world.harness.standIn.behaviour.videoSeconds = { queued: 1e6, generating: 1e6 };
  const { video } = await world.bot.create();
  return { ...video, inTavus: world.harness.account.videos.all[0]?.id ?? "" };
}

/** Lets the follower do all that is due now. What is on its way as nothing is due any more may make more due. */
export async function settle(world: World): Promise<void> {
  do await rest(world);
  while ((await dueNow(world.harness)) > 0);
}

async function rest({ bot, harness }: World): Promise<void> {
  bot.follower.start();
  let quiet = 0;
  await untilTrue(
    async () => {
      bot.follower.wake();
      quiet = (await dueNow(harness)) === 0 ? quiet + 1 : 0;
      return quiet > 3;
    },
    { what: "the follower to rest" },
  );
  await bot.follower.stop(2000);
}

async function dueNow({ database: { kysely }, now }: Harness): Promise<number> {
  const at = new Date(now()).toISOString();
  const rows = await kysely
    .selectFrom("videos")
    .select("id")
    .where((or) => or.or([or("next_look_at", "<=", at), or("post_due_at", "<=", at)]))
    .execute();
  return rows.length;
}

export const looks = ({ harness }: World) => harness.requests("get video").length;
export const titles = ({ screen }: World) => screen.channels.messages.map(({ reply }) => reply.title);

/** What people were told directly of how a video ended. */
export const ends = ({ screen }: World) => screen.direct.filter(({ title }) => !title.endsWith("is queued"));

export function tokenOf({ harness }: World): string {
  const [request] = harness.requests("create video");
  const { callback_url: url = "" } = (request?.body ?? {}) as { callback_url?: string };
  return url.slice(`${publicUrl}/tavus/`.length);
}
