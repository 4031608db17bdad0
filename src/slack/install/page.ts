import type { ServerResponse } from "node:http";

/** What a page for a browser says, in plain text. */
export type Page = {
  status: number;
  title: string;
  lines: readonly string[];
  link?: { text: string; url: string } | undefined;
};

const style =
  "body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 1.5rem;color:#1d1c1d;background:#fff}h1{font-size:1.5rem;line-height:1.25}a{color:#0b5a8f}@media(prefers-color-scheme:dark){body{color:#e8e8e8;background:#1a1d21}a{color:#6fb7e9}}";

/** Answers with a page that loads nothing, runs nothing and is kept nowhere. */
export function sendPage(response: ServerResponse, { status, title, lines, link }: Page): void {
  const body = [
    `<h1>${escapeHtml(title)}</h1>`,
    ...lines.map((line) => `<p>${escapeHtml(line)}</p>`),
    ...(link ? [`<p><a href="${escapeHtml(link.url)}">${escapeHtml(link.text)}</a></p>`] : []),
  ].join("\n");
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy":
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  });
  response.end(
    `<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escapeHtml(title)}</title><style>${style}</style></head><body><main>\n${body}\n</main></body></html>\n`,
  );
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
