/** Control characters, line ends, and what turns the direction of text: none of them belongs into a line of Markdown. */
const unseen = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * A name as a code span of Markdown. It may be anybody's, as names of fields in a store are: whatever it is, nothing in it is
 * read as Markdown, and the span ends with it.
 */
export function codeSpan(name: string): string {
  const text = name.replace(unseen, '�');
  // A code span ends at as many backticks as it began with, and at no more and no fewer.
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  // One blank of each side is taken off again; a span of nothing would be none.
  const pad = /^`|`$|^ .* $|^$/.test(text) ? ' ' : '';
  return `${fence}${pad}${text}${text === '' ? '' : pad}${fence}`;
}
