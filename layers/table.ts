/**
 * Who may import whom, types included. What lies at the path on the left may import each other and what lies at the
 * paths on the right, nothing else. The longest path on the left is a file's own; a file that has none is refused.
 * `src/*` is the small files directly in src, such as errors.ts and log.ts: whatever lies in src may import them, and those
 * of src/text.
 */
export const mayImport = readLines(`
  src/main.ts             → src
  src/main                → src migrations package.json
  src/doctor              → src/config.ts src/chat src/commands/all.ts src/tenants/operator-use.ts src/tavus src/database src/discord/doctor src/slack/doctor
  src/backup              → src/config.ts src/command-line src/database
  src/upkeep              → src/config.ts src/backup src/database
  src/verify              → src/config.ts src/command-line
  src/discord             → src/chat
  src/slack               → src/chat
  src/web                 → src/chat
  src/commands            → src/chat src/personas src/conversations src/videos src/landing-pages src/replicas src/tenants src/warnings
  src/personas            → src/link src/replicas src/tenants src/warnings src/tavus src/database
  src/conversations       → src/link src/replicas src/tenants src/warnings src/tavus src/database
  src/videos              → src/link src/replicas src/tenants src/warnings src/tavus src/database
  src/landing-pages       → src/link src/tenants src/warnings src/tavus src/database
  src/link                → src/tenants src/warnings src/tavus src/database
  src/metrics             → src/chat src/tavus src/database
  src/fleet               → src/chat src/database
  src/owed                → src/chat src/database
  src/replicas            → src/tavus src/database
  src/tenants             → src/tavus src/database
  src/warnings            → src/chat src/database
  src/chat                →
  src/tavus               →
  src/database            → migrations
  src/config.ts           → src/config
  src/config              → src/tenants/pasted-key.ts
  src/*                   →
  src/text                →
  migrations              →
  sandbox/stand-ins       →
  sandbox/tour            → sandbox/stand-ins src/command-line
  sandbox/page            → sandbox/stand-ins src/command-line
  sandbox/page/web        → sandbox/page/protocol sandbox/stand-ins/discord/vocabulary.ts
  bench                   → src sandbox/stand-ins
  layers                  → src/command-line
  src/command-line        →
  test                    → src migrations sandbox bench layers
`);

/** Where a package may be imported, whatever follows its name. One that has no line here may be used anywhere. */
export const mayBeUsedIn = readLines(`
  discord.js              → src/discord bench test
  @slack                  → src/slack bench test
  kysely                  → src/database migrations bench test
  better-sqlite3          → src/database sandbox/page bench test
  prom-client             → src/metrics test
  pg                      → src/database sandbox/page test
  node-fetch              → src/tavus bench test
`);

/** A folder of more files than this holds two things. */
export const mostFilesInFolder = 20;

function readLines(table: string): ReadonlyMap<string, readonly string[]> {
  const lines = table.trim().split("\n");
  return new Map(
    lines.map((line) => {
      const [left = "", right = ""] = line.split("→");
      return [left.trim(), right.split(" ").filter(Boolean)];
    }),
  );
}
