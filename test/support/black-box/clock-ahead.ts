/** The environment of a bot whose clock is so much ahead: Node loads this before anything of the bot. */
export function clockAhead(ms: number): { NODE_OPTIONS: string } {
  const code = `const R=Date;globalThis.Date=class extends R{constructor(...a){a.length===0?super(R.now()+${ms}):super(...a)}static now(){return R.now()+${ms}}};`;
  return { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(code)}` };
}
