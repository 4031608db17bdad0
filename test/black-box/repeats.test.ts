import { describe, expect, test } from "vitest";
import { platforms, reads, waitFor } from "../support/black-box/black-box-chat.ts";
import { create, somebody } from "../support/black-box/black-box-people.ts";
import { carriersOf, documentOf, rowOf } from "../support/black-box/black-box-rows.ts";
import { type ProcessRun, problemsOfKill, sharedRun } from "../support/black-box/black-box-run.ts";

const theRun = sharedRun();

/** How often a form was answered, whatever became of the answer before: on Slack one takes the place of the other. */
function answeredForms({ lines }: Pick<ProcessRun, "lines">): number {
  return lines.filter((line) => line.includes('"kind":"form"') && line.includes('"outcome":"answered"'))
    .length;
}

describe.each(platforms)("the same form on %s", (platform) => {
  test("sent twice at once and again after a restart makes one persona, with one answer", async () => {
    const run = theRun();
    // Discord takes one answer to one interaction, whoever gives it; one that is under way when the bot is killed gets none.
    run.expectProblem(problemsOfKill);
    run.world.tavus.setFault({ delayMs: 300 }, { operation: "create persona", times: 2 });
    const chat = somebody(run, platform);
    const name = `Repeated on ${platform}`;
    const answers = () => chat.messages().filter(({ text }) => text.includes("is ready"));

    const before = answeredForms(run);
    const submission = await create(chat, name);
    submission.replay();
    submission.again();
    await waitFor(() => answers().length > 0 && answeredForms(run) - before >= 2);
    await run.bot.kill();
    await run.start();
    submission.replay();
    submission.again();
    await waitFor(() => answeredForms(run) - before >= 3);
    run.world.tavus.clearFaults();

    const row = rowOf(run, name);
    expect(carriersOf(run, row)).toEqual([row.tavus_persona_id]);
    expect(new Set(answers().map(({ text }) => text)).size).toBe(1);
  });

  test("sent with other values changes the persona it made, and says so", async () => {
    const run = theRun();
    const chat = somebody(run, platform);
    const form = await chat.openForm();
    const [before, after] = [`Ada of ${platform}`, `Ada the Second of ${platform}`];
    await form.submit({ name: before, prompt: "You help." });
    await reads(chat, `“${before}” is ready`);

    await form.submitRaw({ name: after, prompt: "You help." });
    const answer = await reads(chat, `“${after}” is ready`);

    expect(answer.text).toContain("so that one was changed; no second one was made");
    const row = rowOf(run, after);
    expect(documentOf(run, row)).toMatchObject({ persona_name: after });
    expect(run.rows()).not.toContainEqual(expect.objectContaining({ name: before }));
  });
});
