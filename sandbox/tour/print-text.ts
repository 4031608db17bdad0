/** Turns the escapes of both platforms back into what a person sees. */
export function decode(text: string): string {
  return text
    .replace(/\\([\\*_~`|>#\-[\]().])/g, "$1")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

/** Lines in a box, with who wrote them and who sees it above. */
export function boxed(title: string, lines: readonly string[], width = 92): string {
  const wrapped = lines.flatMap((line) => wrap(line, width));
  return [`  ┌ ${title}`, ...wrapped.map((line) => `  │ ${line}`), "  └"].join("\n");
}

function wrap(line: string, width: number): string[] {
  const lines: string[] = [];
  let rest = line;
  while (rest.length > width) {
    const space = rest.lastIndexOf(" ", width);
    const end = space > 0 ? space : width;
    lines.push(rest.substring(0, end));
    rest = rest.slice(end).trimStart();
  }
  return [...lines, rest];
}
