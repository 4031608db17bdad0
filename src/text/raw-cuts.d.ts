/**
 * Text is not cut at a number: that parts what a reader sees as one character, and half a surrogate pair is an error to Discord. Cut it
 * with `cutText` or `wholeStart`, or, at a place that was found in the text itself, and where nothing but ASCII can stand, with `substring`.
 * A symbol can stand nowhere in a text, so that whatever is done with it is refused.
 */
interface String {
  slice(start: 0, end: number): symbol;
}
