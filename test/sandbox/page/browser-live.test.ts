import { describe, expect, test } from "vitest";
import type { Tab } from "../../../sandbox/page/play-page.ts";
import {
  column,
  createOnDiscord,
  createOnSlack,
  makeCall,
  makeVideo,
  shown,
} from "../../../sandbox/page/play-page.ts";
import { seriousViolations } from "../../../sandbox/page/serious-violations.ts";
import { shareBrowser } from "./browser-setup.ts";

describe("calls and videos in a real Chromium", () => {
  const { open, page } = shareBrowser();

  const account = () => page().sandbox.world.tavus.account();
  const openRoom = () =>
    account().rooms.create({ persona_id: "pdced222244b", require_auth: true }, "r90bbd427f71");

  test.each(["light", "dark"] as const)("a call is joined, spoken in and left (%s)", async (colorScheme) => {
    const { tab, outsideRequests, problems } = await open({ colorScheme });
    const room = openRoom();
    const calls = column(tab, "tavus").getByRole("list", { name: "Calls in Tavus" });
    const card = calls.getByRole("listitem").filter({ hasText: "ends by itself" }).first();
    await card.getByText("Nobody is in yet").waitFor();

    await card.getByRole("link", { name: "Join" }).click();

    const call = tab.getByRole("dialog", { name: "Call with Sales Coach" });
    await call.getByText("How can I help you today?").waitFor();
    expect(account().rooms.get(room.id)?.people).toEqual(["a colleague"]);
    await call.getByRole("textbox", { name: "Say something" }).fill("Who are you?");
    await tab.keyboard.press("Enter");
    await call.getByText("This is Sales Coach. You said: “Who are you?”").waitFor();
    expect(await seriousViolations(tab)).toEqual([]);
    await call.getByRole("button", { name: "Leave" }).click();
    await call.waitFor({ state: "detached" });

    // An earlier call may stand there as left, too.
    await expect.poll(() => account().rooms.open).toEqual([]);
    await calls.getByText("everybody had left").first().waitFor();
    expect(await seriousViolations(tab)).toEqual([]);
    expect({ outsideRequests, problems }).toEqual({ outsideRequests: [], problems: [] });
  });

  test.each([
    ["discord", (tab: Tab) => createOnDiscord(tab, "Cleo"), "Cleo"],
    ["slack", (tab: Tab) => createOnSlack(tab, "coach Otto"), "Otto"],
  ] as const)("on %s: a persona, a finished call and a video whose link comes by itself", async (place, create, name) => {
    const { tab, outsideRequests, problems } = await open();
    await create(tab);
    await shown(tab, place, `“${name}” is ready`);

    await makeCall(tab, place);
    await shown(tab, place, "is over");
    expect(account().rooms.open).toEqual([]);

    await makeVideo(tab, place, "Welcome to us.");
    await column(tab, place).getByRole("link", { name: "Watch" }).last().click({ timeout: 30_000 });
    await tab.getByRole("dialog").getByText("Welcome to us.").waitFor();
    expect({ outsideRequests, problems }).toEqual({ outsideRequests: [], problems: [] });
  });

  test("a call that runs out says so to who is in it", async () => {
    const { tab } = await open();
    const room = openRoom();
    await column(tab, "tavus").getByRole("link", { name: "Join" }).click();
    const call = tab.getByRole("dialog", { name: "Call with Sales Coach" });
    await call.getByText("How can I help you today?").waitFor();

    account().rooms.runOut(room.id);

    await call.getByText("The call has ended: its longest time was over.").waitFor();
    await call.getByRole("button", { name: "Close" }).click();
  });

  test("the link in a window of its own is a call, and without its token it opens nothing", async () => {
    const { tab, problems } = await open();
    const room = openRoom();

    await tab.goto(account().rooms.linkOf(room));
    await tab.getByRole("button", { name: "Leave" }).waitFor();
    expect(account().rooms.get(room.id)?.people).toEqual(["you"]);

    await tab.goto(`${page().url}/room/${openRoom().id}`);
    await tab.getByText("belongs to somebody else").waitFor();
    // Whoever closes the window has left.
    await expect.poll(() => account().rooms.get(room.id)?.end?.reason).toContain("left");
    expect(await seriousViolations(tab)).toEqual([]);
    expect(problems).toEqual([]);
  });

  test("a video is watched as it is made, made ready, and played", async () => {
    const { tab, outsideRequests, problems } = await open();
    const { id } = account().videos.create({
      replica_id: "r90bbd427f71",
      script: "Good morning, team.",
      video_name: "Welcome",
    });
    const card = column(tab, "tavus").getByRole("listitem").filter({ hasText: "Good morning, team." });
    account().videos.begin(id);
    await card.getByRole("progressbar").waitFor();

    await card.getByRole("button", { name: "Make Welcome ready" }).click();
    await card.getByRole("link", { name: "Watch" }).click();

    const player = tab.getByRole("dialog", { name: "Welcome" });
    await player.getByText("Good morning, team.").waitFor();
    await player.getByRole("button", { name: "Play again" }).waitFor();
    expect(await seriousViolations(tab)).toEqual([]);
    expect({ outsideRequests, problems }).toEqual({ outsideRequests: [], problems: [] });
  });
});
