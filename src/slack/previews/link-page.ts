import { below } from "../../text/below.ts";
import type { HttpListener } from "../connection/connection.ts";
import { sendPage } from "../install/page.ts";

const beginning = "/slack/personas/";

/**
 * Links to personas for Slack, below the bot's own address; undefined where Slack would not show a card of them. A domain
 * stands for its subdomains, too.
 */
export function linksTo(
  publicUrl: string | undefined,
  previewDomains: readonly string[] = [],
): ((id: string) => string) | undefined {
  if (publicUrl === undefined) return undefined;
  const { hostname } = new URL(publicUrl);
  const isPreviewed = previewDomains.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`));
  return isPreviewed ? (id) => below(publicUrl, `${beginning}${id}`) : undefined;
}

/** Answers whoever opens such a link in a browser: the same for all, for nobody shows there who they are. */
export function withLinkPages(others: HttpListener | undefined): HttpListener {
  return (request, response) => {
    const path = request.url ?? "";
    if (!path.startsWith(beginning)) {
      if (others) return others(request, response);
      response.writeHead(404, { "content-type": "text/plain" }).end("Not found\n");
      return;
    }
    sendPage(response, {
      status: 200,
      title: "A persona of a team in Slack",
      lines: [
        "This link shows a card of the persona in a channel of its team.",
        "To see more of it, go to Slack and run /persona-show with the ID at the end of the link.",
      ],
    });
  };
}
