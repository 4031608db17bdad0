import { expect, test } from "vitest";
import { wrongEndpoint } from "../../../src/discord/connection/http/own-application.ts";

const publicUrl = "https://bot.example.com";

test.each([
  ["https://other.example:8443/api/hook?code=s3cret", "another address of other.example:8443"],
  ["https://someone:s3cret@other.example/", "another address of other.example"],
  ["https://other.example/s3cret#s3cret", "another address of other.example"],
  ["https://bot.example.com/s3cret", "another address of bot.example.com"],
  ["s3cret", "another address"],
])("of the address %s that Discord sends commands to instead no more is said than where it is", (url, where) => {
  const wrong = wrongEndpoint({ id: "7", interactions_endpoint_url: url }, { publicKey: "", publicUrl });

  expect(wrong?.problem).toBe(`Discord sends commands to ${where}, so none reaches the bot.`);
  expect(JSON.stringify(wrong)).not.toContain("s3cret");
});
