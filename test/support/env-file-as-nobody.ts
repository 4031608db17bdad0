/**
 * A process of its own that, if it runs as root, becomes a user without rights, because root may read everything. Then it prints
 * what is said of the file of settings that its first argument names, or nothing; the others are the settings that are set.
 */
import { unreadEnvFile } from "../../src/config/env-file.ts";

const nobody = 65_534;

if (process.getuid?.() === 0) {
  process.setgid?.(nobody);
  process.setuid?.(nobody);
}
const [file, ...settings] = process.argv.slice(2);
const unread = unreadEnvFile(() => settings, [`--env-file-if-exists=${file}`]);
process.stdout.write((unread && (unread.refusal ?? unread.note)) ?? "");
