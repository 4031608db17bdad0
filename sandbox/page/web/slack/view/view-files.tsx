import { useState } from "react";
import { readSandboxFiles } from "../../shared/read-file.ts";
import type { ViewInputProps } from "./view-props.ts";

/** A file field. What was chosen can be taken out again. */
export function ViewFiles({ element, block, id, describedBy, error, state, enter }: ViewInputProps) {
  const [round, setRound] = useState(0);
  const [name, setName] = useState(state?.files?.[0]?.name);

  async function take(files: FileList | null): Promise<void> {
    const [file] = await readSandboxFiles(files);
    setName(file?.name);
    enter(block.block_id, file ?? []);
  }

  function remove(): void {
    setRound(round + 1);
    setName(undefined);
    enter(block.block_id, []);
  }

  return (
    <div className="s-file">
      <input
        key={round}
        id={id}
        type="file"
        accept={element.filetypes.map((type) => `.${type}`).join()}
        aria-describedby={describedBy}
        aria-invalid={error !== undefined}
        onChange={({ target }) => void take(target.files)}
      />
      {name !== undefined && (
        <button type="button" className="s-button s-default" onClick={remove}>
          Remove {name}
        </button>
      )}
    </div>
  );
}
