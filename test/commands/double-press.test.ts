import { expect, test } from "vitest";
import type { ChannelMessage } from "../../src/chat/channels.ts";
import type { Button } from "../../src/chat/reply.ts";
import { forEachEngine } from "../support/databases.ts";
import {
  buttonIn,
  guild,
  offeredIn,
  type Person,
  type PersonaBot,
  startPersonaBot,
  workspace,
} from "../support/persona-bot.ts";
import { answerIn, type RecordingAnswering, recordAnswering } from "../support/recording-answering.ts";
import { withThreads } from "../support/recording-channels.ts";

type Pressed = { button: Button; message?: ChannelMessage };
type Scene = { bot: PersonaBot; admin: Person };
type Case = {
  what: string;
  /** What is pressed, of a persona called Ada that Tavus has. */
  button(scene: Scene): Promise<Pressed>;
  /** What one press makes in Tavus; everything else is one message for everybody. */
  makes?: "create persona" | "create conversation";
};

const message = { channelId: "C1", messageId: "m1" };
const personaId = async ({ bot }: Scene) => (await bot.rows())[0]?.id ?? "";

async function cardButton({ admin }: Scene, mode: "video" | "test" = "video"): Promise<Button> {
  return buttonIn(answerIn(await admin.run("persona-talk", { persona: "Ada", mode })), "Join");
}

async function shown({ admin }: Scene, label: string): Promise<Button> {
  return offeredIn(admin, answerIn(await admin.run("persona-show", { persona: "Ada" })), label);
}

/** Made by a press of its action, wherever that is offered. */
const action = (name: string) => async (scene: Scene) => ({
  button: { label: name, action: name, state: await personaId(scene) },
});

const cases: Case[] = [
  { what: "Share to channel", button: action("share") },
  { what: "Talk", button: async (scene) => ({ button: await shown(scene, "Talk") }) },
  {
    what: "Talk under a shared card",
    button: async (scene) => ({ button: await shown(scene, "Talk"), message }),
  },
  { what: "Test a call", button: action("talk-test") },
  {
    what: "Join on an old card",
    async button(scene) {
      const button = await cardButton(scene);
      scene.bot.skip(25 * 3_600_000);
      return { button, message };
    },
  },
  {
    what: "Join",
    button: async (scene) => ({ button: await cardButton(scene), message }),
    makes: "create conversation",
  },
  {
    what: "Rehearse",
    async button(scene) {
      withThreads(scene.bot.channels, "private");
      return { button: await shown(scene, "Rehearse") };
    },
    makes: "create conversation",
  },
  {
    what: "Retry after Unlink",
    async button(scene) {
      await scene.bot.personas.unlink({
        tenantId: (await scene.bot.rows())[0]?.tenant_id ?? "",
        id: await personaId(scene),
      });
      return action("retry")(scene);
    },
    makes: "create persona",
  },
  {
    what: "Create again of what is gone",
    async button(scene) {
      scene.bot.account.removePersona((await scene.bot.rows())[0]?.tavus_persona_id ?? "");
      return action("create-again")(scene);
    },
    makes: "create persona",
  },
];

const postsIn = (answers: readonly RecordingAnswering[]) =>
  answers.flatMap(({ said }) => said.filter(({ how }) => how === "post"));

forEachEngine((_, open) => {
  async function aScene(team = workspace): Promise<Scene> {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin", team);
    await bot.settings.change(team, { isRehearsalOn: true });
    await admin.create({ name: "Ada", replica: "r90bbd427f71" });
    return { bot, admin };
  }

  for (const team of [workspace, guild]) {
    test.each(cases)(`in ${team} a double press of $what does it once`, async ({ button, makes }) => {
      const scene = await aScene(team);
      const { button: pressed, ...where } = await button(scene);
      const made = () => scene.bot.standIn.requests.filter(({ operation }) => operation === makes).length;
      const before = made();

      const answers = await Promise.all([
        scene.admin.press(pressed, where),
        scene.admin.press(pressed, where),
      ]);

      expect(postsIn(answers)).toHaveLength(makes ? 0 : 1);
      expect(made() - before).toBe(makes ? 1 : 0);
      for (const answering of answers) expect(answerIn(answering).tone).not.toBe("failure");
    });
  }

  test("an old card brings one new card, whoever presses it within a day", async () => {
    const scene = await aScene();
    const button = await cardButton(scene);
    scene.bot.skip(25 * 3_600_000);
    const others = ["U2", "U3", "U4"].map((userId) => scene.bot.person(userId));

    const answers = await Promise.all(others.map((person) => person.press(button, { message })));
    scene.bot.skip(3_600_000);
    const late = await scene.admin.press(button, { message });
    const elsewhere = await scene.admin.press(button, { message: { ...message, messageId: "m2" } });

    expect(postsIn([...answers, late])).toHaveLength(1);
    expect(postsIn([elsewhere])).toHaveLength(1);
    expect(answerIn(late).title).toBe("This card is more than a day old");
  });

  test.each([
    "share",
    "talk",
  ])("what was pressed again a minute later, or was not posted, %s does again", async (name) => {
    const scene = await aScene();
    const { button } = await action(name)(scene);
    const isOver = { on: { post: () => Promise.reject(new Error("503")) } };

    await scene.admin.press(button, { answering: recordAnswering(isOver) });
    const again = await scene.admin.press(button);
    scene.bot.skip(60_000);
    const later = await scene.admin.press(button);

    expect(postsIn([again])).toHaveLength(1);
    expect(postsIn([later])).toHaveLength(1);
  });
});
