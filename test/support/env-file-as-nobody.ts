/**
 * A process of its own that, if it runs as root, becomes a user without rights, because root may read everything. Then it prints
 * what is wrong about the file of settings that its first argument names, or nothing.
 */
import { envFileFailure } from "../../src/config/env-file.ts";

const nobody = 65_534;

if (process.getuid?.() === 0) {
  process.setgid?.(nobody);
  process.setuid?.(nobody);
}
process.stdout.write(envFileFailure([`--env-file-if-exists=${process.argv[2]}`]) ?? "");
