import { expect, test } from "vitest";
import { encodeButton } from "../../../src/chat/button-code.ts";
import { answerIn, hows, recordAnswering } from "../../support/recording-answering.ts";
import { aDispatcher, aPress, greeting } from "../../support/test-dispatcher.ts";

const code = encodeButton({ action: "wave", state: "per_1" });

function aBotThatShares() {
  const run = async () =>
    ({
      kind: "share",
      post: { tone: "success", title: "For all" },
      afterwards: { tone: "success", title: "Shared" },
      otherwise: { tone: "warning", title: "Not shared" },
    }) as const;
  return aDispatcher({ commands: [greeting({ buttons: { wave: { access: "member", run } } })] });
}

const posts: [what: string, end: (post: PromiseWithResolvers<void>) => void, said: string][] = [
  ["comes to be", (post) => post.resolve(), "Shared"],
  ["fails", (post) => post.reject(new Error("503")), "Not shared"],
];
const presses = [
  ["a second press", "delivery-2"],
  ["a second delivery", "delivery-1"],
] as const;

for (const [what, end, said] of posts) {
  test.each(presses)(`%s during a post that ${what} hears how it went`, async (_, id) => {
    const bot = aBotThatShares();
    const post = Promise.withResolvers<void>();
    const first = bot.take(aPress(code), recordAnswering({ on: { post: () => post.promise } }));
    const second = bot.take(aPress(code, { id }));
    setTimeout(end, 50, post);

    const both = await Promise.all([first, second]);

    expect(both.map((answering) => answerIn(answering).title)).toEqual([said, said]);
    expect(both.map(hows)).toEqual([["post", "answer"], ["answer"]]);
  });
}
