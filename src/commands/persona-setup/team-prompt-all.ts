import { createHash } from "node:crypto";
import type { ButtonAction, Context } from "../../chat/command.ts";
import type { Button, Reply } from "../../chat/reply.ts";
import type { WithoutTeamPrompt } from "../../personas/team-prompt/apply.ts";
import type { TeamPrompt } from "../../tenants/settings.ts";
import { counted } from "../../text/counted.ts";
import { plural } from "../../text/plural.ts";
import { concernedLine, concernedLines } from "../reply/concerned-lines.ts";
import type { Services } from "../services.ts";

type Asking = Pick<Context<Services>, "services" | "member">;

/** The personas that are not as the team's prompt wants them, and the button that changes that; undefined: none is. */
export async function offerFor(asking: Asking): Promise<{ text: string; button: Button } | undefined> {
  const { teamPrompt, concerned } = await stateOf(asking);
  const count = concerned.length;
  if (count === 0) return undefined;
  const text =
    teamPrompt.text === ""
      ? plural(count, {
          one: "New personas get none. 1 persona that is here still ends with an earlier team prompt.",
          other: `New personas get none. ${count} personas that are here still end with an earlier team prompt.`,
        })
      : plural(count, {
          one: "New personas get it. 1 persona that is here does not have it.",
          other: `New personas get it. ${count} personas that are here do not have it.`,
        });
  const label = teamPrompt.text === "" ? "Take it out of all" : "Add it to all";
  return { text, button: { label, action: "team-prompt-all", state: "-", style: "primary" } };
}

/** Asks first, with the number and the names: each is edited, and goes to Tavus. */
export const allPromptsButton: ButtonAction<Services> = {
  access: "admin",
  run: async (_state, context) => ({ kind: "reply", reply: askOrSayNone(await stateOf(context)) }),
};

/** What lacks it by now may be more than was asked about: then it is asked once more. */
export const allPromptsNowButton: ButtonAction<Services> = {
  access: "admin",
  async run(tag, context) {
    const { services, member } = context;
    const state = await stateOf(context);
    // Another press of this one, or a process that died over it, may have done it.
    if (state.concerned.length === 0) return { kind: "reply", reply: noneReply };
    if (tagOf(state) !== tag) {
      const reply = askReply(state);
      return { kind: "reply", reply: { ...reply, notes: [changedNote, ...(reply.notes ?? [])] } };
    }
    const { tenantId, userId: by } = member;
    const count = await services.personas.applyTeamPrompt({ tenantId, teamPrompt: state.teamPrompt, by });
    const details = `team prompt, ${counted(count, "persona")} changed`;
    if (count > 0) services.audit.record(context, { action: "setup", details });
    return { kind: "reply", reply: doneReply(count) };
  },
};

const changedNote =
  "The team prompt, or which personas it would change, is not as when you were asked, so nothing more was done. Choose again.";

type State = { teamPrompt: TeamPrompt; concerned: WithoutTeamPrompt[] };

async function stateOf({ services, member: { tenantId } }: Asking): Promise<State> {
  const { teamPrompt } = await services.settings.latest(tenantId);
  return { teamPrompt, concerned: await services.personas.withoutTeamPrompt({ tenantId, teamPrompt }) };
}

function askOrSayNone(state: State): Reply {
  return state.concerned.length === 0 ? noneReply : askReply(state);
}

function askReply(state: State): Reply {
  const { teamPrompt, concerned } = state;
  const { shown, files } = concernedLines(concerned.map(concernedLine), "personas.txt");
  return {
    tone: "warning",
    title: `Change the prompt of ${counted(concerned.length, "persona")}?`,
    text: [
      teamPrompt.text === ""
        ? "The earlier team prompt at its end is taken out, here and in Tavus. /persona-show, button History, brings back what one was."
        : "The team prompt is put at its end, here and in Tavus. /persona-show, button History, brings back what one was.",
      ...shown,
    ].join("\n"),
    ...files,
    buttons: [
      { label: "Keep their prompts", action: "setup-show", state: "-", style: "primary" },
      {
        label: "Change their prompts",
        action: "team-prompt-all-yes",
        state: tagOf(state),
        style: "danger",
      },
    ],
  };
}

/** So that the answer decides about what was asked about: this text, and these personas. */
function tagOf({ teamPrompt, concerned }: State): string {
  const text = [teamPrompt.text, ...concerned.map(({ id }) => id)].join("\n");
  return createHash("sha256").update(text).digest("hex").substring(0, 16);
}

const noneReply: Reply = {
  tone: "neutral",
  title: "No persona is left to change",
  text: "Every persona is as your team's prompt wants it. /persona-status shows whether any still waits to go to Tavus.",
};

function doneReply(count: number): Reply {
  if (count === 0) return noneReply;
  return {
    tone: "success",
    title: `The prompt of ${counted(count, "persona")} is changed here`,
    text: plural(count, {
      one: "/persona-status shows when nothing waits any more.",
      other: "They go to Tavus two at a time. /persona-status shows when nothing waits any more.",
    }),
  };
}
