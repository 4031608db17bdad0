import { defaultTavusKey } from "../../../sandbox/stand-ins/tavus/stand-in.ts";
import { offering } from "../black-box/black-box-chat.ts";
import { type Act, buttonAfter, type Stage } from "./stage.ts";

const teamPrompt = "You answer in two sentences.";

const settingsOf = ({ rows, chat }: Stage) =>
  rows.selectFrom("tenant_settings").selectAll().where("tenant_id", "=", chat.tenantId).executeTakeFirst();

/** What an admin sets for the team. */
export const setupActs: { [name: string]: Act } = {
  setup: {
    async begin(stage) {
      const manager = someManager(stage);
      const form = await stage.chat.runForForm("persona-setup");
      // A list that is the same as before would show nothing of what became of it.
      await stage.rows.updateTable("tenant_settings").set({ managers_json: "[]" }).execute();
      return () => form.submit({ managers: [manager] });
    },
    isDone: async (stage) => ((await settingsOf(stage))?.managers_json ?? "[]") !== "[]",
    done: () => /Saved(?! here|,)/,
  },
  "own key": {
    async begin(stage) {
      const form = await stage.chat.runForForm("persona-setup");
      await stage.rows.updateTable("tenant_settings").set({ key_tag: null, key_sealed: null }).execute();
      return () => form.submit({ tavus_key: defaultTavusKey });
    },
    isDone: async (stage) => ((await settingsOf(stage))?.key_tag ?? null) !== null,
    done: () => /Saved(?! here|,)/,
  },
  limits: {
    async begin(stage) {
      const form = await stage.chat.runForForm("persona-setup");
      const state = await buttonAfter(stage.chat, () => form.submit({}), "Limits");
      const limits = await state.pressForForm("Limits");
      const most = `${1000 + Number(stage.name.split(" ")[1])} / 100000`;
      return () => limits.submit({ creates: most });
    },
    isDone: async (stage) =>
      (await settingsOf(stage))?.limits_json.includes(`${1000 + Number(stage.name.split(" ")[1])}`) ?? false,
    done: () => /Saved(?! here|,)/,
  },
  "team prompt": {
    async begin(stage) {
      const opened = await stage.chat.runForForm("persona-setup");
      const label = "Team prompt";
      const state = await buttonAfter(stage.chat, () => opened.submit({}), "Limits");
      const form = await (await offering(stage.chat, state, label)).pressForForm(label);
      await stage.rows.updateTable("tenant_settings").set({ team_prompt_json: null }).execute();
      return () => form.submit({ text: teamPrompt });
    },
    isDone: async (stage) => (await settingsOf(stage))?.team_prompt_json?.includes(teamPrompt) ?? false,
    done: () => /Saved(?! here|,)/,
    typed: teamPrompt,
  },
  "default replica": {
    async begin(stage) {
      const { chat, rows } = stage;
      const isAnna = (await settingsOf(stage))?.replica_id === "r90bbd427f71";
      const replica = isAnna ? "rc9cff32ceba" : "r90bbd427f71";
      const label = "Make it the team's default";
      const card = await buttonAfter(chat, () => chat.run("persona-replicas", { replica }), label);
      await rows.updateTable("tenant_settings").set({ replica_id: null }).execute();
      return () => card.press(label);
    },
    isDone: async (stage) => ((await settingsOf(stage))?.replica_id ?? null) !== null,
    done: () => /Your team's default replica is set/,
  },
};

/** Discord names a role, Slack a person. */
function someManager({ bot, chat }: Stage): string {
  return chat.platform === "Slack" ? "U0MIA" : (bot.world.discord.guilds[0]?.addRole("Casting").id ?? "");
}
