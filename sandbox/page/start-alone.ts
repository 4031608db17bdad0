import { join } from "node:path";
import type { SandboxWorld } from "../stand-ins/world.ts";
import { type Bot, createBotRunner } from "./bot-runner.ts";
import type { Fleet } from "./fleet/fleet.ts";
import { createSqliteRowWatch } from "./rows/sqlite-row-watch.ts";
import type { RowWatch } from "./rows/watched-rows.ts";
import type { UntimedStep } from "./steps/untimed-step.ts";
import { keepTavusAccount } from "./tavus-store.ts";

export type RunningOptions = {
  world: SandboxWorld;
  onChange: () => void;
  onSteps: (steps: readonly UntimedStep[]) => void;
};

/** What runs the bot, and reads its rows over its shoulder. */
export type Running = { bot: Bot; fleet?: Fleet; rows: RowWatch; close(): Promise<void> };

/** The bot in one process, on SQLite; its file and the Tavus account are kept in `folder`. */
export async function startAlone(
  { world, onChange, onSteps }: RunningOptions,
  { folder, databaseFile }: { folder: string; databaseFile: string },
): Promise<Running> {
  await keepTavusAccount(world.tavus, join(folder, "tavus.json"));
  const onLine = () => {
    onSteps([]);
    onChange();
  };
  const bot = createBotRunner({ env: world.env, onChange, onLine });
  const rows = createSqliteRowWatch(databaseFile, () => bot.picture().state === "running");
  return {
    bot,
    rows,
    async close() {
      await bot.stop();
      await rows.close();
    },
  };
}
