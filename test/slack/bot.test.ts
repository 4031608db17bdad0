import { describe, expect, test, vi } from "vitest";
import type { Reply } from "../../src/chat/reply.ts";
import { anOpenForm } from "./sample-form.ts";
import { channel, type Handlers, startSlack } from "./setup.ts";

const done: Reply = { tone: "success", title: "Done" };
const later: Reply = { tone: "success", title: "Later" };
const working: Reply = { tone: "working", title: "Working" };

const opensForm: Handlers = {
  command: (_interaction, answering) => answering.openForm(anOpenForm()),
};

const titles = (messages: readonly { text: string }[]) => messages.map((message) => message.text);

describe("a command", () => {
  test("opens its form and is acknowledged without a word", async () => {
    const { standIn } = await startSlack(opensForm);

    const command = await standIn.person("U0MIA").command(channel, "/persona-create");

    expect((await command.view()).definition).toMatchObject({ callback_id: "pf1:form:persona-create" });
    expect((await command.acked()).payload).toEqual({});
    expect(standIn.problems).toEqual([]);
  });

  test("answered at once is answered by its acknowledgement, privately", async () => {
    const { standIn, seen } = await startSlack({
      command: (_interaction, answering) => answering.answer(done),
    });

    const command = await standIn.person("U0MIA").command(channel, "/persona-show", "Ada & <Co>");
    const { payload } = await command.acked();

    expect(payload).toMatchObject({ response_type: "ephemeral", text: "Done" });
    expect(titles(standIn.ephemerals(channel, "U0MIA"))).toEqual(["Done"]);
    expect(seen[0]).toMatchObject({ command: "persona-show", text: "Ada & <Co>" });
    expect(standIn.problems).toEqual([]);
  });

  test("deferred is answered later by its response_url, and can be amended", async () => {
    const amended: boolean[] = [];
    const { standIn } = await startSlack({
      async command(_interaction, answering) {
        await answering.defer(working);
        await answering.answer(done);
        amended.push(await answering.amend(later));
      },
    });

    const command = await standIn.person("U0MIA").command(channel, "/persona-show");

    expect((await command.acked()).payload).toEqual({});
    await vi.waitFor(() => expect(amended).toEqual([true]));
    expect(titles(command.messages())).toContain("Later");
    expect(standIn.problems).toEqual([]);
  });

  test("answered for everybody is seen by everybody", async () => {
    const { standIn } = await startSlack({
      command: (_interaction, answering) => answering.answer({ ...done, visibility: "public" }),
    });

    const command = await standIn.person("U0MIA").command(channel, "/persona-show");
    await command.acked();

    expect(titles(standIn.messages(channel))).toEqual(["Done"]);
  });

  test("whose trigger has expired offers the form behind a button", async () => {
    const { standIn } = await startSlack(opensForm, { triggerLifetimeMs: -1 });

    const command = await standIn.person("U0MIA").command(channel, "/persona-create");
    const { text, blocks } = await command.message();

    expect(text).toContain("The form is ready");
    expect(JSON.stringify(blocks)).toContain("pf1:open:f0rm");
  });

  test("opens its form once when the answer to the first try was lost", async () => {
    const { standIn, lines } = await startSlack(opensForm);
    standIn.fail("views.open", { drop: "after" });

    const command = await standIn.person("U0MIA").command(channel, "/persona-create");

    await vi.waitFor(() => expect(lines.join("")).toContain("the form was open already"));
    expect(standIn.openViews("U0MIA")).toHaveLength(1);
    expect(command.messages()).toEqual([]);
  });
});
