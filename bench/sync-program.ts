import { monitorEventLoopDelay } from "node:perf_hooks";
import { createNews } from "../src/commands/reply/news.ts";
import { connectDatabase } from "../src/database/opening/connect.ts";
import { createLog } from "../src/log.ts";
import { buildPersonas } from "../src/main/build-personas.ts";
import { createTavusClient } from "../src/tavus/client.ts";
import { createTenantKeys } from "../src/tenants/keys.ts";
import { answerOrders } from "./orders.ts";

const tenantId = "discord:1";

type Bot = Awaited<ReturnType<typeof startBot>>;

let bot: Bot | undefined;

/**
 * Our sync without a platform: what the bot does between the command and its summary. What asks for another database is
 * another bot; of the same one, a bot syncs once more, as a bot does that has been running.
 */
answerOrders(async ({ url, file, figure }) => {
  if (bot?.file !== file) {
    await bot?.close();
    bot = await startBot(url, file);
  }
  const delay = monitorEventLoopDelay({ resolution: 1 });
  if (figure === "blockedMs") delay.enable();
  const startedMs = performance.now();
  const result = await bot.personas.sync({ tenantId, startedBy: "1", mode: "apply" }, () => undefined);
  const ms = performance.now() - startedMs;
  delay.disable();
  if (result.state !== "ended" || result.summary.stoppedBecause) throw new Error("The sync did not end well");
  return figure === "blockedMs" ? delay.max / 1e6 : ms;
});

async function startBot(url: string, file: string) {
  const database = await connectDatabase({ kind: "sqlite", file });
  const tavus = createTavusClient({ apiUrl: url, vocabulary: "personas" });
  const onlyGuild = { find: async () => tenantId, keep: async () => tenantId };
  const { personas } = buildPersonas({
    database,
    tavus,
    keys: createTenantKeys({ operatorKey: "bench", operatorTenants: [tenantId], onlyGuild }),
    news: createNews(
      () => undefined,
      async () => undefined,
    ),
    log: createLog({ level: "silent" }),
  });
  const close = async () => {
    tavus.close();
    await database.close();
  };
  return { file, personas, close };
}
