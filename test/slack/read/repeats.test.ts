import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { createLog } from "../../../src/log.ts";
import { createAcknowledgement } from "../../../src/slack/answer/acknowledgement.ts";
import { createRepeats } from "../../../src/slack/read/repeats.ts";

function delivery() {
  const acks: unknown[] = [];
  const acknowledgement = createAcknowledgement<object>(async (body) => void acks.push(body), {
    log: createLog({ level: "silent" }),
    onGiven: () => undefined,
  });
  return { acks, acknowledgement };
}

const withBody = { response_action: "errors", errors: {} };

test.each<[string, object | undefined]>([
  ["with a body", withBody],
  ["without one", undefined],
])("a delivery that comes again is acknowledged as the first was, %s", async (_, body) => {
  const repeats = createRepeats<object>();
  const [first, second] = [delivery(), delivery()];

  expect(await repeats.isRepeat("1", first.acknowledgement)).toBe(false);
  await first.acknowledgement.give(body);

  expect(await repeats.isRepeat("1", second.acknowledgement)).toBe(true);
  expect(second.acks).toEqual([body]);
});

test.each<[string, object | undefined, boolean]>([
  ["a form that was to stay open is not acknowledged, which would close it", withBody, true],
  ["what was acknowledged without a body is so again", undefined, false],
])("when bodies are forgotten, %s", async (_, body, isWithheld) => {
  const repeats = createRepeats<object>({ forgetAfterMs: 1 });
  const [first, second] = [delivery(), delivery()];
  await repeats.isRepeat("1", first.acknowledgement);
  await first.acknowledgement.give(body);
  await sleep(20);

  expect(await repeats.isRepeat("1", second.acknowledgement)).toBe(true);

  expect((await second.acknowledgement.given).isWithheld === true).toBe(isWithheld);
});

test("without an id each is new", async () => {
  const repeats = createRepeats<object>();

  expect(await repeats.isRepeat(undefined, delivery().acknowledgement)).toBe(false);
  expect(await repeats.isRepeat(undefined, delivery().acknowledgement)).toBe(false);
});
