import { answerTo, offering } from "../black-box/black-box-chat.ts";
import { type Act, buttonAfter, createFirst, type Stage } from "./stage.ts";

const pagesOf = ({ bot, name }: Stage) =>
  bot.world.tavus.account().deployments.all.filter((page) => page.body.name?.startsWith(`${name} · `));

const rowOf = ({ rows, name, chat }: Stage) =>
  rows
    .selectFrom("landing_pages as p")
    .innerJoin("links as l", (join) =>
      join.onRef("l.tenant_id", "=", "p.tenant_id").onRef("l.subject_id", "=", "p.id"),
    )
    .select(["p.id", "p.made_at", "p.end_wanted", "p.ended_at", "p.handed_at", "l.state"])
    .where("p.persona_name", "=", name)
    .where("p.tenant_id", "=", chat.tenantId)
    .executeTakeFirst();

/** Two pages for one form, or one through which people get in and of which nobody here knows any more. */
async function wrongPages(stage: Stage): Promise<string[]> {
  const [pages, row] = [pagesOf(stage), await rowOf(stage)];
  const isLeft =
    pages.some(({ status }) => status === "active") &&
    (!row || (row.ended_at !== null && row.state !== "pending"));
  return [
    ...(pages.length > 1 ? [`${pages.length} pages`] : []),
    ...(isLeft ? ["a link outside is left open, and nobody looks after it"] : []),
  ];
}

/** The team lets its managers share outside. */
async function allow({ chat, rows }: Stage): Promise<void> {
  const settings = rows
    .selectFrom("tenant_settings")
    .select("sharing_on")
    .where("tenant_id", "=", chat.tenantId);
  if ((await settings.executeTakeFirst())?.sharing_on === 1) return;
  const form = await chat.runForForm("persona-setup");
  const setUp = await buttonAfter(chat, () => form.submit({}), "Limits");
  const sharing = await (await offering(chat, setUp, "Sharing outside")).pressForForm("Sharing outside");
  await buttonAfter(chat, () => sharing.submit({ who: "managers" }), "Limits");
}

async function shareForm(stage: Stage) {
  await allow(stage);
  await createFirst(stage);
  const { chat, name } = stage;
  const shown = await answerTo(chat, () => chat.run("persona-show", { persona: name }));
  return (await offering(chat, shown, "Share outside")).pressForForm("Share outside");
}

const isOver = (name: string) =>
  new RegExp(`“${name}” is not shared outside any more|Sharing “${name}” outside did not work`);

/** What managers do with links for people outside. */
export const outsideActs: { [name: string]: Act } = {
  "share outside": {
    async begin(stage) {
      const form = await shareForm(stage);
      return () => form.submit({ calls: "7", minutes: "3" });
    },
    async isDone(stage) {
      const row = await rowOf(stage);
      return row?.state === "linked" && row.handed_at !== null && row.end_wanted === null;
    },
    done: (name) => new RegExp(`(?<!Whether )“${name}” is shared outside`),
    takenBack: isOver,
    wrongs: wrongPages,
  },
  "revoke a link outside": {
    async begin(stage) {
      const { chat } = stage;
      const form = await shareForm(stage);
      const made = await buttonAfter(chat, () => form.submit({ calls: "7", minutes: "3" }), "Revoke");
      const asked = await buttonAfter(chat, () => made.press("Revoke"), "Revoke it");
      return () => asked.press("Revoke it");
    },
    async isDone(stage) {
      const row = await rowOf(stage);
      return row !== undefined && (row.ended_at !== null || row.end_wanted !== null);
    },
    done: (name) =>
      new RegExp(`“${name}” is not shared outside any more|The link to “${name}” may still work`),
    wrongs: wrongPages,
  },
};
