/** The same sentence with a capital. An address in front stays as it is written. */
export const upperFirst = (text: string): string =>
  /^[a-z][a-z0-9+.-]*:\/\//.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);
