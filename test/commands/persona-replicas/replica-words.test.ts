import { expect, test } from "vitest";
import {
  signOf,
  signsNote,
  stateOf,
  stateSentence,
} from "../../../src/commands/persona-replicas/replica-words.ts";

test.each([
  [undefined, "●", "ready", "It is ready to be used."],
  ["completed", "●", "ready", "It is ready to be used."],
  ["started", "◐", "in training", "Tavus is still training it. It can be used when that is done."],
  ["queued", "◐", "in training", "Tavus is still training it. It can be used when that is done."],
  ["error", "○", "failed", "Its training failed. Tavus is being asked why."],
  ["needs consent", "◌", "needs consent", "Tavus says “needs consent” of it, so it may not be usable."],
  ["deleted", "◌", "deleted", "Tavus says “deleted” of it, so it may not be usable."],
])("of a replica whose status is %j the sign, the words and the sentence say the same", (status, ...said) => {
  const replica = { id: "r1", name: "Anna", status };

  expect([signOf(replica), stateOf(replica, undefined), stateSentence(replica, undefined)]).toEqual(said);
  expect(signsNote([replica])).toContain(signOf(replica));
});
