import type { Message } from "../stand-ins/slack/message/messages.ts";
import type { SandboxWorld } from "../stand-ins/world.ts";
import { slackLines } from "./print-chat.ts";
import { boxed } from "./print-text.ts";
import { say, showForm, waitFor } from "./tour-discord.ts";

const channel = "C0GENERAL";
const user = "U0ADA";

/** The same on Slack: a create with a template chosen inside the form, a failure, a retry. */
export async function tourSlack({ slack, tavus }: SandboxWorld): Promise<void> {
  const ada = slack.person(user);
  const seen = () => slack.ephemerals(channel, user);
  console.log("\n── Slack, #general ────────────────────────────────────────────\n");

  say("ada", "/persona-create");
  const opened = await ada.command(channel, "/persona-create");
  const view = await opened.view();
  showForm(view.blocks.flatMap((block) => ("label" in block && block.label ? [block.label.text] : [])));
  say("ada", "chooses the template Assistant, types the name “Juno”, presses Create");
  const hash = view.hash;
  await ada.choose(view, "template", "assistant");
  await waitFor(() => (view.hash === hash ? undefined : view));
  await ada.fill(view, { name: "Juno" });
  await ada.submit(view);
  await show(seen, "Juno");

  console.log("\n  (Tavus answers with errors of its own.)\n");
  const clear = tavus.setFault("serverErrors", { operation: "create persona" });
  say("ada", "/persona-create coach Otto");
  const second = await (await ada.command(channel, "/persona-create", "coach Otto")).view();
  await ada.submit(second);
  const warning = await show(seen, "Tavus is not available");

  console.log("\n  (Tavus is well again. Whether it made Otto is not known, so it is looked for first.)\n");
  clear();
  say("ada", "presses Retry");
  await ada.press(warning, "Retry");
  await show(seen, "“Otto” is ready");
}

async function show(seen: () => readonly Message[], words: string): Promise<Message> {
  const hasWords = (message: Message) => slackLines(message).join("\n").includes(words);
  const message = await waitFor(() => seen().findLast(hasWords), 60_000);
  console.log(boxed("PersonaForge, only ada sees this", slackLines(message)));
  return message;
}
