// Every undici in a process sends through the one that was loaded first, and discord.js's (6) cannot upload files
// through Slack's (7). In the bot discord.js comes first; a worker that runs many files would leave it to chance.
import "discord.js";
