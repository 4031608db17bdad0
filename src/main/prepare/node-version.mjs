const needed = 24;

/**
 * What to tell whoever starts the bot with an older Node, which could not even read its files; undefined: nothing.
 * @param {string} version
 */
export function versionFailure(version) {
  if (Number.parseInt(version, 10) >= needed) return undefined;
  return `PersonaForge runs on Node ${needed}, and this is Node ${version}. Run npm ci again, which brings one for most machines, or install Node ${needed} yourself.`;
}

const failure = versionFailure(process.versions.node);
if (failure) {
  process.stderr.write(`${failure}\n`);
  process.exit(1);
}
