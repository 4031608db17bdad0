import { ownFolder } from "../../../src/main/prepare/compile-cache.mjs";

/**
 * Where the bot keeps its compiled code anyway. Told before it begins, it need not compile the means to read its first
 * file, a tenth of a start's work.
 */
export const compiledCode = { NODE_COMPILE_CACHE: ownFolder };
