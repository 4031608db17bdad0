/** https://www.postgresql.org/docs/current/libpq-ssl.html, and pg's own no-verify */
export const sslModes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full", "no-verify"];

export function isPostgresAddress(address = ""): boolean {
  if (!/^postgres(ql)?:\/\//.test(address) || !URL.canParse(address)) return false;
  const mode = new URL(address).searchParams.get("sslmode");
  return mode === null || sslModes.includes(mode);
}

/** PostgreSQL on another machine, and nothing said about encryption: https://node-postgres.com/features/ssl */
export function isPlaintext(address = ""): boolean {
  return isElsewhere(address) && !["sslmode", "ssl"].some((name) => parametersOf(address).has(name));
}

/** PostgreSQL on another machine, whose certificate is taken as it is. */
export function checksNobody(address = ""): boolean {
  if (!isElsewhere(address)) return false;
  const parameters = parametersOf(address);
  const mode = parameters.get("sslmode") ?? parameters.get("ssl") ?? "";
  if (mode === "require") return !parameters.has("sslrootcert");
  return ["allow", "prefer", "no-verify"].includes(mode);
}

/** As it is written there, and as it is meant. */
export function passwordsIn(address: string): string[] {
  if (!URL.canParse(address)) return [];
  const { password, searchParams } = new URL(address);
  const inQuery = searchParams.get("password");
  return [...new Set([password, unescaped(password), inQuery ?? ""])].filter(Boolean);
}

function isElsewhere(address: string): boolean {
  if (!isPostgresAddress(address)) return false;
  const { hostname } = new URL(address);
  const host = parametersOf(address).get("host") ?? decodeURIComponent(hostname);
  return !(host === "" || host.startsWith("/") || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(host));
}

function parametersOf(address: string): URLSearchParams {
  return new URL(address).searchParams;
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
