import { describe, expect, test } from "vitest";
import type { Page } from "../../../sandbox/page/serve/serve-page.ts";
import { defaultTavusKey } from "../../../sandbox/stand-ins/tavus/stand-in.ts";
import { aSandboxFolder, sharePage, startPage, startTimeout, visit } from "./page-visitor.ts";

/** Asks the sandbox's Tavus as the bot does. */
async function askTavus({ sandbox }: Page, path: string, body: unknown): Promise<Record<string, string>> {
  const response = await fetch(`${sandbox.world.tavus.url}/v2/${path}`, {
    method: "POST",
    headers: { "x-api-key": defaultTavusKey, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return JSON.parse(await response.text());
}

const timeouts = { participant_absent_timeout: 120, participant_left_timeout: 10, max_call_duration: 600 };

/** A private room with Tavus's stock persona; its link holds the token. */
async function openRoom(page: Page): Promise<{ id: string; link: string }> {
  const body = { persona_id: "pdced222244b", require_auth: true, properties: timeouts };
  const made = await askTavus(page, "conversations", body);
  return {
    id: made.conversation_id ?? "",
    link: `${made.conversation_url}?t=${made.meeting_token}`,
  };
}

async function askForVideo(page: Page): Promise<string> {
  const body = { replica_id: "r90bbd427f71", script: "Welcome to us.", video_name: "Welcome" };
  return (await askTavus(page, "videos", body)).video_id ?? "";
}

describe("calls and videos on the page", { timeout: startTimeout }, () => {
  const page = sharePage();

  test("a person follows the link, speaks, leaves, and the call ends when nobody comes back", async () => {
    const visitor = await visit(page());
    const { id, link } = await openRoom(page());
    expect(new URL(link).origin).toBe(page().url);
    const roomIn = ({ tavus }: ReturnType<typeof visitor.picture>) =>
      tavus.rooms.find((room) => room.id === id);

    await expect(
      visitor.act({ kind: "tavus.join", link: link.split("?")[0] ?? "", person: "mia" }),
    ).rejects.toThrow("belongs to somebody else");
    expect(await visitor.act({ kind: "tavus.join", link, person: "alice" })).toEqual({ id });
    // The page was loaded anew: nobody is in twice.
    await visitor.act({ kind: "tavus.join", link, person: "alice" });
    await visitor.act({ kind: "tavus.say", id, text: "Who are you?" });
    const { said, people, persona } =
      roomIn(await visitor.sees("the answer", (now) => roomIn(now)?.said.length === 3)) ?? {};
    expect({ people, persona }).toEqual({ people: ["alice"], persona: "Sales Coach" });
    expect(said?.at(-1)).toMatchObject({ who: "avatar", text: expect.stringContaining("Who are you?") });

    await visitor.act({ kind: "tavus.leave", id, person: "alice" });
    await visitor.act({ kind: "tavus.runOut", id });
    const reason = "participant_left_timeout reached";
    await visitor.sees("the end", (now) => roomIn(now)?.end?.reason === reason);
    await expect(visitor.act({ kind: "tavus.join", link, person: "alice" })).rejects.toThrow("has ended");
    await expect(visitor.act({ kind: "tavus.runOut", id })).rejects.toThrow("has ended");
    expect(visitor.picture().steps.at(-1)?.title).toBe("lets the call run out of time");
  });

  test("a video is made ready once, another fails", async () => {
    const visitor = await visit(page());
    const [good, bad] = [await askForVideo(page()), await askForVideo(page())];

    await visitor.act({ kind: "tavus.finishVideo", id: good });
    await visitor.act({ kind: "tavus.failVideo", id: bad });

    const { tavus } = await visitor.sees("both", ({ tavus }) => tavus.videos[0]?.status === "error");
    expect(tavus.videos).toMatchObject([
      { id: bad, status: "error", details: expect.stringContaining("guidelines") },
      { id: good, status: "ready", face: "Anna", words: "Welcome to us." },
    ]);
    await expect(visitor.act({ kind: "tavus.failVideo", id: good })).rejects.toThrow("no longer being made");
  });

  test("people call from outside for as long as a link is open", async () => {
    const visitor = await visit(page());
    const body = { pal_id: "pdced222244b", channel: "landing-page", name: "Coach", password: "once-only" };
    const { deployment_id: id = "" } = await askTavus(page(), "deployments", body);

    await visitor.act({ kind: "tavus.callFromOutside", id });
    const { tavus } = await visitor.sees("the call", ({ tavus }) => tavus.outside[0]?.calls === 1);
    expect(tavus.outside).toEqual([{ id, name: "Coach", isOpen: true, hasPassword: true, calls: 1 }]);
    expect(JSON.stringify(visitor.picture())).not.toContain("once-only");

    page().sandbox.world.tavus.account().deployments.switchOff(id);
    await visitor.sees("its end", ({ tavus }) => tavus.outside[0]?.isOpen === false);
    await expect(visitor.act({ kind: "tavus.callFromOutside", id })).rejects.toThrow("lets nobody in");
  });

  test("the links lead to the page itself, pictures of faces are drawn", async () => {
    const { link } = await openRoom(page());
    const video = await askForVideo(page());
    const get = async (address: string) => {
      const response = await fetch(new URL(address, page().url));
      return { type: response.headers.get("content-type"), text: await response.text() };
    };

    for (const address of [link, `/video/${video}`]) expect((await get(address)).text).toContain("The page");
    for (const address of ["/face/r90bbd427f71/thumbnail.mp4", `/video/${video}/still.jpg`]) {
      expect(await get(address)).toEqual({ type: "image/svg+xml", text: expect.stringContaining("<svg") });
    }
    // What stands in an address is never written into a picture.
    expect((await get("/face/%3Cscript%3E")).text).not.toContain("script");
  });

  test("open calls, videos and what was used are there at the next start", async () => {
    const folder = await aSandboxFolder();
    const yesterday = await startPage(folder);
    const { id, link } = await openRoom(yesterday);
    const video = await askForVideo(yesterday);
    await yesterday.close();

    const today = await startPage(folder);
    const { rooms, videos } = today.sandbox.world.tavus.account();

    expect(rooms.open.map((room) => room.id)).toEqual([id]);
    expect(videos.all.map((row) => row.id)).toEqual([video]);
    const moved = new URL(link);
    moved.port = new URL(today.url).port;
    expect(today.sandbox.world.tavus.join(moved.href, "alice")).toBe("in");
  });
});
