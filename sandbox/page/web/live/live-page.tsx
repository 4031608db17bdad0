import { ActProvider } from "../state/act-context.ts";
import { useSandbox } from "../state/use-sandbox.ts";
import type { LiveLink } from "./live-link.ts";
import { LiveScreen } from "./live-screen.tsx";

/** A call or a video in a window of its own. */
export function LivePage({ link }: { link: LiveLink }) {
  const { state, act } = useSandbox();
  const { picture } = state;
  return (
    <ActProvider value={act}>
      <main className="live-page">
        {picture ? (
          <LiveScreen link={link} person="you" tavus={picture.tavus} onClose={() => location.assign("/")} />
        ) : (
          <p className="waiting">Starting…</p>
        )}
      </main>
    </ActProvider>
  );
}
