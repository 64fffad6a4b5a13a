/** A word of a command line, as the shell would give it to the program. */
export interface LineWord {
  readonly text: string;
  /** As it stands there: of the last word, which may be open, what is behind the quote that is open. */
  readonly raw: string;
  /** The quote that is still open at its end. */
  readonly quote: '' | '"' | "'";
}

/** The words of a line of the shell up to where somebody types; the last is the one they type, which may be empty. */
export function lineWords(line: string): readonly LineWord[] {
  const words: LineWord[] = [];
  let text = '';
  let rawFrom = 0;
  let quote: LineWord['quote'] = '';
  let begun = false;
  for (let at = 0; at < line.length; at++) {
    const character = line[at]!;
    if (quote === '' && /\s/.test(character)) {
      if (begun) words.push({ text, raw: line.slice(rawFrom, at), quote });
      text = '';
      begun = false;
      continue;
    }
    if (!begun) rawFrom = at;
    begun = true;
    if (character === quote) quote = '';
    else if (quote === '' && (character === '"' || character === "'")) {
      quote = character;
      // Only a quote that the word begins with leaves the whole of it behind it.
      if (at === rawFrom) rawFrom = at + 1;
    } else if (character === '\\' && quote !== "'" && at + 1 < line.length) text += line[++at];
    else text += character;
  }
  words.push(begun ? { text, raw: line.slice(rawFrom), quote } : { text: '', raw: '', quote: '' });
  return words;
}
