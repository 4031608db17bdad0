import { expect, test } from "vitest";
import { anOpenForm } from "../sample-form.ts";
import { channel, type Handlers, startSlack, startSlackOverHttp } from "../setup.ts";

const handlers: Handlers = {
  command: (_interaction, answering) => answering.openForm(anOpenForm()),
  form: async (_interaction, answering) => answering.leave?.(),
};

test.each([
  ["over a socket", startSlack],
  ["over HTTP", startSlackOverHttp],
] as const)("%s a form that another process has stays open, with what was typed, however often it is delivered", async (_, start) => {
  const { standIn, seen } = await start(handlers);
  const person = standIn.person("U0MIA");
  const view = await person.fill(await person.command(channel, "/persona-create"), { name: "Ada" });

  const submission = await person.submit(view);
  const again = standIn.deliver(submission.payload, { id: submission.id });

  expect((await submission.acked()).outcome).not.toBe("acked");
  expect((await again.acked()).outcome).not.toBe("acked");
  expect(standIn.openViews("U0MIA")).toEqual([view]);
  expect(seen.filter(({ kind }) => kind === "form")).toHaveLength(1);
});
