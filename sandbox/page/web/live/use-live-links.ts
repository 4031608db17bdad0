import { useCallback, useEffect, useState } from "react";
import { type LiveLink, readLiveLink } from "./live-link.ts";

export type OpenLive = { link: LiveLink; person: string };

/** Opens calls and videos over the page instead of in another window, as whoever acts where the link stands. */
export function useLiveLinks(): { open: OpenLive | undefined; close: () => void } {
  const [open, setOpen] = useState<OpenLive>();
  useEffect(() => {
    function follow(event: MouseEvent): void {
      if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (!(event.target instanceof Element)) return;
      const anchor = event.target.closest("a");
      const link = anchor && readLiveLink(anchor.href);
      if (!link) return;
      event.preventDefault();
      const actor = anchor.closest<HTMLElement>("[data-actor]")?.dataset.actor;
      setOpen({ link, person: actor ?? "a colleague" });
    }
    document.addEventListener("click", follow);
    return () => document.removeEventListener("click", follow);
  }, []);
  return { open, close: useCallback(() => setOpen(undefined), []) };
}
