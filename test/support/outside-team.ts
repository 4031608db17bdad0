import { onTestFinished } from "vitest";
import type { Reply } from "../../src/chat/reply.ts";
import type { OpenDatabase } from "./databases.ts";
import {
  type BotOptions,
  factsIn,
  type Person,
  type PersonaBot,
  pressOffered,
  startPersonaBot,
  type workspace,
} from "./persona-bot.ts";
import { answerIn, openedForm, type RecordingAnswering } from "./recording-answering.ts";
import { untilTrue } from "./until-true.ts";

/** Time passes, a look at every link in it. */
export const lapse = (bot: PersonaBot, ms: number) => bot.pass(ms, [bot.pageKeeper]);

/** A team with a persona "Ben" and somebody who looks after its links outside. */
export async function startTeam(
  open: OpenDatabase,
  tenantId: typeof workspace,
  { isAllowed = true, ...options }: BotOptions & { isAllowed?: boolean } = {},
) {
  const bot = await startPersonaBot(open, options);
  bot.pageKeeper.start();
  onTestFinished(() => bot.pageKeeper.stop(2000));
  if (isAllowed) await bot.settings.change(tenantId, { isSharingOn: true });
  const admin = bot.person("U-admin", "admin", tenantId);
  await admin.create({ name: "Ben" });
  const pages = () => bot.database.kysely.selectFrom("landing_pages").selectAll().execute();
  return {
    bot,
    admin,
    pages,
    deployments: () => bot.account.deployments.open,
    told: () => bot.direct.sent.map(({ userId, reply }) => `${userId}: ${reply.title}`),
    lapse: (ms: number) => lapse(bot, ms),
    until: (condition: () => boolean | Promise<boolean>, what: string) =>
      untilTrue(
        () => {
          bot.pageKeeper.wake();
          bot.skip(0);
          return condition();
        },
        { what },
      ),
  };
}

const show = (person: Person) =>
  person.command({ command: "persona-show", values: { persona: "Ben" }, text: "Ben" });

export async function openShare(person: Person): Promise<RecordingAnswering> {
  return pressOffered(person, await show(person), "Share outside");
}

/** The answer with the link. */
export async function share(
  person: Person,
  values: { calls?: string; minutes?: string } = {},
): Promise<Reply> {
  const form = openedForm(await openShare(person));
  return answerIn(await person.send(form, { calls: "3", minutes: "5", ...values }));
}

export const passwordIn = (reply: Reply) => factsIn(reply).Password ?? "";
