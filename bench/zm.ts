import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { startBotWithAccount } from "./bot-with-account.ts";
import { openWorkshop } from "./workshop.ts";
const n = Number(process.argv[2] ?? 50000);
for (let round = 0; round < Number(process.argv[3] ?? 1); round++) {
  const w = await openWorkshop();
  const b = await startBotWithAccount(w, "a");
  b.account.set({ personas: n, delayMs: 0 } as never);
  await sleep(2000);
  const pid = (b.program as any).pid ?? Number(process.env.ZPID);
  const st = () => { const s = readFileSync(`/proc/${pid}/status`, "utf8"); return Number(/VmRSS:\s+(\d+)/.exec(s)?.[1]) / 1024; };
  const idle = await b.program.residentMb();
  const t0 = Date.now(); const log: string[] = [];
  let over = false;
  const sampling = (async () => { while (!over) { log.push(`${((Date.now() - t0) / 1000).toFixed(1)}:${((await b.program.residentMb()) - idle).toFixed(0)}`); await sleep(150); } })();
  await b.program.forgetPeak(); const ms = await b.sync();
  log.push("ended");
  await sleep(3000);
  over = true; await sampling;
  console.log("idle", idle.toFixed(0), "peak over", ((await b.program.peakMb()) - idle).toFixed(0), "ms", ms);
  if (process.argv[4]) console.log(log.join(" "));
  await w.close();
}
process.exit(0);
