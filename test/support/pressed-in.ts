/** The buttons that a text tells people to press, by their labels. */
export function pressedIn(text: string): string[] {
  const named = text.matchAll(
    /\b[Pp]ress “?([A-Z]\w*(?: (?:all|again|waiting|replica|ours|theirs|it|unchecked|up|key))*)/g,
  );
  return [...named].map(([, label = ""]) => label);
}
