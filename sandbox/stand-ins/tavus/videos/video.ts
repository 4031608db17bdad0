import { z } from "zod";

/** The documented members. https://docs.tavus.io/api-reference/video-request/create-video */
export const videoBodySchema = z.strictObject({
  replica_id: z.string(),
  script: z.string().min(1).optional(),
  audio_url: z.url().optional(),
  video_name: z.string().optional(),
  callback_url: z.url().optional(),
  background_url: z.url().optional(),
  background_source_url: z.url().optional(),
  fast: z.boolean().optional(),
  transparent_background: z.boolean().optional(),
  watermark_image_url: z.url().optional(),
  properties: z
    .strictObject({
      background_scroll: z.boolean().optional(),
      background_scroll_type: z.enum(["human", "smooth"]).optional(),
      background_scroll_depth: z.enum(["middle", "bottom"]).optional(),
      background_scroll_return: z.enum(["return", "halt"]).optional(),
      start_with_wave: z.boolean().optional(),
    })
    .optional(),
});

export type VideoBody = z.infer<typeof videoBodySchema>;

/** Times are milliseconds since 1970. */
export const videoSchema = z.object({
  id: z.string(),
  name: z.string(),
  body: videoBodySchema,
  createdAt: z.number(),
  status: z.enum(["queued", "generating", "ready", "error", "deleted"]),
  since: z.number(),
  /** Why it failed, in Tavus's words. */
  details: z.string(),
});

export type Video = z.infer<typeof videoSchema>;
export type VideoStatus = Video["status"];
