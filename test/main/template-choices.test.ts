import { expect, test } from "vitest";
import { startBotInProcess } from "../support/bot-in-process.ts";

test("of two templates chosen quickly the form holds the text of the last, and Tavus gets that", async () => {
  const { world, admin } = await startBotInProcess();
  const person = world.slack.person(admin("Slack").userId);
  const command = await person.command("C0GENERAL", "/persona-create");
  const view = await person.fill(command, { name: "Ada" });
  world.slack.fail("views.update", { delayMs: 300, times: 2 });
  const opened = view.hash;

  // The second is sent with the view that the first choice's text has not reached yet.
  await person.choose(view, "template", "coach");
  await person.choose(view, "template", "educator");
  const hashThen = view.hash;
  await world.slack.until(() =>
    JSON.stringify(view.state).includes("You are a teacher") ? true : undefined,
  );
  await (await person.submit(view)).acked();

  expect(hashThen).toBe(opened);
  const sent = () => world.tavus.account().personas.map(({ document }) => String(document.system_prompt));
  await expect.poll(sent).toHaveLength(1);
  expect(sent()[0]).toContain("You are a teacher");
  expect(sent()[0]).not.toContain("You are a coach");
});

test("a choice that comes when another process has filled the form wins all the same", async () => {
  const { world, admin } = await startBotInProcess();
  const person = world.slack.person(admin("Slack").userId);
  const command = await person.command("C0GENERAL", "/persona-create");
  const view = await person.fill(command, { name: "Ada" });
  world.slack.fail("views.update", { error: "hash_conflict" });

  await person.choose(view, "template", "educator");

  await world.slack.until(() =>
    JSON.stringify(view.state).includes("You are a teacher") ? true : undefined,
  );
});
