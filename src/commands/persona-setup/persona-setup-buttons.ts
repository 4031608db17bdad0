import type { ButtonAction, Context } from "../../chat/command.ts";
import type { Reply } from "../../chat/reply.ts";
import type { Services } from "../services.ts";
import { changeButton, keyNews, moreSettingsReply, roomLines, stateReply } from "./persona-setup-reply.ts";

/** A button that an admin presses, answered with a reply. */
function answering(
  run: (state: string, context: Context<Services>) => Promise<Reply>,
): ButtonAction<Services> {
  return {
    access: "admin",
    run: async (state, context) => ({ kind: "reply", reply: await run(state, context) }),
  };
}

export const keepUncheckedButton = answering(async (tag, context) => {
  const { services, member } = context;
  const kept = await services.teamKeys.keepUnchecked(member.tenantId, tag);
  switch (kept.kind) {
    case "stored": {
      services.audit.record(context, { action: "setup", details: "Tavus key" });
      const { key } = await services.settings.latest(member.tenantId);
      if (key?.sees) {
        const text = `Tavus could be asked meanwhile. ${keyNews(key.sees, kept)}`;
        return stateReply(context, { tone: "success", title: "The Tavus key is stored", text });
      }
      return stateReply(context, {
        tone: "warning",
        title: "The Tavus key is stored, unchecked",
        text: [onTrust, ...roomLines(kept.rooms)].join(" "),
      });
    }
    case "refused":
      return { ...refused, buttons: [changeButton] };
    case "gone":
      return { ...gone, buttons: [changeButton] };
  }
});

const onTrust =
  "Tavus still could not be asked about it. What waited for a key is tried with it now; if it is wrong, a warning says so.";

const refused: Reply = {
  tone: "failure",
  title: "Tavus refuses this key",
  text: "Tavus could be asked meanwhile. The key was not stored: copy it again from Tavus's developer portal and enter it under Change settings.",
};

const gone: Reply = {
  tone: "neutral",
  title: "This key does not wait here any more",
  text: "It was stored already, another admin entered one since, or its 15 minutes are over. Change settings shows what is set, and takes it again.",
};

export const noChannelButton = answering(async (channelId, context) => {
  const { services, member } = context;
  const { channel } = await services.settings.latest(member.tenantId);
  if (channel && channel.id !== channelId) return changedMeanwhile(context);
  await services.settings.change(member.tenantId, { channel: null });
  services.audit.record(context, { action: "setup", details: "warnings channel removed" });
  const text = "Warnings go to the person who acted, from now on.";
  return stateReply(context, { tone: "success", title: "No warnings channel", text });
});

/** Asks first. The state is the key's tag, so that no other key goes than the one that was meant. */
export const removeKeyButton = answering(async (tag, context) => {
  const { services, member } = context;
  const { key } = await services.settings.latest(member.tenantId);
  if (key?.tag !== tag) return changedMeanwhile(context);
  const isOperators = (await services.teamKeys.nextOwner(member.tenantId)) === "operator";
  return {
    tone: "warning",
    title: key.lastFour
      ? `Remove your team's Tavus key ending in ${key.lastFour}?`
      : "Remove your team's Tavus key?",
    text: `It is deleted here; in Tavus it stays valid. Personas and links stay. ${isOperators ? operatorsNext : noneNext}`,
    buttons: [
      { label: "Keep it", action: "setup-show", state: "-", style: "primary" },
      { label: "Remove key", action: "setup-remove-yes", state: tag, style: "danger" },
    ],
  };
});

const noneNext = "What is not in Tavus yet waits until there is a key again.";
const operatorsNext =
  "After that your team uses the key of whoever runs the bot. If it opens another Tavus account, what is linked now is not there, and what waits is made there.";

export const removeKeyNowButton = answering(async (tag, context) => {
  const { services, member } = context;
  const { tenantId } = member;
  const { key } = await services.settings.latest(tenantId);
  if (key && key.tag !== tag) return changedMeanwhile(context);
  const rooms = await services.teamKeys.remove(tenantId);
  if (rooms) services.audit.record(context, { action: "setup", details: "Tavus key removed" });
  const owner = await services.teamKeys.owner(tenantId);
  const text =
    owner === "operator"
      ? "From now on your team uses the key of whoever runs the bot, which may open another Tavus account. Run /persona-sync preview to see what it holds."
      : "Nothing is sent to Tavus until there is a key again; new personas are saved here and wait.";
  const lines = [text, ...(rooms ? roomLines(rooms) : [])];
  return stateReply(context, { tone: "success", title: "The Tavus key was removed", text: lines.join(" ") });
});

export const showSetupButton = answering((_state, context) =>
  stateReply(context, { tone: "neutral", title: "What this team has set" }),
);

export const moreSetupButton = answering((_state, context) => moreSettingsReply(context));

function changedMeanwhile(context: Context<Services>): Promise<Reply> {
  return stateReply(context, {
    tone: "neutral",
    title: "It was changed meanwhile",
    text: "Nothing was removed. This is what is set now.",
  });
}
