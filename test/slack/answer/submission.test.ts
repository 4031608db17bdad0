import { describe, expect, test, vi } from "vitest";
import type { Reply } from "../../../src/chat/reply.ts";
import { anOpenForm } from "../sample-form.ts";
import { channel, type Handlers, startSlack } from "../setup.ts";

const done: Reply = { tone: "success", title: "Done" };
const later: Reply = { tone: "success", title: "Later" };
const working: Reply = { tone: "working", title: "Working" };

const opensForm: Handlers = {
  command: (_interaction, answering) => answering.openForm(anOpenForm()),
};

const titles = (messages: readonly { text: string }[]) => messages.map((message) => message.text);

describe("a form", () => {
  async function submitted(handlers: Handlers) {
    const slack = await startSlack({ ...opensForm, ...handlers });
    const person = slack.standIn.person("U0MIA");
    const command = await person.command(channel, "/persona-create");
    await command.acked();
    const view = await person.fill(command, { name: "Ada" });
    const submission = await person.submit(view);
    return { ...slack, person, command, view, submission };
  }

  test("accepted closes, and its answers follow where the command was given", async () => {
    const { standIn, command, submission, seen } = await submitted({
      async form(_interaction, answering) {
        await answering.acceptForm();
        await answering.defer(working);
        await answering.answer(done);
        await answering.amend(later);
      },
    });

    expect((await submission.acked()).payload).toEqual({});
    await standIn.until(() => (titles(command.messages()).includes("Later") ? true : undefined));
    expect(standIn.openViews("U0MIA")).toEqual([]);
    expect(seen[1]).toMatchObject({
      kind: "form",
      formId: "f0rm",
      channelId: channel,
      values: { name: "Ada" },
    });
    expect(standIn.problems).toEqual([]);
  });

  test("refused stays open with the sentence beside the field", async () => {
    const { view, submission, standIn } = await submitted({
      form: (_interaction, answering) => answering.refuseForm({ name: "Too short." }, done),
    });

    await submission.acked();

    expect(view.errors).toEqual({ name: "Too short." });
    expect(standIn.openViews("U0MIA")).toEqual([view]);
    expect(standIn.problems).toEqual([]);
  });

  test("shows what names no field of it on its first field", async () => {
    const { view, submission, standIn } = await submitted({
      form: (_interaction, answering) => answering.refuseForm({ nothing: "Not allowed." }, done),
    });

    await submission.acked();

    expect(view.errors).toEqual({ name: "Not allowed." });
    expect(standIn.problems).toEqual([]);
  });

  test("answered before it was accepted keeps its text and shows the answer inside", async () => {
    const { view, submission, standIn } = await submitted({
      form: (_interaction, answering) =>
        answering.answer({ tone: "failure", title: "Broken", text: "Again." }),
    });

    await submission.acked();

    expect(view.errors).toEqual({ name: "Broken. Again." });
    expect(standIn.openViews("U0MIA")).toEqual([view]);
  });

  test("deferred before it was accepted stays open until it is", async () => {
    let openWhileDeferred = -1;
    const { standIn, command, submission } = await submitted({
      async form(_interaction, answering) {
        await answering.defer(working);
        openWhileDeferred = standIn.openViews("U0MIA").length;
        await answering.acceptForm();
        await answering.answer(done);
      },
    });

    await submission.acked();
    await standIn.until(() => (titles(command.messages()).includes("Done") ? true : undefined));

    expect(openWhileDeferred).toBe(1);
    expect(standIn.openViews("U0MIA")).toEqual([]);
  });

  const kept = {
    notice: "This takes longer.",
    values: { name: "Ada", traits: ["calm"] },
    reply: working,
  };
  const textOf = (view: object) => JSON.stringify(view);

  test("kept stays open as it was sent, and says so, until it is accepted", async () => {
    const keptNow = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const { standIn, command, view } = await submitted({
      async form(_interaction, answering) {
        await answering.keepForm(kept);
        keptNow.resolve();
        await goOn.promise;
        await answering.acceptForm();
        await answering.answer(done);
      },
    });

    await keptNow.promise;
    await standIn.until(() => (textOf(view.definition).includes("longer") ? true : undefined));
    expect(textOf(view.definition)).toContain("This takes longer.");
    expect(textOf(view.definition)).toContain('"initial_value":"Ada"');
    goOn.resolve();
    await standIn.until(() => (titles(command.messages()).includes("Done") ? true : undefined));
    await standIn.until(() => (textOf(view.definition).includes("can be closed") ? true : undefined));

    expect(standIn.problems).toEqual([]);
  });

  test("kept and then refused says why, above what was typed", async () => {
    const outcome = Promise.withResolvers<boolean>();
    const { standIn, command, view } = await submitted({
      async form(_interaction, answering) {
        await answering.keepForm(kept);
        outcome.resolve(await answering.refuseForm({ name: "Taken." }, later));
      },
    });

    expect(await outcome.promise).toBe(true);
    expect(textOf(view.definition)).toContain("Taken.");
    expect(textOf(view.definition)).toContain('"initial_value":"Ada"');
    expect(textOf(view.definition)).not.toContain("This takes longer.");
    expect(titles(command.messages())).toEqual(["Later"]);
    expect(standIn.problems).toEqual([]);
  });

  test("kept, closed by the person and then refused is answered as a message", async () => {
    const outcome = Promise.withResolvers<boolean>();
    const { standIn, command } = await submitted({
      async form(_interaction, answering) {
        await answering.keepForm(kept);
        for (const open of standIn.openViews("U0MIA")) standIn.person("U0MIA").closeView(open);
        outcome.resolve(await answering.refuseForm({ name: "Taken." }, later));
      },
    });

    expect(await outcome.promise).toBe(true);
    expect(titles(command.messages())).toEqual(["Later"]);
  });

  test("kept and sent once more is kept with what stands in it then", async () => {
    const { standIn, view, person } = await submitted({
      form: (_interaction, answering) => answering.keepForm(kept),
    });
    await standIn.until(() => (textOf(view.definition).includes("longer") ? true : undefined));

    await person.fill(view, { name: "Grace" });
    const again = await person.submit(view);
    await again.acked();

    expect(textOf(view.definition)).toContain('"initial_value":"Grace"');
    expect(textOf(view.definition).split("This takes longer.")).toHaveLength(2);
    expect(standIn.problems).toEqual([]);
  });

  test("whose response_url is used up is answered by direct message, and amended there", async () => {
    const amended: boolean[] = [];
    const { standIn } = await submitted({
      async form(_interaction, answering) {
        standIn.fail("response_url", { status: 404 });
        await answering.acceptForm();
        await answering.answer(done);
        amended.push(await answering.amend(later));
      },
    });

    await vi.waitFor(() => expect(amended).toEqual([true]));
    expect(titles(standIn.directMessages("U0MIA"))).toEqual(["Later"]);
  });

  test("takes five posts at most; the next amendment says that it was not made", async () => {
    const outcomes: boolean[] = [];
    const { standIn } = await submitted({
      async form(_interaction, answering) {
        await answering.acceptForm();
        await answering.answer(done);
        for (let time = 0; time < 5; time += 1) outcomes.push(await answering.amend(later));
      },
    });

    await vi.waitFor(() => expect(outcomes).toEqual([true, true, true, true, false]));
    expect(standIn.problems).toEqual([]);
  });

  test("of an older version is replaced by a word about that", async () => {
    const { standIn, person, view } = await submitted({
      form: (_interaction, answering) => answering.refuseForm({ name: "Again." }, done),
    });
    Object.assign(view.definition, { callback_id: "pf0:form:persona-create" });

    await (await person.submit(view)).acked();

    expect(JSON.stringify(view.blocks)).toContain("older version");
    expect(standIn.problems).toEqual([]);
  });
});
