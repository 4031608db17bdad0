import { describe, expect, test } from "vitest";
import type { DirectWay } from "../../src/chat/interaction.ts";
import type { Reply, ReplyFile } from "../../src/chat/reply.ts";
import { OutsideError } from "../../src/errors.ts";
import { anOpenForm } from "./sample-form.ts";
import { channel, type Handlers, startSlack } from "./setup.ts";

const goneAnswer = JSON.stringify({ message: { channel: "D0GONE", ts: "1.000001" } });
const done: Reply = { tone: "success", title: "Done" };

const titles = (messages: readonly { text: string }[]) => messages.map((message) => message.text);

describe("a person", () => {
  const rolesOf = (roles: string[]): Handlers => ({
    async command({ member }, answering) {
      roles.push(await member.role());
      await answering.answer(done);
    },
  });

  test.each([
    ["U0ADA", "admin"],
    ["U0OWEN", "admin"],
    ["U0MIA", "member"],
    ["U0GUS", "member"],
  ])("%s is %s", async (userId, role) => {
    const roles: string[] = [];
    const { standIn } = await startSlack(rolesOf(roles));

    await (await standIn.person(userId).command(channel, "/persona-show")).acked();

    expect(roles).toEqual([role]);
  });

  test("is asked about once for several commands, and anew for what has an effect", async () => {
    const asked: string[] = [];
    const { standIn } = await startSlack({
      ...rolesOf([]),
      async command({ member }, answering) {
        await member.role();
        await answering.openForm(anOpenForm());
      },
      async form({ member }, answering) {
        const acting = member.anew();
        await acting.role();
        await acting.role();
        await answering.acceptForm();
      },
    });
    standIn.onEvent((step) => void (step.what === "users.info" && asked.push(step.what)));
    const person = standIn.person("U0MIA");

    await (await person.command(channel, "/persona-create")).acked();
    const command = await person.command(channel, "/persona-create");
    await command.acked();
    expect(asked).toHaveLength(1);
    await (await person.submit(await person.fill(command, { name: "Ada" }))).acked();

    expect(asked).toHaveLength(2);
  });

  test("of another workspace is a stranger and never more than a member; who is of this one is asked about once", async () => {
    const told: unknown[] = [];
    const asked: string[] = [];
    const { standIn } = await startSlack({
      async command({ member }, answering) {
        told.push([await member.isStranger(), await member.role()]);
        await answering.answer(done);
      },
    });
    standIn.onEvent((step) => void (step.what === "users.info" && asked.push(step.what)));
    const stranger = standIn.workspace.users.get("U0STRANGER");
    if (stranger) stranger.isAdmin = true;

    for (const id of ["U0STRANGER", "U0MIA", "U0MIA"])
      await (await standIn.person(id).command(channel, "/persona-show")).acked();

    expect(told).toEqual([
      [true, "member"],
      [false, "member"],
      [false, "member"],
    ]);
    expect(asked).toHaveLength(2);
  });

  test("can be written to directly, unless they take no messages", async () => {
    const { standIn, bot } = await startSlack({});

    expect(await bot.sendDirectFor("T0SANDBOX")("U0MIA", done)).toBe(true);
    standIn.fail("chat.postMessage", { error: "messages_tab_disabled" });
    expect(await bot.sendDirectFor("T0SANDBOX")("U0MIA", done)).toBe(false);

    expect(titles(standIn.directMessages("U0MIA"))).toEqual(["Done"]);
  });

  test.each<[when: string, way: DirectWay, files: ReplyFile[], asked: number]>([
    ["before anything is shown", {}, [], 1],
    ["once a file has gone to them", {}, [{ name: "prompt.txt", text: "You are Ada." }], 2],
    ["once an earlier answer could not be replaced", { standsAt: goneAnswer }, [], 2],
  ])("is sent no message that another process sends meanwhile, which is asked %s", async (_when, way, files, asked) => {
    const { standIn, bot } = await startSlack({});
    let asks = 0;
    const isOurs = async () => {
      asks += 1;
      return asks < asked;
    };

    const sending = bot.sendDirectFor("T0SANDBOX")("U0MIA", { ...done, files }, undefined, {
      ...way,
      isOurs,
    });

    await expect(sending).rejects.toThrow(OutsideError);
    expect(asks).toBe(asked);
    expect(titles(standIn.directMessages("U0MIA"))).not.toContain("Done");
  });
  test("keeps what another process made of an answer while a file was on its way to them", async () => {
    const { standIn, bot } = await startSlack({});
    const send = bot.sendDirectFor("T0SANDBOX");
    await send("U0MIA", { ...done, title: "Told by another process" });
    const [{ channel: where, ts } = { channel: "", ts: "" }] = standIn.directMessages("U0MIA");
    const standsAt = JSON.stringify({ message: { channel: where, ts } });
    const answers = [true];

    const sending = send("U0MIA", { ...done, files: [{ name: "a.txt", text: "You are Ada." }] }, undefined, {
      standsAt,
      isOurs: async () => answers.pop() ?? false,
    });

    await expect(sending).rejects.toThrow(OutsideError);
    expect(titles(standIn.directMessages("U0MIA"))).toContain("Told by another process");
  });
});
