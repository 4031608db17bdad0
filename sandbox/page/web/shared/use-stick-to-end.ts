import { type RefObject, useLayoutEffect, useRef } from "react";

/** Keeps the end of a list in sight whenever `key` changes, and when the list gets another size or is shown at last. */
export function useStickToEnd<T extends HTMLElement>(key: string): RefObject<T | null> {
  const list = useRef<T>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is what tells that the list has changed
  useLayoutEffect(() => {
    const stick = () => {
      if (list.current) list.current.scrollTop = list.current.scrollHeight;
    };
    stick();
    const observer = new ResizeObserver(stick);
    if (list.current) observer.observe(list.current);
    return () => observer.disconnect();
  }, [key]);
  return list;
}
