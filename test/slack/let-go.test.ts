import { ServerResponse } from "node:http";
import { queryObjects } from "node:v8";
import { expect, test } from "vitest";
import { channel, formHandlers, startSlackOverHttp } from "./setup.ts";

const deliveries = 10;

// Whoever keeps a payload over HTTP keeps the response it is acknowledged by, which can be counted.
test("a delivery that is answered is let go with all that came with it", async () => {
  const { standIn } = await startSlackOverHttp(formHandlers);
  const person = standIn.person("U0MIA");
  const act = async () => {
    const command = await person.command(channel, "/persona-create");
    await person.submit(await person.fill(command, { name: "Ada" }));
    await command.message();
  };
  await act();
  const kept = () => Number(queryObjects(ServerResponse, { format: "count" }));
  const before = kept();

  for (let done = 0; done < deliveries; done += 1) await act();

  await expect.poll(() => kept() - before).toBeLessThan(deliveries);
});
