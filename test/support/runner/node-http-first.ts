// The first undici of a process sends for all others, and Slack's cannot send what discord.js uploads files with. In the
// bot Node's own is first, which comes with node:http; in a worker it would hang on which file of tests it runs first.
import "node:http";
