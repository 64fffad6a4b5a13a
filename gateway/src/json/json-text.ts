/** Texts that stand in a JSON string as they are. */
const bare = /^[^"\\\p{Cc}\p{Cs}]*$/u;

/** The inside of a JSON string token that stands for a text (RFC 8259 section 7). */
export const insideJson = (text: string): string =>
  bare.test(text) ? text : JSON.stringify(text).slice(1, -1);

/** A text as a JSON string token. */
export const jsonText = (text: string): string => (bare.test(text) ? `"${text}"` : JSON.stringify(text));
