import { readSandboxFiles } from "../../shared/read-file.ts";
import type { ModalInputProps } from "./modal-props.ts";

/** A file upload. */
export function ModalFiles({ input, id, describedBy, onChange }: ModalInputProps) {
  return (
    <input
      id={id}
      type="file"
      className="d-file"
      aria-describedby={describedBy}
      multiple={(input.max_values ?? 1) > 1}
      required={input.required ?? true}
      onChange={({ target }) => void readSandboxFiles(target.files).then(onChange)}
    />
  );
}
