const space = /\s/;

/**
 * The words of a text as a shell parts them: quotation marks of both kinds, and a backslash before a character, which
 * on Windows is part of a path. Undefined: a quotation mark is open.
 */
export function shellWords(text: string, backslash = process.platform !== 'win32'): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (quote === '' && space.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (character === quote) quote = '';
    else if (quote === '' && (character === '"' || character === "'")) {
      quote = character;
      word ??= '';
    } else if (backslash && character === '\\' && quote !== "'") {
      const next = text[++i];
      if (next === undefined) return undefined;
      // Between double quotation marks it stands for itself before anything but these two.
      word = `${word ?? ''}${quote === '"' && next !== '"' && next !== '\\' ? '\\' : ''}${next}`;
    } else word = `${word ?? ''}${character}`;
  }
  if (quote !== '') return undefined;
  if (word !== undefined) words.push(word);
  return words;
}
