import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { defaultScopes } from "../../../sandbox/stand-ins/slack/stand-in.ts";
import type { Answering } from "../../../src/chat/interaction.ts";
import type { Reply } from "../../../src/chat/reply.ts";
import { untilTrue } from "../../support/until-true.ts";
import { anOpenForm } from "../sample-form.ts";
import { aBot, channel, type Handlers, startStandIn } from "../setup.ts";

const domain = "personas.example";
const linkTo = (id: string) => `https://${domain}/${id}`;
const [ada, ben, cleo] = ["per_aaaaaaaaaa", "per_bbbbbbbbbb", "per_cccccccccc"].map(linkTo);

async function startPreviews(handlers: Handlers, card: (id: string) => Reply) {
  const standIn = await startStandIn({
    scopes: [...defaultScopes, "links:read", "links:write"],
    workspace: { unfurlDomains: [domain] },
  });
  const preview = async (_tenantId: string, id: string) => async () => card(id);
  const { bot } = aBot(standIn, handlers, { previews: { domains: [domain], preview } });
  await bot.start();
  return standIn;
}

const withPicture = (id: string): Reply => ({
  tone: "neutral",
  title: id,
  image: { url: `https://cdn.example/${id}.png`, alt: "A face" },
});

test.each([
  [0, [true, true, true]],
  // All together, then the first by itself.
  [2, [false, true, true]],
  // As often as it is made plainer, so that the first is given up.
  [3, [undefined, true, true]],
])("cards that Slack refused %i times as they are written hang each by itself, with pictures %j", async (times, pictures) => {
  const standIn = await startPreviews({}, withPicture);
  if (times > 0) standIn.fail("chat.unfurl", { error: "invalid_blocks", times });

  const message = standIn.person("U0MIA").say(channel, `${ada} ${ben} ${cleo}`);

  const wanted = pictures.filter((picture) => picture !== undefined).length;
  await untilTrue(() => standIn.previews(message).length === wanted, { what: "the previews" });
  const shown = [ada, ben, cleo].map((link) => {
    const preview = standIn.previews(message).find(({ url }) => url === link);
    return preview && JSON.stringify(preview.blocks).includes('"type":"image"');
  });
  expect(shown).toEqual(pictures);
});

const done: Reply = { tone: "success", title: "Done" };
const secret: Reply = { tone: "success", title: "Secret" };

const answers: [what: string, answer: (answering: Answering) => Promise<unknown>][] = [
  ["at once", (answering) => answering.answer(secret)],
  [
    "after a deferral",
    async (answering) => {
      await answering.defer({ tone: "working", title: "Working" });
      await answering.answer(secret);
    },
  ],
  [
    "and again, in its place",
    async (answering) => {
      await answering.answer(done);
      if (!(await answering.amend(secret))) await answering.post(secret);
    },
  ],
  [
    "and with one more message",
    async (answering) => {
      await answering.answer(done);
      await answering.post(secret);
    },
  ],
  [
    "after it was shown how far it is",
    async (answering) => {
      await answering.progress({ tone: "working", title: "Half" });
      await answering.answer(secret);
    },
  ],
];

test.each(
  answers,
)("a button of a preview is answered %s to whoever pressed it, and the message stays", async (_what, answer) => {
  const button = { label: "Show", action: "show", state: "per_1" };
  const standIn = await startPreviews({ button: (_interaction, answering) => answer(answering) }, () => ({
    ...done,
    title: "Card",
    buttons: [button],
  }));
  const message = standIn.person("U0MIA").say(channel, ada ?? "");
  await untilTrue(() => standIn.previews(message).length > 0, { what: "the preview" });
  const [preview] = standIn.previews(message);
  if (!preview) throw new Error("There is no preview.");
  const before = structuredClone({ text: message.text, blocks: preview.blocks });

  await standIn.person("U0GUS").press(preview, "Show");

  const own = () =>
    JSON.stringify(standIn.ephemerals(channel, "U0GUS")) + JSON.stringify(standIn.directMessages("U0GUS"));
  await untilTrue(() => own().includes("Secret"), { what: "the answer" });
  await sleep(50);
  expect(JSON.stringify(standIn.messages(channel))).not.toContain("Secret");
  expect(JSON.stringify(standIn.ephemerals(channel, "U0MIA"))).not.toContain("Secret");
  expect({ text: message.text, blocks: standIn.previews(message)[0]?.blocks }).toEqual(before);
  expect(standIn.problems).toEqual([]);
});

test("a form that a preview's button opens is answered to whoever sent it", async () => {
  const button = { label: "Duplicate", action: "duplicate", state: "per_1" };
  const standIn = await startPreviews(
    {
      button: (_interaction, answering) => answering.openForm(anOpenForm()),
      async form(_interaction, answering) {
        await answering.acceptForm();
        await answering.answer(secret);
      },
    },
    () => ({ ...done, title: "Card", buttons: [button] }),
  );
  const message = standIn.person("U0MIA").say(channel, ada ?? "");
  await untilTrue(() => standIn.previews(message).length > 0, { what: "the preview" });
  const [preview] = standIn.previews(message);
  if (!preview) throw new Error("There is no preview.");
  const gus = standIn.person("U0GUS");

  const view = await gus.fill(await gus.press(preview, "Duplicate"), { name: "Ada" });
  await gus.submit(view);

  await untilTrue(() => JSON.stringify(standIn.ephemerals(channel, "U0GUS")).includes("Secret"), {
    what: "the answer",
  });
  expect(JSON.stringify(standIn.messages(channel))).not.toContain("Secret");
  expect(standIn.previews(message)).toHaveLength(1);
  expect(standIn.problems).toEqual([]);
});
