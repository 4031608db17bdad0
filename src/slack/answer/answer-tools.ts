import type { Answering } from "../../chat/interaction.ts";
import type { Log } from "../../log.ts";
import type { WebClients } from "../clients.ts";
import type { Homes } from "../home/homes.ts";
import { fetchText } from "../read/fetch-text.ts";
import type { DirectMessages } from "./direct-messages.ts";
import type { FormFills } from "./form-fills.ts";
import type { ResponseUrls } from "./response-url.ts";

/** What every kind of answer is made with. */
export type AnswerTools = {
  clients: WebClients;
  direct: DirectMessages;
  responseUrls: ResponseUrls;
  fills: FormFills;
  homes: Homes;
  log: Log;
  /** The bot's token of now, which files are fetched with. */
  token(): Promise<string>;
  apiUrl: string;
  /** Slack delivers this payload again, because an earlier delivery was not acknowledged in time. */
  isRetry: boolean;
};

/** The methods that make no sense for this kind of payload: calling one is a mistake of ours. */
export function answersNothing(kind: string, tools: AnswerTools): Answering {
  const refuse = (method: string) => async () => {
    throw new Error(`A ${kind} cannot be answered with ${method}`);
  };
  return {
    ageMs: () => 0,
    holdForm: async () => {},
    openForm: refuse("openForm"),
    updateForm: refuse("updateForm"),
    acceptForm: refuse("acceptForm"),
    keepForm: refuse("keepForm"),
    refuseForm: refuse("refuseForm"),
    defer: refuse("defer"),
    answer: refuse("answer"),
    answerBeside: refuse("answerBeside"),
    progress: refuse("progress"),
    post: refuse("post"),
    amend: refuse("amend"),
    showText: refuse("showText"),
    suggest: refuse("suggest"),
    fetchText: async (file, maxBytes) =>
      fetchText(file, { ...tools, botToken: await tools.token(), maxBytes }),
  };
}
