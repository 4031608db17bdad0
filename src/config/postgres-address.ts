/** https://www.postgresql.org/docs/current/libpq-ssl.html, and pg's own no-verify */
export const sslModes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full", "no-verify"];

export function isPostgresAddress(address = ""): boolean {
  if (!isMeantForPostgres(address) || !URL.canParse(address) || isCut(address)) return false;
  const mode = new URL(address).searchParams.get("sslmode");
  return mode === null || sslModes.includes(mode);
}

/** Also an address that is refused. */
export function isMeantForPostgres(address = ""): boolean {
  return scheme.test(address);
}

const scheme = /^postgres(ql)?:\/\//;

/**
 * Whether the address has the signs of a user or password with a character in it that ends them there: what follows is then
 * taken for host, database or parameters, and would be shown, and sent to name servers, as these are.
 * https://www.rfc-editor.org/rfc/rfc3986#section-3.2
 */
function isCut(address: string): boolean {
  const rest = address.replace(scheme, "");
  if (rest.includes("#") || !isDecodable(rest)) return true;
  const [, authority = "", path = "", query = ""] = rest.match(/^([^/?]*)([^?]*)\??(.*)$/s) ?? [];
  // Of several @ before the first / the last one ends the password, for a URL as for pg: those before it cut nothing.
  if (path.includes("@") || hasStrayAt(query)) return true;
  if (authority.includes("@")) return false;
  // In an .env file a # begins a comment: `user:secret` alone is left, as if it were a host and its port.
  return path.length <= 1 && query === "" && authority !== "" && !isHost(authority);
}

/** The parameters that may hold any text: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS */
const texts =
  /^(user|password|options|(fallback_)?application_name|ssl(cert|key|rootcert|password)|passfile)=/;

/** An @ that is not inside of a parameter's value stood behind a password. */
function hasStrayAt(query: string): boolean {
  return query.split("&").some((parameter) => parameter.includes("@") && !texts.test(parameter));
}

/** What is no user's name and what was left of a password: this machine, an IP address, a name with a dot, the usual port. */
function isHost(authority: string): boolean {
  return (
    /^(localhost|\d+(\.\d+){3}|\[[\da-f:.]+\]|%2f.*?)(:\d+)?$/i.test(authority) ||
    /^[\w-]+(\.[\w-]+)+$/.test(authority) ||
    /:5432$/.test(authority)
  );
}

/** pg takes a % that begins no code for itself, and throws where codes are no text. */
function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text.replace(/%(?![0-9a-f]{2})/gi, "%25"));
    return true;
  } catch {
    return false;
  }
}

/** PostgreSQL on another machine, and nothing said about encryption: https://node-postgres.com/features/ssl */
export function isPlaintext(address = ""): boolean {
  return isElsewhere(address) && saysNothingOfTls(address);
}

/** An address of PostgreSQL that leaves it to others whether to encrypt. */
export function saysNothingOfTls(address = ""): boolean {
  return isPostgresAddress(address) && !["sslmode", "ssl"].some((name) => parametersOf(address).has(name));
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
