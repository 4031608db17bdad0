import { tenantIdOf } from "../chat/member.ts";
import { commands } from "../commands/all.ts";
import type { UsableReading } from "../config.ts";
import { examineDatabase } from "../database/opening/doctor.ts";
import type { DatabaseExamination } from "../database/opening/doctor-examination.ts";
import { createDiscordDoctor, type DiscordExamination } from "../discord/doctor/doctor.ts";
import { type ClockReading, type Finding, skipped } from "../finding.ts";
import { createLog } from "../log.ts";
import { createSlackDoctor, type SlackExamination } from "../slack/doctor/doctor.ts";
import { examineInstalls } from "../slack/doctor/install-doctor.ts";
import { examineCalls } from "./calls.ts";
import { examineClock } from "./clock.ts";
import { examineEnvironment, refusedVariable } from "./environment.ts";
import { guard } from "./guard.ts";
import { examineListening } from "./listening.ts";
import { examineOperatorKey } from "./operator-key.ts";
import { examineTavus } from "./tavus.ts";
import { type AskChannel, examineTeams } from "./teams.ts";

export type Section = { heading: string; findings: Finding[] };

export type Examination = { sections: Section[]; inviteLink: string | undefined };

type Part = { findings: Finding[]; clock?: ClockReading | undefined };

/** Looks at everything the bot needs. Changes nothing anywhere. */
export async function examine(reading: UsableReading, now: () => number): Promise<Examination> {
  // SQLite reads a file through without pause, and the others' deadlines must not run meanwhile.
  const database: Part & DatabaseExamination = await lookAtDatabase(reading, now);
  const [discord, slack, tavus, listening] = await Promise.all([
    lookAtDiscord(reading, now),
    lookAtSlack(reading, now),
    lookAtTavus(reading, now),
    guard("PORT", () => examineListening(reading.config)),
  ]);
  const ask: AskChannel = (...channel) => discord.ask(...channel) ?? slack.ask(...channel);
  const teams = await examineTeams(reading, database, ask);
  const operatorKey = examineOperatorKey(reading, {
    database,
    guildIds: discord.guildIds,
    teamId: slack.teamId,
  });
  const clocks = [database, discord, slack, tavus].flatMap(({ clock }: Part) => (clock ? [clock] : []));
  discord.close();
  const sections = [
    { heading: "Environment", findings: examineEnvironment(reading) },
    { heading: "Database", findings: database.findings },
    { heading: "Discord", findings: discord.findings },
    { heading: "Slack", findings: slack.findings },
    { heading: "Tavus", findings: tavus.findings },
    { heading: "Teams", findings: [operatorKey, ...teams] },
    { heading: "Listening", findings: listening.findings },
    { heading: "Calls and videos", findings: examineCalls(reading.config, database.underWay) },
    { heading: "Clock", findings: [examineClock(clocks)] },
  ];
  return { sections, inviteLink: discord.inviteLink };
}

async function lookAtDatabase(
  reading: UsableReading,
  now: () => number,
): Promise<Part & DatabaseExamination> {
  const refused = refusedVariable(reading, ["DATABASE_URL"]);
  if (refused) return { findings: [skipped("Database", refused)] };
  return guard("Server", () => examineDatabase(reading.config.database, now));
}

async function lookAtTavus(reading: UsableReading, now: () => number): Promise<Part> {
  const refused = refusedVariable(reading, ["TAVUS_API_URL", "TAVUS_API_KEY", "TAVUS_VOCABULARY"]);
  if (refused) return { findings: [skipped("Tavus", refused)] };
  return guard("Reach", () => examineTavus(reading.config, now));
}

type Platform = { ask: AskChannel; close(): void };

const notThere: Platform = { ask: () => undefined, close: () => undefined };

async function lookAtDiscord(
  reading: UsableReading,
  now: () => number,
): Promise<DiscordExamination & Platform> {
  const refused = refusedVariable(reading, ["DISCORD_TOKEN", "DISCORD_PUBLIC_KEY", "DISCORD_API_URL"]);
  const { discord } = reading.config;
  if (refused || !discord) {
    const why = refused ?? "Not configured: DISCORD_TOKEN is not set.";
    return { ...notThere, findings: [skipped("Discord", why)] };
  }
  const doctor = createDiscordDoctor({ ...discord, commands, now });
  const examination: DiscordExamination = await guard("Token", () => doctor.examine());
  const start = tenantIdOf("discord", "");
  const ask: AskChannel = (tenantId, channelId) =>
    examination.inviteLink !== undefined && tenantId.startsWith(start)
      ? doctor.canPostTo({ guildId: tenantId.slice(start.length), channelId })
      : undefined;
  return { ...examination, ask, close: () => doctor.close() };
}

async function lookAtSlack(reading: UsableReading, now: () => number): Promise<SlackExamination & Platform> {
  const refused = refusedVariable(reading, ["SLACK_BOT_TOKEN", "SLACK_API_URL"]);
  const { slack, slackInstall, slackPreviewDomains: previewDomains } = reading.config;
  if (!refused && !slack && slackInstall) {
    const log = createLog({ level: "silent" });
    return {
      ...notThere,
      ...(await guard("App", async () => ({
        findings: await examineInstalls({ ...slackInstall, previewDomains, log }),
      }))),
    };
  }
  if (refused || !slack) {
    const why = refused ?? "Not configured: neither SLACK_BOT_TOKEN nor SLACK_CLIENT_ID is set.";
    return { ...notThere, findings: [skipped("Slack", why)] };
  }
  const log = createLog({ level: "silent" });
  const doctor = createSlackDoctor({ mode: undefined, ...slack, previewDomains, log, now });
  const examination: SlackExamination = await guard("Bot token", () => doctor.examine());
  const ask: AskChannel = (tenantId, channelId) =>
    tenantId === `slack:${examination.teamId}` ? doctor.canPostTo(channelId) : undefined;
  return { ...notThere, ...examination, ask };
}
