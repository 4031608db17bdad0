/**
 * https://discord.com/developers/docs/resources/message#embed-object-embed-limits
 * A field's name may have 256; ten of those would leave its value no room in the total.
 */
export const embedLimits = {
  title: 256,
  description: 4096,
  name: 100,
  value: 1024,
  url: 2048,
  total: 6000,
} as const;

/** Discord shows an empty field as an error. */
export const nothing = "–";
