import { bad, type Finding } from "../finding.ts";
import { within } from "../within.ts";

/** No question of the doctor may take longer, whatever it asks. */
const deadlineMs = 10_000;

/** Anything with findings to show. */
type Examination = { findings: Finding[] };

/** Runs one examination to its end or its deadline; whatever goes wrong with it is a line of its own. */
export async function guard<Result extends Examination>(
  name: string,
  examine: () => Promise<Result>,
): Promise<Result | Examination> {
  try {
    const ended = await within(examine(), deadlineMs);
    return ended ? ended.value : { findings: [late(name)] };
  } catch (error) {
    return { findings: [failed(name, error)] };
  }
}

function late(name: string): Finding {
  const seconds = deadlineMs / 1000;
  return bad(name, `No answer within ${seconds} s.`, "Check the network, and run npm run doctor again.");
}

function failed(name: string, error: unknown): Finding {
  const words = error instanceof Error ? error.message : String(error);
  return bad(
    name,
    `It could not be examined (${words}).`,
    "Run npm run doctor again; if it stays so, report it as a mistake of this program.",
  );
}
