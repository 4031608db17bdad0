/** Ids of ours and of Tavus's personas. What Tavus makes them of is not documented: `p` and hexadecimal digits is what is seen. */
const ids = /(?<![\w-])(?:per_[a-z0-9]{10}|p[0-9a-f]{7,31})(?![\w-])/g;

/** The persona that a link names, in its path, its query or behind its #; undefined: none, or several. */
export function idIn(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { pathname, search, hash } = new URL(url);
  const named = new Set([pathname, search, hash].flatMap((part) => decoded(part).match(ids) ?? []));
  return named.size === 1 ? [...named][0] : undefined;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
