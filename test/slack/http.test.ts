import { expect, test, vi } from "vitest";
import type { Reply } from "../../src/chat/reply.ts";
import { anOpenForm } from "./sample-form.ts";
import { channel, type Handlers, startSlackOverHttp } from "./setup.ts";

const done: Reply = { tone: "success", title: "Done" };
const answers: Handlers = { command: (_interaction, answering) => answering.answer(done) };

test("over HTTP a command opens its form and a submission is answered", async () => {
  const { standIn } = await startSlackOverHttp({
    command: (_interaction, answering) => answering.openForm(anOpenForm()),
    async form(_interaction, answering) {
      await answering.acceptForm();
      await answering.answer(done);
    },
  });
  const person = standIn.person("U0MIA");

  const command = await person.command(channel, "/persona-create");
  await person.submit(await person.fill(command, { name: "Ada" }));

  expect((await command.message()).text).toBe("Done");
  expect(standIn.problems).toEqual([]);
});

test("over HTTP a payload signed by another is refused", async () => {
  const { standIn, seen } = await startSlackOverHttp(answers);
  const { payload } = await standIn.person("U0MIA").command(channel, "/persona-show");
  await vi.waitFor(() => expect(seen).toHaveLength(1));

  const forged = standIn.deliver(payload, { signingSecret: "another" });

  expect(await forged.acked()).toMatchObject({ outcome: "dispatch_failed", status: 401 });
  expect(seen).toHaveLength(1);
});

test("over HTTP a payload that cannot be read is refused and logged, not acknowledged", async () => {
  const { standIn, lines } = await startSlackOverHttp(answers);

  const broken = standIn.deliver({ command: "/persona-show", team_id: "T0SANDBOX", user_id: "U0MIA" });

  expect(await broken.acked()).toMatchObject({ status: 500 });
  expect(lines.join("")).toContain("a Slack payload could not be handled");
});

test("over HTTP another path is not found", async () => {
  const { url } = await startSlackOverHttp(answers);

  expect((await fetch(new URL("/other", url))).status).toBe(404);
});
