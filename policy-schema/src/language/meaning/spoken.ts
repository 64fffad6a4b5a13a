/** Words as a person lists them. */
export const spoken = (words: readonly string[], last = 'and'): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;

/** The same, cut short where it would run on. */
export function spokenShort(words: readonly string[], last = 'and', most = 6): string {
  if (words.length <= most) return spoken(words, last);
  return `${words.slice(0, most - 1).join(', ')} ${last} ${words.length - most + 1} more`;
}

export const upperFirst = (text: string): string => text.replace(/^./, (letter) => letter.toUpperCase());
