import { type Command, type Context, definePlainCommand } from "../../chat/command.ts";
import { explainReply } from "../../chat/explain-command.ts";
import type { Reply } from "../../chat/reply.ts";
import { UserError } from "../../errors.ts";
import { randomId } from "../../random-id.ts";
import { refusalFor } from "../../tenants/roles.ts";
import { unusableManagersOf } from "../persona-setup/unusable-managers.ts";
import type { Services } from "../services.ts";
import { explainAction, helpReply, newPersonaAction, shortNameOf } from "./help-reply.ts";

/** What somebody can do here, of these commands; and each of them explained. */
export function definePersonaHelp(commands: readonly Command<Services>[]): Command<Services> {
  const listed = commands.filter(({ isListed }) => isListed !== false);
  const options = {
    about: {
      kind: "choice",
      early: true,
      label: "About",
      hint: "One command; without it everything you can do here",
      choices: listed.map(({ name }) => ({ value: shortNameOf(name), label: `/${name}` })),
    },
  } as const;

  function explain(about: string, { member }: Context<Services>): Reply {
    const command = listed.find(({ name }) => shortNameOf(name) === about);
    if (!command) throw new UserError("This command is from an older version. Run /persona-help again.");
    return explainReply(command, member);
  }

  return definePlainCommand<Services, typeof options>({
    name: "persona-help",
    summary: "What you can do here, what is set up and what is missing",
    access: "member",
    usage: "[command]",
    options,
    buttons: {
      [explainAction]: {
        access: "member",
        run: async (about, context) => ({ kind: "reply", reply: explain(about, context) }),
      },
      [newPersonaAction]: {
        access: "author",
        opensForm: true,
        run: async () => ({ kind: "form", command: "persona-create", formId: randomId(16), values: {} }),
      },
    },
    run: ({ about }, context) => (about ? Promise.resolve(explain(about, context)) : help(listed, context)),
  });
}

async function help(listed: readonly Command<Services>[], context: Context<Services>): Promise<Reply> {
  const { services, member } = context;
  const { tenantId, platform } = member;
  const [role, settings, owner, counts, appNotice] = await Promise.all([
    member.role(),
    services.settings.of(tenantId),
    services.teamKeys.owner(tenantId),
    services.personas.counts(tenantId),
    services.appUpdate.notice(tenantId),
  ]);
  const rights = { ...settings, hasManagers: settings.managers.length > 0, platform };
  const refusals = await Promise.all(
    listed.map(({ access }) => refusalFor(() => member.role(), access, rights)),
  );
  const commands = listed.filter((_, index) => refusals[index] === undefined);
  const unusable = role === "admin" ? await unusableManagersOf(services, tenantId, settings) : [];
  const { canStore: canStoreKey } = services.teamKeys;
  return helpReply({ unusable, role, platform, settings, owner, canStoreKey, counts, commands, appNotice });
}
