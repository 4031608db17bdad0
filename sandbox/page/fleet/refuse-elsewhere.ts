import { refuseOtherSystems } from "../../stand-ins/postgres-server.ts";

/** Throws a sentence where npm installs no PostgreSQL. `system`: another than this one. */
export function refuseFleetElsewhere(system?: string): void {
  refuseOtherSystems("--fleet needs", "Without --fleet the sandbox runs here too.", system);
}
