/** The text with its first letter large, as at the start of a sentence; what is code or a number stays. */
export const upperFirst = (text: string): string =>
  /^[a-z]+[ ,.]/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
