import type { TextKey } from './query-keys.ts';

const lastPart = (text: string): readonly string[] => {
  const at = text.indexOf('/');
  return at < 0 ? [text] : [text, text.slice(at + 1)];
};
const words = (text: string): readonly string[] => [
  text,
  ...text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => /^[a-z]{2,}/.test(word)),
];

/** What a value may be called by in a query, beside what it is. */
export const valueSpellings: Partial<Record<TextKey, (value: string) => readonly string[]>> = {
  rule: lastPart,
  client: words,
};
