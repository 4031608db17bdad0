/** A Tavus API key on its way to one call. `tag` names it in rows and logs without giving it away. */
export type TavusKey = { value: string; tag: string };
