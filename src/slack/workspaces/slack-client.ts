import type { webApi } from "@slack/bolt";
import { wellFormed } from "../../text/well-formed.ts";

type Of<Part extends keyof webApi.WebClient, Name extends keyof webApi.WebClient[Part]> = Pick<
  webApi.WebClient[Part],
  Name
>;

/**
 * The methods of the Web API that the bot calls. Bolt's own client is one of these; it keeps 26 KB for each token, and the
 * bot may be in thousands of workspaces.
 */
export type SlackClient = {
  auth: Of<"auth", "test">;
  bots: Of<"bots", "info">;
  chat: Of<"chat", "postMessage" | "unfurl" | "update">;
  conversations: Of<"conversations", "info" | "open">;
  files: Of<"files", "getUploadURLExternal" | "completeUploadExternal" | "info">;
  users: Of<"users", "info">;
  views: Of<"views", "open" | "update" | "publish">;
};

/** Makes one call with a token. `channel`: what a message goes to. */
export type CallWithToken = <Answer>(
  call: { method: string; channel?: string | undefined },
  run: (token: { token: string }) => Promise<Answer>,
) => Promise<Answer>;

/** A call's arguments, with nothing in them that is no text. */
function saying<Args extends object | undefined>(args: Args, token: { token: string }) {
  return { ...wellFormed(args), ...token };
}

/** A client that takes its token anew for each call, and makes it with another client, which has none of its own. */
export function createSlackClient(shared: webApi.WebClient, withToken: CallWithToken): SlackClient {
  const { auth, bots, chat, conversations, files, users, views } = shared;
  const on = (method: string, channel?: string) => ({ method, channel });
  return {
    auth: { test: (args) => withToken(on("auth.test"), (token) => auth.test(saying(args, token))) },
    bots: { info: (args) => withToken(on("bots.info"), (token) => bots.info(saying(args, token))) },
    chat: {
      postMessage: (args) =>
        withToken(on("chat.postMessage", args.channel), (token) => chat.postMessage(saying(args, token))),
      unfurl: (args) => withToken(on("chat.unfurl"), (token) => chat.unfurl(saying(args, token))),
      update: (args) =>
        withToken(on("chat.update", args.channel), (token) => chat.update(saying(args, token))),
    },
    conversations: {
      info: (args) => withToken(on("conversations.info"), (token) => conversations.info(saying(args, token))),
      open: (args) => withToken(on("conversations.open"), (token) => conversations.open(saying(args, token))),
    },
    files: {
      info: (args) => withToken(on("files.info"), (token) => files.info(saying(args, token))),
      getUploadURLExternal: (args) =>
        withToken(on("files.getUploadURLExternal"), (token) =>
          files.getUploadURLExternal(saying(args, token)),
        ),
      completeUploadExternal: (args) =>
        withToken(on("files.completeUploadExternal"), (token) =>
          files.completeUploadExternal(saying(args, token)),
        ),
    },
    users: { info: (args) => withToken(on("users.info"), (token) => users.info(saying(args, token))) },
    views: {
      open: (args) => withToken(on("views.open"), (token) => views.open(saying(args, token))),
      update: (args) => withToken(on("views.update"), (token) => views.update(saying(args, token))),
      publish: (args) => withToken(on("views.publish"), (token) => views.publish(saying(args, token))),
    },
  };
}
