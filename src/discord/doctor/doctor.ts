import { PermissionFlagsBits, REST, RESTEvents, Routes } from "discord.js";
import { z } from "zod";
import type { ChannelRights } from "../../chat/channels.ts";
import type { CommandListing } from "../../chat/command.ts";
import { bad, type ClockReading, type Finding, good, readClock, skipped } from "../../finding.ts";
import { counted } from "../../text/counted.ts";
import { canPostTo } from "../channel-rights.ts";
import { sessionStartSchema } from "../connection/gateway/session-starts.ts";
import { listGuildIds } from "../connection/http/guild-list.ts";
import type { HttpSettings } from "../connection/http/own-application.ts";
import { postingPermissions } from "../permissions.ts";
import { openThreadPermissions, threadPermissions } from "../threads.ts";
import { compareCommands, listedCommandsSchema } from "./doctor-commands.ts";
import { deliverableSchema, examineDelivery } from "./doctor-delivery.ts";
import { explainFailure } from "./doctor-failure.ts";
import { examineInvitation, invitableSchema } from "./doctor-invitation.ts";

const requestTimeoutMs = 4000;

/** What the bot asks of a server that it is invited to: to post, the files it answers with, and threads. */
const invitedWith = [...postingPermissions, ...threadPermissions, ...openThreadPermissions].reduce(
  (bits, { bit }) => bits | bit,
  PermissionFlagsBits.AttachFiles,
);

export type DiscordExamination = {
  findings: Finding[];
  clock?: ClockReading | undefined;
  /** Undefined when Discord refused the token, so that nothing else can be asked. */
  inviteLink?: string;
  /** The servers the bot is in; undefined: Discord did not say. */
  guildIds?: string[] | undefined;
};

export type DiscordDoctor = {
  /** Asks Discord about token, commands and gateway; changes nothing there and does not connect. */
  examine(): Promise<DiscordExamination>;
  /** The same as `canPostTo` of the bot. */
  canPostTo(place: { guildId: string; channelId: string }): Promise<ChannelRights>;
  close(): void;
};

export type DiscordDoctorOptions = {
  token: string;
  apiUrl: string;
  /** Default: over the gateway. */
  mode?: { kind: "gateway" } | ({ kind: "http" } & HttpSettings);
  commands: readonly CommandListing[];
  now: () => number;
};

const applicationSchema = z.object({
  ...deliverableSchema.shape,
  ...invitableSchema.shape,
  name: z.string(),
  approximate_guild_count: z.number().optional(),
});
type Application = z.output<typeof applicationSchema>;

export function createDiscordDoctor(options: DiscordDoctorOptions): DiscordDoctor {
  const rest = createRest(options);
  let clock: ClockReading | undefined;
  rest.on(RESTEvents.Response, (_request, { headers }) => {
    clock = readClock("Discord", headers.get("date"), options.now()) ?? clock;
  });
  return {
    async examine() {
      return { ...(await examine(rest, options)), clock };
    },
    canPostTo: (place) => canPostTo(rest, place),
    close() {
      rest.clearHandlerSweeper();
      rest.clearHashSweeper();
    },
  };
}

function createRest({ token, apiUrl }: DiscordDoctorOptions): REST {
  const rest = new REST({
    api: apiUrl,
    timeout: requestTimeoutMs,
    retries: 0,
    rejectOnRateLimit: () => true,
  });
  return rest.setToken(token);
}

async function examine(rest: REST, options: DiscordDoctorOptions): Promise<DiscordExamination> {
  let application: Application;
  try {
    application = applicationSchema.parse(await rest.get(Routes.currentApplication()));
  } catch (error) {
    const others = ["Intents", "Commands", "Delivery", "Invitation", "Gateway"];
    const waiting = others.map((name) => skipped(name, "Not looked at: see Token."));
    return { findings: [explainFailure("Token", error), ...waiting] };
  }
  const [commands, gateway, guildIds] = await Promise.all([
    examineCommands(rest, application, options.commands),
    options.mode?.kind === "http" ? noGateway : examineGateway(rest),
    listGuilds(rest),
  ]);
  const findings = [
    describeApplication(application),
    good("Intents", "Only Guilds and Direct Messages are asked for: nothing has to be switched on for them."),
    commands,
    examineDelivery(application, options.mode),
    examineInvitation(application),
    gateway,
  ];
  return { findings, inviteLink: renderInviteLink(application.id), guildIds };
}

async function listGuilds(rest: REST): Promise<string[] | undefined> {
  try {
    return await listGuildIds(rest);
  } catch (error) {
    // Named, or rejected where it is one of ours; whoever needs the list says that it lacks.
    explainFailure("Servers", error);
    return undefined;
  }
}

function describeApplication({ id, name, approximate_guild_count: count }: Application): Finding {
  const servers = count === undefined ? "" : `, in ${counted(count, "server")}`;
  return good("Token", `Discord takes it. It belongs to the application ${name} (${id})${servers}.`);
}

async function examineCommands(
  rest: REST,
  { id }: Application,
  commands: readonly CommandListing[],
): Promise<Finding> {
  try {
    const listed = listedCommandsSchema.parse(await rest.get(Routes.applicationCommands(id)));
    return compareCommands("Commands", listed, commands);
  } catch (error) {
    return explainFailure("Commands", error);
  }
}

const noGateway = good("Gateway", "Not used: commands come over HTTP.");

async function examineGateway(rest: REST): Promise<Finding> {
  try {
    const { session_start_limit: limit } = sessionStartSchema.parse(await rest.get(Routes.gatewayBot()));
    const left = `${limit.remaining} of ${limit.total} starts are left today`;
    if (limit.remaining > 0) return good("Gateway", `Discord names its address. ${left}.`);
    return bad(
      "Gateway",
      `No start is left: the bot has connected ${limit.total} times within a day.`,
      `Leave it stopped for ${describeWait(limit.reset_after)}, and find out what starts it again and again.`,
    );
  } catch (error) {
    return explainFailure("Gateway", error);
  }
}

function describeWait(ms: number): string {
  const minutes = Math.ceil(ms / 60_000);
  return minutes < 60 ? `${minutes} min` : `${Math.ceil(minutes / 60)} h`;
}

/** https://discord.com/developers/docs/topics/oauth2#bot-authorization-flow-bot-auth-parameters */
function renderInviteLink(applicationId: string): string {
  const parameters = `client_id=${applicationId}&scope=bot+applications.commands&permissions=${invitedWith}`;
  return `https://discord.com/oauth2/authorize?${parameters}`;
}
