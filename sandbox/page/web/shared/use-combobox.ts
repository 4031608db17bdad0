import { type HTMLAttributes, type KeyboardEvent, type MouseEvent, useId, useState } from "react";

type ComboboxOptions<Item> = {
  items: readonly Item[];
  isOpen: boolean;
  /** Whether the first item is ready to be taken with Enter before an arrow key was pressed. */
  startsAtFirst: boolean;
  onPick: (item: Item) => void;
  onEscape: () => void;
};

export type Combobox = {
  activeIndex: number;
  listId: string;
  inputProps: HTMLAttributes<HTMLInputElement>;
  optionProps: (index: number) => HTMLAttributes<HTMLDivElement>;
  /** Forgets which item the arrow keys had reached. */
  reset: () => void;
};

/** An input with a list under it: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/ */
export function useCombobox<Item>(options: ComboboxOptions<Item>): Combobox {
  const { items, isOpen, startsAtFirst, onPick, onEscape } = options;
  const listId = useId();
  const [moved, setMoved] = useState<number>();
  const start = startsAtFirst ? 0 : -1;
  const activeIndex = isOpen ? Math.min(moved ?? start, items.length - 1) : -1;
  const optionId = (index: number) => `${listId}-${index}`;

  function pick(index: number): void {
    const item = items[index];
    setMoved(undefined);
    if (item !== undefined) onPick(item);
  }

  function move(step: number): void {
    const next = activeIndex === -1 && step < 0 ? items.length - 1 : activeIndex + step;
    setMoved((next + items.length) % items.length);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === "Escape" && isOpen) {
      event.stopPropagation();
      event.preventDefault();
      setMoved(undefined);
      onEscape();
      return;
    }
    if (!isOpen || items.length === 0 || event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const takes = event.key === "Enter" || (event.key === "Tab" && !event.shiftKey && moved !== undefined);
    if (step === undefined && !(takes && activeIndex >= 0)) return;
    event.preventDefault();
    if (step === undefined) pick(activeIndex);
    else move(step);
  }

  return {
    activeIndex,
    listId,
    reset: () => setMoved(undefined),
    inputProps: {
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": isOpen && items.length > 0,
      ...(isOpen && items.length > 0 && { "aria-controls": listId }),
      ...(activeIndex >= 0 && { "aria-activedescendant": optionId(activeIndex) }),
      onKeyDown,
    },
    optionProps: (index) => ({
      role: "option",
      id: optionId(index),
      "aria-selected": index === activeIndex,
      // The input keeps the focus: a click in the list must not take it.
      onMouseDown: (event: MouseEvent) => event.preventDefault(),
      onMouseMove: () => setMoved(index),
      onClick: () => pick(index),
    }),
  };
}
