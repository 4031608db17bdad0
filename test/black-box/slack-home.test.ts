import { describe, expect, test } from "vitest";
import { placedElements } from "../../sandbox/stand-ins/slack/block-kit/block-kit-whole.ts";
import { type Chat, reads, waitFor } from "../support/black-box/black-box-chat.ts";
import { createLinked, someAdmin, somebody } from "../support/black-box/black-box-people.ts";
import { rowOf } from "../support/black-box/black-box-rows.ts";
import { sharedInside } from "../support/black-box/black-box-run.ts";
import { openedView, readForm } from "../support/black-box/black-box-slack-form.ts";

const theRun = sharedInside(() => ({}));

/** The Home tab of somebody, opened. */
async function openHome(chat: Chat) {
  const { slack } = theRun().world;
  const person = slack.person(chat.userId);
  const home = () => slack.homeView(chat.userId);
  const text = () => JSON.stringify(home()?.blocks ?? []);
  const reading = (words: string) => waitFor(() => text().includes(words) && home());
  await (await person.openApp("home")).acked();
  const view = await waitFor(home);
  return { slack, person, view, text, reading };
}

describe("the Home tab of the Slack app", () => {
  test("an empty team is told how to begin, and only an admin is offered to set up", async () => {
    const member = await openHome(somebody(theRun(), "Slack"));
    const admin = await openHome(someAdmin(theRun(), "Slack"));

    expect(member.text()).toContain("No personas yet");
    expect(member.text()).toContain("All is well");
    expect(member.text()).toContain("New persona");
    expect(member.text()).not.toContain("Set up");
    expect(admin.text()).toContain("Set up");
  });

  test("a persona made from it stands in it afterwards, and its answer under Messages", async () => {
    const chat = somebody(theRun(), "Slack");
    const { slack, person, view, reading } = await openHome(chat);

    const form = readForm({ slack, person }, await openedView(await person.press(view, "New persona")));
    await form.submit({ name: "Made at home", prompt: "You help." });
    await reads(chat, "“Made at home” is ready");

    expect(
      chat
        .directMessages()
        .map(({ text }) => text)
        .join(),
    ).toContain("“Made at home” is ready");
    expect(rowOf(theRun(), "Made at home").tenant_id).toBe(chat.tenantId);
    await reading("Made at home");
  });

  test("paging, filtering and searching stay in the tab; opening one answers under Messages", async () => {
    const chat = somebody(theRun(), "Slack");
    for (let number = 1; number <= 11; number += 1) await createLinked(chat, `Paged ${number}`);
    const { slack, person, view, reading, text } = await openHome(chat);
    expect(text()).toContain("page 1 of 2");

    await person.press(view, "Next");
    await reading("page 2 of 2");
    await person.press(view, "Previous");
    await reading("page 1 of 2");

    const search = readForm({ slack, person }, await openedView(await person.press(view, "Search")));
    await search.submit({ search: "aged 7" });
    await reading("with “aged 7”");
    expect(text()).toContain("Paged 7");
    expect(text()).not.toContain("Paged 8");
    expect(chat.directMessages()).toEqual([]);

    const elements = placedElements(view.blocks).map(({ element }) => element);
    const menu = elements.find(
      ({ type, action_id }) => type === "static_select" && action_id === "pf1:show:",
    );
    await person.choose(view, menu?.action_id ?? "", rowOf(theRun(), "Paged 7").id);
    const { text: answer } = await waitFor(() => chat.directMessages().at(-1));
    expect(answer).toContain(rowOf(theRun(), "Paged 7").id);
  });

  test("one that Slack does not take is in the log, and the next opening shows it", async () => {
    const chat = somebody(theRun(), "Slack");
    const { slack } = theRun().world;
    const person = slack.person(chat.userId);
    slack.fail("views.publish", { error: "not_enabled" });
    await (await person.openApp("home")).acked();
    await waitFor(() => theRun().lines.some((line) => line.includes("a Home tab could not be published")));
    expect(slack.homeView(chat.userId)).toBeUndefined();

    await openHome(chat);
  });

  test("a guest of another company is shown nothing of the team", async () => {
    await createLinked(somebody(theRun(), "Slack"), "Kept inside");
    const chat = somebody(theRun(), "Slack");
    const { slack } = theRun().world;
    const user = slack.workspace.users.get(chat.userId);
    if (user) user.teamId = "T0OTHER";
    const { text } = await openHome(chat);

    expect(text()).toContain("Not allowed");
    expect(text()).not.toContain("Kept inside");
  });
});
