/** The bare Discord program, which on order also does the bare loop. */
import "./discord.ts";
import "./sync.ts";
