import { bad, type Finding } from "../finding.ts";

/** No question of the doctor may take longer, whatever it asks. */
const deadlineMs = 10_000;

/** Anything with findings to show. */
type Examination = { findings: Finding[] };

/** Runs one examination to its end or its deadline; whatever goes wrong with it is a line of its own. */
export async function guard<Result extends Examination>(
  name: string,
  examine: () => Promise<Result>,
): Promise<Result | Examination> {
  const late = Promise.withResolvers<Examination>();
  const seconds = deadlineMs / 1000;
  const timer = setTimeout(
    () =>
      late.resolve({
        findings: [
          bad(name, `No answer within ${seconds} s.`, "Check the network, and run npm run doctor again."),
        ],
      }),
    deadlineMs,
  );
  try {
    return await Promise.race([examine(), late.promise]);
  } catch (error) {
    return { findings: [failed(name, error)] };
  } finally {
    clearTimeout(timer);
  }
}

function failed(name: string, error: unknown): Finding {
  const words = error instanceof Error ? error.message : String(error);
  return bad(
    name,
    `It could not be examined (${words}).`,
    "Run npm run doctor again; if it stays so, report it as a mistake of this program.",
  );
}
