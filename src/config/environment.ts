import { z } from "zod";
import { readPastedKey } from "../tenants/pasted-key.ts";
import { isPostgresAddress } from "./postgres-address.ts";
import {
  leastConnections,
  logLevels,
  mostConnections,
  mostPreviewDomains,
  mostSecondsToStop,
  variableRemedies,
} from "./remedies.ts";
import { shardsIn } from "./shards.ts";

/** Where the rows lie. */
export type DatabaseSetting =
  | { kind: "sqlite"; file: string }
  | { kind: "postgres"; url: string; directUrl?: string; poolSize?: number };

const oneWord = z.string().regex(/^[\x21-\x7e]+$/);
const webAddress = z.string().refine(isWebAddress).transform(withoutTrailingSlash);
const hostName = z
  .string()
  .toLowerCase()
  .regex(/^(?!-)[a-z0-9-]+(\.[a-z0-9-]+)+$/);
const wordList = z.string().transform((list) => [...new Set(list.split(/[\s,]+/).filter(Boolean))]);

/**
 * Models that Tavus hosts, autumn 2026, by what one team used (public code). The page that lists them is
 * https://docs.tavus.io/sections/conversational-video-interface/pal/llm
 */
const knownModels = [
  "tavus-gemma-4",
  "tavus-gemma-4-thinking",
  "tavus-gpt-5.6-sol",
  "tavus-gpt-5.6-terra",
  "tavus-gemini-2.5-flash",
];
/** No sign of another variable's line, which a missing quote makes a part of this one. */
const modelId = z
  .string()
  .max(100)
  .regex(/^[^="']+$/);
const seconds = z
  .string()
  .regex(/^\d{1,3}$/)
  .transform(Number)
  .pipe(z.number().max(mostSecondsToStop));
const encryptionKey = z
  .string()
  .regex(/^[\w+/-]{43}=?$/)
  .transform((text) => Buffer.from(text, "base64"));

/** Every variable that the bot reads, as it may be written. */
export const environmentSchema = z.object({
  DISCORD_TOKEN: oneWord.optional(),
  DISCORD_PUBLIC_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/i)
    .optional(),
  SLACK_BOT_TOKEN: oneWord.startsWith("xoxb-").optional(),
  SLACK_APP_TOKEN: oneWord.startsWith("xapp-").optional(),
  SLACK_SIGNING_SECRET: oneWord.optional(),
  SLACK_CLIENT_ID: z
    .string()
    .regex(/^\d+\.\d+$/)
    .optional(),
  SLACK_CLIENT_SECRET: oneWord.optional(),
  SLACK_PREVIEW_DOMAINS: wordList.pipe(z.array(hostName).min(1).max(mostPreviewDomains)).optional(),
  TAVUS_API_KEY: z.string().transform(readKey).optional(),
  TAVUS_API_KEY_TENANTS: wordList
    .pipe(
      z
        .array(
          z
            .string()
            .regex(/^(discord:\d+|slack:\w+)$/)
            .transform(inSlacksLetters),
        )
        .min(1),
    )
    .optional(),
  TAVUS_SHARED_ACCOUNT: z.enum(["isolated", "visible"]).default("isolated"),
  TAVUS_MODELS: wordList.pipe(z.array(modelId).min(1).max(24)).default(knownModels),
  TAVUS_VOCABULARY: z.enum(["personas", "pals"]).default("personas"),
  DATABASE_URL: z.string().default("file:data/personaforge.db").transform(readDatabase),
  DATABASE_DIRECT_URL: z.string().refine(isPostgresAddress).optional(),
  DATABASE_POOL_SIZE: z
    .string()
    .regex(/^\d{1,4}$/)
    .transform(Number)
    .pipe(z.number().min(leastConnections).max(mostConnections))
    .optional(),
  ENCRYPTION_KEYS: wordList.pipe(z.array(encryptionKey).min(1)).optional(),
  ENCRYPTION_KEY: encryptionKey.optional(),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .pipe(z.number().max(65_535))
    .optional(),
  PUBLIC_URL: webAddress.refine(isSecureOrLocal).optional(),
  METRICS_TOKEN: oneWord.min(16).optional(),
  DRAIN_SECONDS: seconds.optional(),
  STOP_SECONDS: seconds.optional(),
  LOG_LEVEL: z.enum(logLevels).default("info"),
  DISCORD_SHARDS: z.string().default("auto").transform(readShards),
  DISCORD_SHARD_COUNT: z
    .string()
    .regex(/^\d{1,4}$/)
    .transform(Number)
    .pipe(z.number().min(1))
    .optional(),
  DISCORD_API_URL: webAddress.default("https://discord.com/api"),
  SLACK_API_URL: webAddress.default("https://slack.com/api"),
  TAVUS_API_URL: webAddress.transform(readTavusAddress).default("https://tavusapi.com"),
});

export type Environment = z.output<typeof environmentSchema>;

/** What is to be changed about a variable that was refused. */
export const remedies: Record<keyof Environment, string> = variableRemedies;

/**
 * Each path of Tavus's begins with /v2, which the .env of many another program has in this variable, too. Whoever writes http://
 * before Tavus's own name would send the key to be read on the way, for an answer that sends it to https://.
 */
function readTavusAddress(address: string): string {
  return address.replace(/\/v2$/, "").replace(/^http:(?=\/\/tavusapi\.com(?:\/|$))/i, "https:");
}

function readKey(pasted: string, context: z.RefinementCtx): string {
  const read = readPastedKey(pasted);
  if (read.kind === "key") return read.value;
  context.addIssue(read.reason);
  return z.NEVER;
}

/** Slack's ids have no small letters: a team that is named by some would have no key, without a word. */
function inSlacksLetters(tenant: string): string {
  return tenant.replace(/(?<=^slack:).+/, (id) => id.toUpperCase());
}

/** `auto`, or numbers and ranges of them by comma: `0,2`, `0-3`. */
function readShards(list: string, context: z.RefinementCtx): "auto" | number[] {
  if (list === "auto") return "auto";
  const ids = shardsIn(list);
  if (ids) return ids;
  context.addIssue("no list of shards");
  return z.NEVER;
}

function readDatabase(url: string, context: z.RefinementCtx): DatabaseSetting {
  if (isPostgresAddress(url)) return { kind: "postgres", url };
  const file = url.match(/^file:(?:\/\/(?=\/)|(?!\/\/))(.+)$/)?.[1]?.trim();
  // Only a shell puts a home folder there: it would become a folder of that name.
  if (file && !/^~(\/|$)/.test(file)) return { kind: "sqlite", file };
  context.addIssue("unknown kind of database");
  return z.NEVER;
}

/** What a path can be put behind: after a ? or # it would be asked for as something else, and a user in front is refused by `fetch`. */
function isWebAddress(url: string): boolean {
  return URL.canParse(url) && /^https?:\/\/[^\s/\\@?#]+(\/[^\s\\?#]*)?$/i.test(url);
}

function isSecureOrLocal(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" || ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}

function withoutTrailingSlash(url: string): string {
  return url.replace(/\/+$/, "");
}
