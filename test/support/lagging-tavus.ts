import type { PersonaRow } from "../../sandbox/stand-ins/tavus/account.ts";
import type { TavusStandIn } from "../../sandbox/stand-ins/tavus/stand-in.ts";

/** What stood in an account until something was written. */
type Past = { untilMs: number; personas: readonly PersonaRow[] };

/**
 * A Tavus of many parts, of which each hears of what was written at its own time: a reading shows what stood there up to `mostMs` ago, or
 * any later state, by `lot`, a number from 0 to 1. The result ends that.
 */
export function lagBehind(
  standIn: TavusStandIn,
  { mostMs, lot, now }: { mostMs: number; lot(): number; now(): number },
): () => void {
  const { accounts, behaviour } = standIn;
  const pasts = new Map(accounts.map((account) => [account, [] as Past[]]));
  const stood = new Map(accounts.map((account) => [account, account.everyPersona]));
  const { shown } = behaviour;
  const end = standIn.onChange(({ account }) => {
    pasts.get(account)?.push({ untilMs: now(), personas: stood.get(account) ?? [] });
    stood.set(account, account.everyPersona);
  });
  behaviour.shown = (account) => {
    const states = pasts.get(account)?.filter(({ untilMs }) => untilMs > now() - mostMs) ?? [];
    return states[Math.floor(lot() * (states.length + 1))]?.personas ?? account.everyPersona;
  };
  return () => {
    end();
    behaviour.shown = shown;
  };
}
