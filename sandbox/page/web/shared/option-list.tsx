import { useEffect, useRef } from "react";
import type { Combobox } from "./use-combobox.ts";

export type ListedOption = {
  key: string;
  title: string;
  detail?: string | undefined;
  /** Small words at the end of the line. */
  aside?: string | undefined;
};

type OptionListProps = {
  combobox: Combobox;
  label: string;
  options: readonly ListedOption[];
  className: string;
  /** A line above the options, not one of them. */
  heading?: string | undefined;
};

/** The list of a combobox. */
export function OptionList({ combobox, label, options, className, heading }: OptionListProps) {
  const list = useRef<HTMLDivElement>(null);
  const { activeIndex } = combobox;
  useEffect(() => {
    list.current?.children[activeIndex]?.scrollIntoView({ block: "nearest" });
  }, [activeIndex]);
  if (options.length === 0) return null;
  return (
    <div className={`option-list ${className}`}>
      {heading && <div className="option-list-heading">{heading}</div>}
      <div ref={list} id={combobox.listId} role="listbox" aria-label={label}>
        {options.map(({ key, title, detail, aside }, index) => (
          <div key={key} {...combobox.optionProps(index)}>
            <span className="option-title">{title}</span>
            {detail && <span className="option-detail">{detail}</span>}
            {aside && <span className="option-aside">{aside}</span>}
          </div>
        ))}
      </div>
    </div>
  );
}
