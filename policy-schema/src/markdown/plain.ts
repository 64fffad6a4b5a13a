/** Text as it is, wherever it stands in Markdown, and in one line of a table. */
export const plain = (text: string): string =>
  text.replace(/[\\`*_{}[\]<>#|~&]/g, (character) => `\\${character}`).replace(/\s*\n\s*/g, ' ');
