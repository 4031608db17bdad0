import type { REST } from "discord.js";
import type { Log } from "../../../log.ts";
import { createTicker, type Ticker } from "../../../ticker.ts";
import { toOutsideError } from "../../discord-error.ts";
import { readDelivery, strayEndpoint } from "../http/own-application.ts";

/** Whoever runs the bot can enter an address at any time. */
const compareEveryMs = 60 * 60_000;

/**
 * Says that nothing people do reaches the bot, where Discord sends it to an address: the gateway stays connected all the while, and
 * is silent.
 */
export function watchEndpoint({
  rest,
  log,
  onImpaired,
}: {
  rest: REST;
  log: Log;
  onImpaired(sentence: string | undefined): void;
}): Pick<Ticker, "start" | "stop"> {
  return createTicker({
    everyMs: compareEveryMs,
    async tick() {
      const stray = strayEndpoint(await readDelivery(rest));
      onImpaired(stray && `${stray.problem} ${stray.remedy}`);
    },
    failed: (error) =>
      log.warn({ err: toOutsideError("the question for its application", error) }, "delivery not compared"),
  });
}
