import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { reads } from "../../support/black-box/black-box-chat.ts";
import { startWithPersona } from "../../support/link-previews.ts";
import { untilTrue } from "../../support/until-true.ts";

const buttons = ["Talk", "Video", "Show", "Duplicate"];
const people: [who: string, userId: string][] = [
  ["an admin", "U0ADA"],
  ["a member", "U0MIA"],
  ["a guest", "U0GUS"],
  ["somebody of another company", "U0EVE"],
];
const stands: [what: string, isDeleted: boolean][] = [
  ["", false],
  [" of a persona that is deleted meanwhile", true],
];

const cases = buttons.flatMap((button) =>
  people.flatMap(([who, userId]) =>
    stands.map(([what, isDeleted]) => ({ button, who, userId, what, isDeleted })),
  ),
);

test.each(
  buttons,
)("%s in a preview answers each who presses it alone, and the message stays as it was written", async (button) => {
  const { slack, chat, link } = await startWithPersona();
  // Who belongs to the team sees it, whatever else is allowed there.
  const message = slack.person("U0MIA").say("C0GENERAL", `Look: ${link}`);
  await untilTrue(() => slack.previews(message).length > 0, { what: "the preview" });
  const [preview] = slack.previews(message);
  if (!preview) throw new Error("There is no preview.");
  const labels = JSON.stringify(preview.blocks);
  if (!labels.includes(`"${button}"`)) throw new Error(`There is no button ${button}.`);
  const before = structuredClone({ text: message.text, blocks: preview.blocks });
  const mine = cases
    .filter((one) => one.button === button)
    .sort((a, b) => Number(a.isDeleted) - Number(b.isDeleted));

  let isGone = false;
  for (const { userId, isDeleted, who } of mine) {
    if (isDeleted && !isGone) {
      await chat.run("persona-delete", { persona: "Ada" });
      await (await reads(chat, "Delete")).press("Delete here and in Tavus");
      await reads(chat, "“Ada” was deleted");
      isGone = true;
    }
    const own = () =>
      [slack.ephemerals("C0GENERAL", userId), slack.directMessages(userId), slack.openViews(userId)].flat()
        .length;
    const [ownBefore, allBefore] = [own(), slack.messages("C0GENERAL").length];
    await slack.person(userId).press(preview, button);
    await untilTrue(() => own() > ownBefore || slack.messages("C0GENERAL").length > allBefore, {
      what: `an answer to ${who}`,
    });
    await sleep(20);
    // A call's card is for everybody; nothing else is.
    const isCard = button === "Talk" && !isGone && userId !== "U0EVE";
    expect([who, slack.messages("C0GENERAL").length - allBefore]).toEqual([
      who,
      expect.toBeOneOf(isCard ? [0, 1] : [0]),
    ]);
  }

  expect({ text: message.text, blocks: slack.previews(message)[0]?.blocks }).toEqual(before);
  expect(JSON.stringify(slack.messages("C0GENERAL"))).not.toContain("You help.");
  expect(slack.problems).toEqual([]);
});
