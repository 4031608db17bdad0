import { expect, test } from "vitest";
import { unreachable } from "../src/network-reason.ts";

const place = { who: "Tavus", variable: "TAVUS_API_URL" };

function failure(code: string): Error {
  return Object.assign(new Error("failed"), { code });
}

test.each([
  ["ENOTFOUND", /name cannot be looked up \(ENOTFOUND\)/, /DNS/],
  ["ECONNREFUSED", /connection was refused/, /something listens/],
  ["CERT_HAS_EXPIRED", /certificate is not trusted/, /NODE_EXTRA_CA_CERTS/],
  ["SELF_SIGNED_CERT_IN_CHAIN", /certificate is not trusted/, /root certificates/],
  ["ERR_SSL_WRONG_VERSION_NUMBER", /does not speak TLS/, /http:\/\/ or https:\/\//],
  ["UND_ERR_CONNECT_TIMEOUT", /did not answer in time/, /firewall/],
  ["ECONNRESET", /connection was cut/, /proxy/],
  ["ESOMETHING", /connection failed \(ESOMETHING\)/, /network/],
])("%s has its own sentence and advice, however deep it lies", (code, sentence, remedy) => {
  const fetchFailure = new TypeError("fetch failed", { cause: new AggregateError([failure(code)]) });

  const finding = unreachable("Reach", fetchFailure, place);

  expect(finding).toMatchObject({ state: "bad", sentence: expect.stringMatching(sentence) });
  expect(finding.remedy).toMatch(remedy);
});

test("what is no error at all still has a sentence", () => {
  expect(unreachable("Reach", undefined, place).sentence).toBe(
    "Tavus cannot be reached: the connection failed.",
  );
});
