import { expect, test, vi } from "vitest";
import { encodeButton } from "../../../src/chat/button-code.ts";
import type { FormContext, Outcome } from "../../../src/chat/command.ts";
import type { Draft } from "../../../src/chat/dispatch/dispatch-deps.ts";
import { UserError } from "../../../src/errors.ts";
import { answerIn, hows, openedForm, recordAnswering, refusalIn } from "../../support/recording-answering.ts";
import { aCommand, aDispatcher, aPress, aSubmission, greeting } from "../../support/test-dispatcher.ts";

const openAgain = (formId: string) => aPress(encodeButton({ action: "open", state: formId }));
const done: Outcome = { tone: "success", title: "Done" };

/** A bot whose command records the values it ran with. */
function aBotThatRecords() {
  const ran: unknown[] = [];
  const run = async (values: unknown) => {
    ran.push(values);
    return done;
  };
  return { ...aDispatcher({ commands: [greeting({ run })] }), ran };
}

test("a form is accepted before it is answered", async () => {
  const answering = await aDispatcher().take(aSubmission());

  expect(hows(answering)).toEqual(["acceptForm", "answer"]);
  expect(answerIn(answering)).toEqual({ tone: "success", title: "Hello Ada" });
});

test("a command that says when it has saved is accepted then, once", async () => {
  const answering = recordAnswering();
  const run = async (_: unknown, { saved }: FormContext<undefined>) => {
    expect(hows(answering)).toEqual([]);
    await saved();
    expect(hows(answering)).toEqual(["acceptForm"]);
    return done;
  };

  await aDispatcher({ commands: [greeting({ run })] }).dispatch(aSubmission(), answering);

  expect(hows(answering)).toEqual(["acceptForm", "answer"]);
});

test("early values kept for the form join those that were sent", async () => {
  const bot = aBotThatRecords();
  const { formId } = openedForm(await bot.take(aCommand({ values: { mood: "kind", whom: "all" } })));
  const submission = { ...aSubmission(), kind: "form", command: "greet", formId } as const;

  await bot.take({ ...submission, values: { name: "Ada" } });

  expect(bot.ran).toEqual([{ mood: "kind", whom: "all", letter: undefined, name: "Ada", words: "" }]);
});

test("a field that was filled in and comes back empty was emptied", async () => {
  const bot = aBotThatRecords();
  const { formId, values } = openedForm(await bot.take(aCommand({ values: { mood: "gruff" } })));
  const submission = { ...aSubmission(), kind: "form", command: "greet", formId } as const;

  await bot.take({ ...submission, values: { name: "Ada" } });

  expect(values.words).toBe("What?");
  expect(bot.ran).toMatchObject([{ mood: "gruff", words: "" }]);
});

test("mistakes go back beside their fields, and the form opens again as it was filled in", async () => {
  const bot = aBotThatRecords();

  const answering = await bot.take(aSubmission({ values: { mood: "gruff", name: " ", words: "typed" } }));
  const again = await bot.take(openAgain("form-1"));

  const { errors, reply } = refusalIn(answering);
  expect(hows(answering)).toEqual(["refuseForm"]);
  expect(errors).toEqual({ name: "Name is empty. Type something other than spaces." });
  expect(reply.text).toContain("• Name is empty.");
  expect(reply.buttons).toMatchObject([{ label: "Open again", action: "open", state: "form-1" }]);
  expect(openedForm(again)).toMatchObject({
    formId: "form-1",
    values: { mood: "gruff", name: " ", words: "typed" },
  });
  expect(bot.ran).toEqual([]);
});

test("mistakes in what the fields mean are looked for when each is fine by itself", async () => {
  const check = () => ({ words: "Say more." });
  const bot = aDispatcher({ commands: [greeting({ check })] });

  const meaning = await bot.take(aSubmission());
  const length = await bot.take(aSubmission({ values: { name: "" } }));

  expect(refusalIn(meaning).errors).toEqual({ words: "Say more." });
  expect(refusalIn(meaning).reply.text).toContain("• Words: Say more.");
  expect(Object.keys(refusalIn(length).errors)).toEqual(["name"]);
});

test("a form whose person lost the right to send it is kept and not run", async () => {
  const bot = aDispatcher({ refusal: async () => ({ sentence: "Ask an admin." }) });

  const answering = await bot.take(aSubmission());

  expect(refusalIn(answering).errors).toEqual({ name: "Ask an admin." });
  expect(bot.draft("form-1")?.values).toEqual({ mood: "kind", name: "Ada" });
});

test("when the values cannot be saved the form stays open and says so", async () => {
  const run = () => Promise.reject(new Error("disk full"));
  const bot = aDispatcher({ commands: [greeting({ run })] });

  const answering = await bot.take(aSubmission());

  const [, incident] =
    /^Not saved\. Your text is still here: .* \((\w{8})\)$/.exec(refusalIn(answering).errors.name ?? "") ??
    [];
  expect(hows(answering)).toEqual(["refuseForm"]);
  expect(bot.draft("form-1")?.values.name).toBe("Ada");
  expect(bot.lines()).toContainEqual(
    expect.objectContaining({
      level: "error",
      incident,
      err: expect.objectContaining({ message: "disk full" }),
    }),
  );
});

test("a rule that says no before anything was saved goes back into the form in its own words", async () => {
  const run = () => Promise.reject(new UserError("Only on Mondays. Come again then."));
  const bot = aDispatcher({ commands: [greeting({ run })] });

  const answering = await bot.take(aSubmission());

  expect(refusalIn(answering).errors).toEqual({ name: "Only on Mondays. Come again then." });
  expect(bot.lines().filter(({ level }) => level === "error")).toEqual([]);
});

test("a failure after the form was accepted is answered, not sent back into it", async () => {
  const run = async (_: unknown, { saved }: FormContext<undefined>) => {
    await saved();
    throw new Error("lost");
  };

  const answering = await aDispatcher({ commands: [greeting({ run })] }).take(aSubmission());

  expect(hows(answering)).toEqual(["acceptForm", "answer"]);
  expect(answerIn(answering).title).toBe("greet did not work");
});

test("a database that fails while the form is read costs nothing that was typed or chosen", async () => {
  const drafts = new Map<string, Draft>([
    ["form-1", { formId: "form-1", userId: "U1", command: "greet", values: { mood: "gruff", whom: "all" } }],
  ]);
  const find = vi.fn(async (_: string, formId: string) => drafts.get(formId));
  find.mockRejectedValueOnce(new Error("connection lost"));
  const save = async (_: string, draft: Draft) => void drafts.set(draft.formId, draft);
  const bot = aDispatcher({ drafts: { find, save } });
  const submission = { ...aSubmission(), kind: "form", command: "greet", formId: "form-1" } as const;

  const answering = await bot.take({ ...submission, values: { name: "Ada", words: "typed" } });

  expect(refusalIn(answering).errors.name).toMatch(/^Not saved\./);
  expect(drafts.get("form-1")?.values).toEqual({ mood: "gruff", whom: "all", name: "Ada", words: "typed" });
});

test("a refused form goes back even when it cannot be kept", async () => {
  const save = () => Promise.reject(new Error("disk full"));
  const bot = aDispatcher({ drafts: { find: async () => undefined, save } });

  const answering = await bot.take(aSubmission({ values: { name: "" } }));

  expect(hows(answering)).toEqual(["refuseForm"]);
});

test("a form of a command this version does not have is answered with what to do", async () => {
  const answering = await aDispatcher().take(aSubmission({ command: "gone" }));

  expect(answerIn(answering).title).toBe("This command is not known here any more");
});

test("a field that others follow refills the open form and keeps the rest", async () => {
  const values = { mood: "gruff", name: "Ada" };
  const fill = { ...aSubmission(), kind: "fill", command: "greet", formId: "form-1", values } as const;

  const answering = await aDispatcher().take(fill);

  expect(answering.said).toMatchObject([
    { how: "updateForm", form: { formId: "form-1", values: { mood: "gruff", name: "Ada", words: "What?" } } },
  ]);
});
