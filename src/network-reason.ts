import { bad, type Finding } from "./finding.ts";

/** What Node says about a connection, by error code or name: what that means, and what to look at. */
const reasons: [RegExp, string, string][] = [
  [/^(ENOTFOUND|EAI_AGAIN)$/, "its name cannot be looked up", "and this machine's DNS"],
  [/^ECONNREFUSED$/, "the connection was refused", "and whether something listens there"],
  [
    /^(CERT_|UNABLE_TO_|ERR_TLS_CERT_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT)/,
    "its certificate is not trusted",
    "and this machine's date and root certificates (NODE_EXTRA_CA_CERTS behind a proxy that inspects traffic)",
  ],
  [/^(EPROTO|ERR_SSL_)/, "it does not speak TLS", "and whether it must begin with http:// or https://"],
  [
    /^(ETIMEDOUT|UND_ERR_.*TIMEOUT|AbortError|TimeoutError)$/,
    "it did not answer in time",
    "and whether a firewall or proxy stands between",
  ],
  [/^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/, "the connection was cut", "and whether a proxy stands between"],
  [/^(ENETUNREACH|EHOSTUNREACH)$/, "there is no way to it from here", "and this machine's network"],
];

/** A line for a service that could not be reached at the address in `variable`. */
export function unreachable(name: string, error: unknown, place: { who: string; variable: string }): Finding {
  const signs = signsOf(error);
  const known = reasons.find(([pattern]) => signs.some((sign) => pattern.test(sign)));
  const [, reason, look] = known ?? [undefined, "the connection failed", "and this machine's network"];
  const code = signs[0] === undefined ? "" : ` (${signs[0]})`;
  return bad(
    name,
    `${place.who} cannot be reached: ${reason}${code}.`,
    `Check ${place.variable}, if it is set, ${look}.`,
  );
}

const deepest = 5;

/** Codes and telling names of an error and of what caused it, the innermost code first. */
function signsOf(error: unknown, depth = 0): string[] {
  if (!(error instanceof Error) || depth > deepest) return [];
  const inner = [error.cause, ...("original" in error ? [error.original] : [])];
  const causes = error instanceof AggregateError ? [...inner, ...error.errors] : inner;
  const own = "code" in error && typeof error.code === "string" ? [error.code] : [];
  const named = /^(AbortError|TimeoutError)$/.test(error.name) ? [error.name] : [];
  return [...causes.flatMap((cause) => signsOf(cause, depth + 1)), ...own, ...named];
}
