import type { ModalInputProps } from "./modal-props.ts";

const paragraph = 2;
/** The share from which on the count is shown, as in Discord's client. */
const countsFrom = 0.8;

/** A text input, of one line or several. */
export function ModalText({ input, id, describedBy, value, onChange }: ModalInputProps) {
  const text = typeof value === "string" ? value : "";
  const longest = input.max_length ?? 4000;
  const common = {
    id,
    value: text,
    maxLength: longest,
    minLength: input.min_length ?? 0,
    required: input.required ?? true,
    placeholder: input.placeholder ?? "",
    "aria-describedby": describedBy,
    onChange: ({ target }: { target: { value: string } }) => onChange(target.value),
  };
  return (
    <>
      {input.style === paragraph ? <textarea rows={3} {...common} /> : <input type="text" {...common} />}
      {text.length > longest * countsFrom && (
        <small className="d-length">
          {text.length} / {longest}
        </small>
      )}
    </>
  );
}
