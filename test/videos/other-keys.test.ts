import { expect, test } from "vitest";
import { forEachEngine } from "../support/databases.ts";
import { startPersonaBot, workspace } from "../support/persona-bot.ts";
import { openedForm } from "../support/recording-answering.ts";
import { untilTrue } from "../support/until-true.ts";

const ownKey = "an-own-tavus-key-of-the-team";

forEachEngine((_engine, open) => {
  test("a team brings its own key while the operator's account makes a video: its link is posted", async () => {
    const bot = await startPersonaBot(open, { otherKeys: [ownKey] });
    const admin = bot.person("U1", "admin");
    await admin.create({ name: "Ada", replica: "r90bbd427f71" });
    bot.standIn.behaviour.videoSeconds = { queued: 1e6, generating: 1e6 };
    const opened = openedForm(await admin.say("persona-video", "Ada"));
    await admin.send(opened, { script: "Hello." });
    await bot.services.teamKeys.store({ tenantId: workspace, userId: "U1", value: ownKey }, null);

    bot.account.videos.finish(bot.account.videos.all[0]?.id ?? "");
    const titles = () => bot.channels.messages.map(({ reply }) => reply.title);
    await untilTrue(async () => {
      await bot.pass(60_000);
      return titles().length > 0;
    });

    expect(titles()).toEqual(["Video “Ada” is ready"]);
  });
});
