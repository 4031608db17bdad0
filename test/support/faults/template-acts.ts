import { answerTo, offering } from "../black-box/black-box-chat.ts";
import { type Act, buttonAfter, createFirst, type Stage } from "./stage.ts";

const newPrompt = "You greet whoever comes.";

const templateOf = ({ rows }: Stage, name: string) =>
  rows.selectFrom("templates").selectAll().where("name", "=", name).executeTakeFirst();

async function saveForm(stage: Stage) {
  await createFirst(stage);
  const { chat, name } = stage;
  const label = "Save as template";
  const shown = await answerTo(chat, () => chat.run("persona-show", { persona: name }));
  return (await offering(chat, shown, label)).pressForForm(label);
}

async function saved(stage: Stage) {
  const form = await saveForm(stage);
  return buttonAfter(stage.chat, () => form.submit({ name: stage.name }), "Remove");
}

/** What managers do with the team's templates. */
export const templateActs: { [name: string]: Act } = {
  "save a template": {
    async begin(stage) {
      const form = await saveForm(stage);
      return () => form.submit({ name: `${stage.name} T` });
    },
    isDone: async (stage) => (await templateOf(stage, `${stage.name} T`)) !== undefined,
    done: (name) => new RegExp(`“${name} T” is a template`),
    typed: " T",
  },
  "edit a template": {
    async begin(stage) {
      const form = await (await saved(stage)).pressForForm("Edit");
      return () => form.submit({ prompt: newPrompt });
    },
    isDone: async (stage) => (await templateOf(stage, stage.name))?.content_json.includes(newPrompt) ?? false,
    done: () => /Saved(?! here|,)/,
    typed: newPrompt,
  },
  "remove a template": {
    async begin(stage) {
      const card = await saved(stage);
      const asked = await buttonAfter(stage.chat, () => card.press("Remove"), "Remove it");
      return () => asked.press("Remove it");
    },
    isDone: async (stage) => (await templateOf(stage, stage.name))?.removed_at != null,
    done: (name) => new RegExp(`The template “${name}” was removed`),
  },
};
