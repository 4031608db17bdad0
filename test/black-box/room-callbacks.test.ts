import { describe, expect, test } from "vitest";
import { platforms, reads, waitFor } from "../support/black-box/black-box-chat.ts";
import { somebody } from "../support/black-box/black-box-people.ts";
import { sharedInside } from "../support/black-box/black-box-run.ts";
import { freePort } from "../support/black-box/free-port.ts";

const port = await freePort();
const publicUrl = `http://127.0.0.1:${port}`;

/** The bot where Tavus can reach it. */
const theRun = sharedInside(() => ({ PORT: String(port), PUBLIC_URL: publicUrl, LOG_LEVEL: "trace" }));

describe.each(platforms)("Tavus's calls about a room on %s", (platform) => {
  test("are known while it is open and after it, each at an address of its own that nothing keeps", async () => {
    const run = theRun();
    const name = `Called on ${platform}`;
    const chat = somebody(run, platform);
    await (await chat.openForm({ replica: "r90bbd427f71" })).submit({ name, prompt: "You help." });
    await reads(chat, `“${name}” is ready`);
    await chat.run("persona-talk", { persona: name });
    await (await reads(chat, `Talk with “${name}”`)).press("Join");
    await reads(chat, "is open");
    const { rooms } = run.world.tavus.account();
    const room = rooms.ever.find((candidate) => candidate.name.startsWith(name));
    const url = room?.body.callback_url ?? "";
    const { callbacks } = run.world.tavus;
    callbacks.weather = "doubled";

    rooms.end(room?.id ?? "");
    await callbacks.settled();
    await waitFor(() => run.table("conversations").every(({ ended_at }) => ended_at !== null));
    const late = await fetch(url, { method: "POST", body: "{}" });

    const called = callbacks.all.filter((callback) => callback.url === url);
    expect(url.startsWith(`${publicUrl}/tavus/`)).toBe(true);
    expect(called.length).toBeGreaterThan(0);
    expect(new Set([...called.flatMap(({ answers }) => answers), late.status])).toEqual(new Set([200]));
    const token = url.slice(`${publicUrl}/tavus/`.length);
    expect(JSON.stringify([run.table("conversations"), run.table("after_calls"), run.lines])).not.toContain(
      token,
    );
  });
});
