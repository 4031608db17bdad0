import { z } from "zod";

const orderSchema = z.object({
  /** Base address of Tavus. */
  url: z.string(),
  /** A database with our tables. */
  file: z.string(),
  /** Pages in flight; ours has its own number. */
  width: z.number().optional(),
  /** What is answered: how long it took, or the longest moment in which nothing else ran. */
  figure: z.enum(["ms", "blockedMs"]).optional(),
});

/** What a measured sync works with. */
export type Order = z.infer<typeof orderSchema>;

/** Does, in a measured process, what its parent orders, and answers with a figure in ms. */
export function answerOrders(work: (order: Order) => Promise<number>): void {
  process.on("message", (question) => {
    const { data: order } = orderSchema.safeParse(question);
    if (order) void work(order).then((ms) => process.send?.(ms));
  });
  process.stdout.write('{"msg":"ready"}\n');
}
