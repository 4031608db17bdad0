import { expect, test } from "vitest";
import { failedPage } from "../../../src/slack/install/install-pages.ts";
import { createStates, StateRefused } from "../../../src/slack/install/states.ts";

/** What gives and takes states, and the names that were noted. */
function someStates({ failures = 0 } = {}) {
  const clock = { ms: 1_800_000_000_000 };
  const noted: string[] = [];
  let left = failures;
  const states = createStates({
    secret: "a-secret-of-the-app",
    options: { scopes: [], redirectUri: "https://bot.example/slack/oauth_redirect" },
    async reserve(name) {
      if (left-- > 0) throw Object.assign(new Error("The database is away."), { reason: "away" });
      return !noted.includes(name) && noted.push(name) > 0;
    },
    now: () => clock.ms,
  });
  const begin = () => states.generateStateParam({ scopes: [] }, new Date());
  const end = (state: string) =>
    states.verifyStateParam(new Date(), state).then(
      () => "taken",
      (error: StateRefused) => error.reason,
    );
  return { clock, noted, begin, end };
}

test("a state is taken once, within ten minutes, and no forged one", async () => {
  const { clock, begin, end } = someStates();
  const [first, second] = [await begin(), await begin()];

  expect([await end(first), await end(first), await end(`${second}x`)]).toEqual(["taken", "used", "forged"]);

  clock.ms += 10 * 60_000 + 1;
  expect(await end(second)).toBe("late");
});

test("however many anybody begins, a minute's number is noted and asked of Slack, and the next minute goes on", async () => {
  const { clock, noted, begin, end } = someStates();
  const ends: string[] = [];

  for (let tries = 0; tries < 100; tries += 1) ends.push(await end(await begin()));
  clock.ms += 60_000;
  ends.push(await end(await begin()));

  expect(ends).toEqual([...Array(60).fill("taken"), ...Array(40).fill("tooMany"), "taken"]);
  expect(noted).toHaveLength(61);
});

test("one installation that comes back without end takes no other one's place", async () => {
  const { noted, begin, end } = someStates();
  const state = await begin();
  const ends: string[] = [];

  for (let tries = 0; tries < 100; tries += 1) ends.push(await end(state));

  expect(ends).toEqual(["taken", ...Array(99).fill("used")]);
  expect(await end(await begin())).toBe("taken");
  expect(noted).toHaveLength(2);
});

test("an installation that could not be noted can come back again", async () => {
  const { begin, end } = someStates({ failures: 1 });
  const state = await begin();

  expect([await end(state), await end(state), await end(state)]).toEqual(["away", "taken", "used"]);
});

test("who is one too many reads that nothing was installed, and when to try again", () => {
  const page = failedPage(new StateRefused("tooMany"), null, "https://bot.example/slack/install");

  expect(page.status).toBe(503);
  expect(page.lines.join(" ")).toMatch(/Nothing was installed or changed.*in a minute/);
});
