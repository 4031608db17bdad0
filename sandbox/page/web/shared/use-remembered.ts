import { useState } from "react";

/** State that outlives a reload of the page. */
export function useRemembered(key: string, initial: string): [string, (value: string) => void] {
  const name = `personaforge-sandbox:${key}`;
  const [value, setValue] = useState(() => localStorage.getItem(name) ?? initial);
  return [
    value,
    (next) => {
      localStorage.setItem(name, next);
      setValue(next);
    },
  ];
}
