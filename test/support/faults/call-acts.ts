import { type Seen, waitFor } from "../black-box/black-box-chat.ts";
import { type Act, buttonAfter, createFirst, type Stage, videoFace } from "./stage.ts";

/** Everybody has one room: what one run has opened is none of the next one's. */
const mostMinutes = JSON.stringify({
  "conversationMinutes.team": 100_000,
  "conversationMinutes.member": 10_000,
});
const said = "What did you have for breakfast?";

const roomsOf = ({ bot, name }: Stage) =>
  bot.world.tavus.account().rooms.ever.filter((room) => room.name.startsWith(`${name} · `));

const rowOf = ({ rows, name, chat }: Stage) =>
  rows
    .selectFrom("conversations as c")
    .innerJoin("links as l", (join) =>
      join.onRef("l.tenant_id", "=", "c.tenant_id").onRef("l.subject_id", "=", "c.id"),
    )
    .select(["c.id", "c.mode", "c.made_at", "c.end_wanted", "c.ended_at", "l.state"])
    .where("c.persona_name", "=", name)
    .where("c.tenant_id", "=", chat.tenantId)
    .executeTakeFirst();

async function isOpen(stage: Stage): Promise<boolean> {
  const row = await rowOf(stage);
  return row?.state === "linked" && row.made_at !== null && row.end_wanted === null && row.ended_at === null;
}

/** Two rooms for one press, or one that is open and of which nobody here knows any more. */
async function wrongRooms(stage: Stage): Promise<string[]> {
  const [rooms, row] = [roomsOf(stage), await rowOf(stage)];
  const isLeft =
    rooms.some(({ end }) => !end) && (!row || (row.ended_at !== null && row.state !== "pending"));
  return [
    ...(rooms.length > 1 ? [`${rooms.length} rooms`] : []),
    ...(isLeft ? ["a room is left open, and nobody looks after it"] : []),
  ];
}

/** The team may call and rehearse as long as it likes, and hears of its calls. */
async function allow({ chat, rows }: Stage): Promise<void> {
  const settings = rows
    .selectFrom("tenant_settings")
    .select("rehearsal_on")
    .where("tenant_id", "=", chat.tenantId);
  if ((await settings.executeTakeFirst())?.rehearsal_on === 1) return;
  const form = await chat.runForForm("persona-setup");
  const setUp = await buttonAfter(chat, () => form.submit({}), "Calls and videos");
  await rows
    .updateTable("tenant_settings")
    .set({ limits_json: mostMinutes })
    .where("tenant_id", "=", chat.tenantId)
    .execute();
  const calls = await setUp.pressForForm("Calls and videos");
  await buttonAfter(chat, () => calls.submit({ rehearsal: "on", days: "7" }), "Calls and videos");
}

async function card(stage: Stage): Promise<Seen> {
  await allow(stage);
  await createFirst(stage, { replica: videoFace });
  return buttonAfter(stage.chat, () => stage.chat.run("persona-talk", { persona: stage.name }), "Join");
}

async function opened(stage: Stage): Promise<Seen> {
  const seen = await card(stage);
  return buttonAfter(stage.chat, () => seen.press("Join"), "End");
}

const shown = (stage: Stage, label: string) =>
  buttonAfter(stage.chat, () => stage.chat.run("persona-show", { persona: stage.name }), label);

async function rehearsing(stage: Stage): Promise<Seen> {
  await allow(stage);
  await createFirst(stage, { replica: videoFace });
  return buttonAfter(stage.chat, await aboutToRehearse(stage), "Say something");
}

/** The press that begins it: where the whole channel may read a thread, the person chooses first. */
async function aboutToRehearse(stage: Stage): Promise<() => Promise<void>> {
  const seen = await shown(stage, "Rehearse");
  if (stage.chat.platform === "Discord") return () => seen.press("Rehearse");
  const asked = await buttonAfter(stage.chat, () => seen.press("Rehearse"), "Only for me");
  return () => asked.press("Only for me");
}

/** Where a person reads the card, or will: in the channel, or by direct message where the channel's answer is over. */
async function isPosted({ chat, rows, name }: Stage): Promise<boolean> {
  const words = `Talk with “${name}”`;
  if (chat.messages().some(({ text }) => text.includes(words))) return true;
  const owed = await rows
    .selectFrom("owed")
    .select("reply_json")
    .where("user_id", "=", chat.userId)
    .execute();
  return owed.some(({ reply_json }) => reply_json.includes(words));
}

/** From then on whoever looks after it ends it, whatever it takes. */
async function isBeingEnded(stage: Stage): Promise<boolean> {
  const row = await rowOf(stage);
  return row !== undefined && (row.ended_at !== null || row.end_wanted !== null);
}

const byRoom = { table: "conversations", named: (name: string) => name } as const;
const isOverText = (name: string) => new RegExp(`(room|rehearsal) with “${name}” (is over|is being ended)`);

export const callActs: { [name: string]: Act } = {
  "post a card": {
    async begin(stage) {
      await createFirst(stage, { replica: videoFace });
      return () => stage.chat.run("persona-talk", { persona: stage.name });
    },
    isDone: isPosted,
    done: (name) => new RegExp(`Talk with “${name}”`),
    wrongs: wrongRooms,
  },
  "talk from the persona": {
    async begin(stage) {
      await createFirst(stage, { replica: videoFace });
      const seen = await shown(stage, "Talk");
      return () => seen.press("Talk");
    },
    isDone: isPosted,
    done: (name) => new RegExp(`A card for “${name}” was posted`),
    wrongs: wrongRooms,
  },
  join: {
    async begin(stage) {
      const seen = await card(stage);
      return () => seen.press("Join");
    },
    isDone: isOpen,
    done: (name) => new RegExp(`Your room with “${name}” is open`),
    isToldByLink: byRoom,
    takenBack: isOverText,
    wrongs: wrongRooms,
  },
  end: {
    async begin(stage) {
      const seen = await opened(stage);
      return () => seen.press("End");
    },
    isDone: isBeingEnded,
    done: (name) => new RegExp(`The room with “${name}” is (over|being ended)`),
    wrongs: wrongRooms,
  },
  rehearse: {
    async begin(stage) {
      await allow(stage);
      await createFirst(stage, { replica: videoFace });
      return aboutToRehearse(stage);
    },
    isDone: isOpen,
    done: (name) => new RegExp(`Rehearsing “${name}”|Your rehearsal with “${name}” is open`),
    isToldByLink: byRoom,
    takenBack: isOverText,
    wrongs: wrongRooms,
  },
  say: {
    async begin(stage) {
      const seen = await rehearsing(stage);
      const form = await seen.pressForForm("Say something");
      return () => form.submit({ text: said });
    },
    isDone: async ({ rows, chat }) => {
      const lines = rows.selectFrom("rehearsal_lines").select("text").where("tenant_id", "=", chat.tenantId);
      return (await lines.where("text", "=", said).executeTakeFirst()) !== undefined;
    },
    done: () => new RegExp(`You: ${said.replace("?", "\\?")}`),
    typed: said,
    async wrongs(stage) {
      const heard = roomsOf(stage).flatMap((room) => room.said.filter(({ text }) => text === said));
      return [...(heard.length > 1 ? [`said ${heard.length} times`] : []), ...(await wrongRooms(stage))];
    },
  },
  "end a rehearsal": {
    async begin(stage) {
      const seen = await rehearsing(stage);
      return () => seen.press("End");
    },
    isDone: isBeingEnded,
    // In a thread it is written at the end of what was said; elsewhere the one message says it.
    done: (name) => new RegExp(`The rehearsal is over|Rehearsed “${name}”`),
    wrongs: wrongRooms,
  },
  "hear of a call": {
    async begin(stage) {
      const seen = await opened(stage);
      const { rooms } = stage.bot.world.tavus.account();
      const room = await waitFor(() => roomsOf(stage)[0]);
      rooms.join(rooms.linkOf(room), stage.chat.userId);
      return () => seen.press("End");
    },
    async isSettled(stage) {
      const row = await rowOf(stage);
      if (row?.ended_at == null) return false;
      const report = stage.rows.selectFrom("after_calls").select("look_at").where("id", "=", row.id);
      return ((await report.executeTakeFirst())?.look_at ?? null) === null;
    },
    isDone: async (stage) => (await rowOf(stage))?.ended_at != null,
    done: (name) => new RegExp(`Your call with “${name}” is over`),
    wrongs: wrongRooms,
  },
};
