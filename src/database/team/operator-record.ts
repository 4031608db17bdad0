/** Where it is noted in `platform_state` which server the operator's Tavus key belongs to. One bot, one note. */
export const operatorRecord = { owner: "app:operator", name: "tavus-key-guild" } as const;
