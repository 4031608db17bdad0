import type { TavusStandIn } from "../../../sandbox/stand-ins/tavus/stand-in.ts";
import type { TavusClient } from "../../../src/tavus/client.ts";
import { untilTrue } from "../until-true.ts";

/** So many looks, each a turn of the event loop or more, are enough for bytes that a bot has given up to arrive or be lost. */
const turnsOnTheWire = 20;

/**
 * The creates that are on their way, from the call in a bot, dead or alive, until Tavus has done with it. Tavus carries
 * nothing out hours after it was sent: whoever lets so much time pass waits for these first.
 */
export type Transit = {
  follow(client: TavusClient): void;
  /** Calls `then` in an instant in which none is on its way. */
  whenEnded(then: () => void): Promise<void>;
};

export function watchTransit(standIn: TavusStandIn): Transit {
  const held = new Set<object>();
  let calls = 0;
  let sent = 0;
  let arrived = 0;

  standIn.onEvent(({ kind, request }) => {
    if (!request.operation?.startsWith("create ")) return;
    if (kind !== "request") return void held.delete(request);
    held.add(request);
    arrived += 1;
  });

  function followed<Told extends unknown[], Made>(create: (...told: Told) => Promise<Made>) {
    return (...told: Told): Promise<Made> => {
      calls += 1;
      sent += 1;
      return create(...told).finally(() => {
        calls -= 1;
      });
    };
  }

  return {
    follow(client) {
      client.createPersona = followed(client.createPersona.bind(client));
      client.conversations.create = followed(client.conversations.create);
      client.videos.create = followed(client.videos.create);
    },
    async whenEnded(then) {
      let turns = 0;
      await untilTrue(
        () => {
          turns = calls > 0 || held.size > 0 ? 0 : turns + 1;
          if (turns === 0 || (arrived < sent && turns < turnsOnTheWire)) return false;
          // What has not arrived by now never will.
          sent = arrived;
          then();
          return true;
        },
        { what: "all creates to end" },
      );
    },
  };
}
