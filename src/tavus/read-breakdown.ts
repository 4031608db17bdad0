import { AbortError, FetchError } from "node-fetch";
import { type Reached, TavusError, type TavusErrorKind } from "./errors.ts";

/** Failures of name look-up and of opening a connection: nothing was sent yet. */
const beforeSending = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN"]);

/**
 * None of its addresses let anybody in: the machine is offline, speaks IPv6 where only IPv4 leads there, or is so far away that
 * Node went on to the next address too soon (https://github.com/nodejs/node/issues/54359).
 */
const noWay = new Set(["ENETUNREACH", "EHOSTUNREACH", "ETIMEDOUT"]);

/**
 * What Node says of a certificate it cannot trust, before the request is sent. Other TLS failures (EPROTO,
 * ERR_SSL_…) can also strike in the middle of an exchange, so they prove nothing.
 */
const badCertificate =
  /^(CERT_|UNABLE_TO_|ERR_TLS_CERT_|DEPTH_ZERO_SELF_SIGNED_CERT$|SELF_SIGNED_CERT_IN_CHAIN$)/;

/** What Node says where a proxy does not let a connection through, or wants a password; nothing has been sent by then. */
const noTunnel = "ERR_PROXY_TUNNEL";

/**
 * The error a call without a whole answer stands for. What is neither node-fetch's failure nor an abort is
 * a bug of ours and is thrown on as it is.
 */
export function readBreakdown(operation: string, thrown: unknown): TavusError {
  if (thrown instanceof AbortError) {
    return new TavusError({ kind: "timedOut", operation, reached: "maybe", cause: thrown });
  }
  if (thrown instanceof FetchError) {
    return new TavusError({ kind: kindOf(thrown), operation, reached: readReached(thrown), cause: thrown });
  }
  throw thrown;
}

/** It was closed, which shows in several ways, or something stood in it that is no answer: what a 204 or 304 must not have, and had. */
const ofConnection = /^(ECONNRESET|EPIPE|ERR_STREAM_PREMATURE_CLOSE|HPE_.*)$/;

/** Whether a request failed by the connection that it went on, so that another one may carry it. */
export function isOfConnection(thrown: unknown): boolean {
  return thrown instanceof FetchError && ofConnection.test(thrown.code ?? "");
}

function readReached(failure: FetchError): Reached {
  const { code = "" } = failure;
  const isBefore = beforeSending.has(code) || badCertificate.test(code) || code === noTunnel;
  return isBefore || isOfConnecting(failure) ? "no" : "maybe";
}

/** What comes before anything is sent: the name is looked up, and one of its addresses is connected to. */
const connecting: ReadonlySet<unknown> = new Set(["getaddrinfo", "connect"]);

/** The same codes come while a connection lives; then the call that failed is another. Of several addresses Node names none. */
function isOfConnecting(failure: FetchError): boolean {
  const call = "erroredSysCall" in failure ? failure.erroredSysCall : undefined;
  return connecting.has(call) || (call === undefined && noWay.has(failure.code ?? ""));
}

function kindOf(failure: FetchError): TavusErrorKind {
  if (failure.code === noTunnel) return "blocked";
  return isNonsense(failure) ? "unexpectedReply" : "unavailable";
}

/** Too long, a redirect, not HTTP (HPE_), or damaged compression (Z_): something answered, but not sense. */
function isNonsense({ type, code = "" }: FetchError): boolean {
  return type !== "system" || /^(HPE_|Z_)/.test(code);
}
