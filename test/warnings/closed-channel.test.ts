import { expect, test } from "vitest";
import { queuePauseMs } from "../../src/link/outcome.ts";
import { forEachEngine } from "../support/databases.ts";
import { factsIn, workspace } from "../support/persona-bot.ts";
import { answerIn, openedForm, refusalIn } from "../support/recording-answering.ts";
import { factIn } from "../support/setup-form.ts";
import { admin, author, channelId, happened, startWarnedTeam, type WarnedTeam } from "./warned-team.ts";

const remedy = "Type /invite @PersonaForge in it.";

/** Fails in the answer, and once more when nobody waits for it any more. */
async function failUnseen(team: WarnedTeam): Promise<void> {
  await team.fails(1);
  team.bot.watchers.close();
  team.bot.skip(queuePauseMs);
  await team.until(async () => (await team.rows())[0]?.count === 2, "the queue's try");
}

forEachEngine((_engine, open) => {
  test("a channel that is closed is told once to the admin who set it, and the warning to who acted", async () => {
    const team = await startWarnedTeam(open);
    team.bot.channels.closed.set(channelId, remedy);
    team.bot.standIn.setFault("rejected");

    await team.fails(3);
    await team.settled();
    await team.fails(2);
    await team.settled();

    expect(team.messages()).toEqual([]);
    const told = team.direct().sort((a, b) => a.userId.localeCompare(b.userId));
    expect(told.map(({ userId, reply }) => [userId, reply.title])).toEqual([
      [admin, "Warnings cannot be posted to their channel any more"],
      [author, "Tavus did not accept this persona"],
    ]);
    expect(told[0]?.reply.text).toContain(remedy);
    const { channel } = await team.bot.settings.of(workspace);
    expect(channel?.closedAt).not.toBeNull();
  });

  test("a warning that the channel does not take goes to who acted, the admin hears why, and others are posted", async () => {
    const team = await startWarnedTeam(open);
    team.bot.channels.refuses = ({ text = "" }) => text.includes("http://");
    for (const error of ["See http://a.example", "Prompt is too long"]) {
      team.bot.standIn.setFault({ status: 400, body: { error } }, { times: 1 });
      await team.fails(1);
      team.bot.watchers.close();
    }
    await team.settled();

    expect(team.messages()).toMatchObject([
      { channelId, reply: { title: "Tavus did not accept this persona" } },
    ]);
    const told = team.direct().sort((a, b) => a.userId.localeCompare(b.userId));
    expect(told.map(({ userId, reply }) => [userId, reply.title])).toEqual([
      [admin, "A warning could not be posted to its channel"],
      [author, "Tavus did not accept this persona"],
    ]);
    expect(told[0]?.reply.text).toContain("Take the link out.");
    expect((await team.bot.settings.of(workspace)).channel?.closedAt).toBeNull();
    const rows = await team.rows();
    expect(rows.map(({ topic, post_state }) => [topic.split(":")[0], post_state]).sort()).toEqual([
      ["channel", "told"],
      ["rejected", "posted"],
      ["rejected", "told"],
    ]);
  });

  test("what a channel has refused is not sent to it again, but to another that is chosen", async () => {
    const team = await startWarnedTeam(open);
    team.bot.channels.refuses = () => true;
    team.bot.standIn.setFault("rejected");
    await team.fails(3);
    await team.settled();
    await team.fails(2);
    await team.settled();

    expect([team.bot.channels.refusals, team.messages()]).toEqual([1, []]);

    team.bot.channels.refuses = () => false;
    await team.person.send(openedForm(await team.person.run("persona-setup")), { channel: "CNEW" });
    await team.settled();

    const posted = team.messages().filter(({ reply }) => happened(reply) !== undefined);
    expect(posted).toMatchObject([{ channelId: "CNEW" }]);
    const stillOpen = await team.bot.services.warnings.open(workspace);
    expect(stillOpen.map(({ cause }) => cause)).toEqual(["rejected"]);
  });

  test("a channel that closes under a message is noticed at the first edit", async () => {
    const team = await startWarnedTeam(open);
    team.bot.standIn.setFault("rejected");
    await team.fails(1);
    await team.settled();
    team.bot.channels.closed.set(channelId, remedy);
    await team.fails(1);
    await team.settled();

    expect(
      team
        .direct()
        .map(({ userId }) => userId)
        .sort(),
    ).toEqual([admin, author].sort());
  });

  test("a channel that another company has come to read gets no warning any more, and no word of one that it has", async () => {
    const team = await startWarnedTeam(open);
    team.bot.standIn.setFault("rejected");
    await team.fails(1);
    await team.settled();
    team.bot.channels.outsiders.set(channelId, "Choose a channel of your own.");
    await team.fails(1);
    await team.settled();

    expect(team.messages()).toMatchObject([{ edits: 0 }]);
    const told = team.direct().sort((a, b) => a.userId.localeCompare(b.userId));
    expect(told.map(({ userId }) => userId)).toEqual([admin, author]);
    expect(told[0]?.reply.text).toContain("Choose a channel of your own.");
    expect((await team.bot.settings.of(workspace)).channel?.closedAt).not.toBeNull();
  });

  test("when the admin sets another channel, what is open is posted there", async () => {
    const team = await startWarnedTeam(open);
    team.bot.channels.closed.set(channelId, remedy);
    team.bot.standIn.setFault("rejected");
    await team.fails(3);
    await team.settled();

    await team.person.send(openedForm(await team.person.run("persona-setup")), { channel: "CNEW" });
    await team.settled();

    const posted = team.messages().filter(({ reply }) => happened(reply) !== undefined);
    expect(posted).toMatchObject([{ channelId: "CNEW" }]);
    expect(happened(posted[0]?.reply)).toContain("3 times");
    const stillOpen = await team.bot.services.warnings.open(workspace);
    expect(stillOpen.map(({ cause }) => cause)).toEqual(["rejected"]);
  });

  test("who saves something else while the channel is closed leaves it so, and choosing it again opens it", async () => {
    const team = await startWarnedTeam(open);
    team.bot.channels.closed.set(channelId, remedy);
    team.bot.standIn.setFault("rejected");
    const openedBefore = openedForm(await team.person.run("persona-setup"));
    await team.fails(1);
    await team.settled();
    const channelNow = async () => (await team.bot.settings.of(workspace)).channel;

    const form = openedForm(await team.person.run("persona-setup"));
    const saved = [
      answerIn(await team.person.send(form, { managers: ["U2"] })),
      answerIn(await team.person.send(openedBefore, { managers: ["U3"] })),
    ];
    const left = await channelNow();
    const chosen = await team.person.send(form, { channel: channelId });
    team.bot.channels.closed.clear();
    const taken = await team.person.send(form, { channel: channelId });

    expect([form.values.channel, form.form.fields.channel]).toMatchObject([
      undefined,
      { placeholder: expect.stringContaining("choose it again") },
    ]);
    for (const reply of saved) expect(factIn(reply, "Warnings channel").value).toMatch(/^Gets no warnings/);
    expect(left).toMatchObject({ id: channelId, setBy: admin, closedAt: expect.any(String) });
    expect(refusalIn(chosen).errors).toEqual({ channel: remedy });
    expect(answerIn(taken).title).toBe("Saved");
    expect(await channelNow()).toMatchObject({ id: channelId, setBy: author, closedAt: null });
  });

  test("without a channel nobody is told what their answer has shown", async () => {
    const team = await startWarnedTeam(open, { hasChannel: false });
    team.bot.standIn.setFault("rejected");
    await team.fails(2);
    await team.settled();

    expect(team.direct()).toEqual([]);
    expect(await team.rows()).toMatchObject([{ count: 2, post_state: "seen", user_id: author }]);
  });

  test("what happens there in the background goes once to who acted, and once more when it is fixed", async () => {
    const team = await startWarnedTeam(open, { hasChannel: false });
    const addCredits = team.bot.standIn.setFault("outOfCredits");
    await failUnseen(team);
    await team.settled();
    expect(team.direct()).toMatchObject([
      { userId: author, reply: { title: "Insufficient Tavus credits", visibility: "private" } },
    ]);

    addCredits();
    await team.person.create({ name: "Goes well" });
    await team.until(async () => (await team.rows())[0]?.fixed_at !== null, "the end");
    await team.settled();

    expect(team.direct()).toHaveLength(2);
    expect(team.direct()[1]).toMatchObject({
      userId: author,
      reply: { title: "Fixed: Insufficient Tavus credits" },
    });
  });

  test("who takes no direct messages reads it with the next answer, once", async () => {
    const team = await startWarnedTeam(open, { hasChannel: false });
    team.bot.direct.areClosed = true;
    team.bot.standIn.setFault("outOfCredits");
    await failUnseen(team);
    await team.settled();

    const first = answerIn(await team.person.run("persona-list"));
    const second = answerIn(await team.person.run("persona-list"));

    const line =
      "Meanwhile: Insufficient Tavus credits. Waiting because of it: 1 persona. /persona-status says more.";
    expect(first.notes).toContain(line);
    expect(second.notes ?? []).not.toContain(line);
  });

  test("where the admin who chose the channel cannot be told, the next one to come is, once, and reads in the status what to do", async () => {
    const team = await startWarnedTeam(open);
    team.bot.channels.closed.set(channelId, remedy);
    team.bot.direct.areClosed = true;
    await team.bot.warnings.raise(workspace, { cause: "outOfCredits", topic: "sync:outOfCredits" });
    await team.settled();
    const run = async (userId: string, role: "admin" | "member", command: string) =>
      answerIn(await team.bot.person(userId, role).run(command));

    const member = await run("U-member", "member", "persona-list");
    const first = await run("U-first", "admin", "persona-list");
    const second = await run("U-second", "admin", "persona-list");
    const status = factsIn(await run("U-second", "admin", "persona-status"));

    expect([member.notes, second.notes]).toEqual([undefined, undefined]);
    expect(first.notes?.sort()).toEqual([
      "Meanwhile: Insufficient Tavus credits. /persona-status says more.",
      "Meanwhile: Warnings cannot be posted to their channel any more. /persona-status says more.",
    ]);
    expect(status["Messages that do not arrive"]).toContain(
      `Warnings cannot be posted to their channel any more. ${remedy} Then an admin chooses it`,
    );
  });
});
