import { Lexer } from 'yaml';

/** Takes the blanks inside of brackets away: `[a, b]`, while braces keep theirs. */
export function tightLists(text: string): string {
  const tokens = [...new Lexer().lex(text)];
  let result = '';
  for (const [i, token] of tokens.entries()) {
    // Marks of the lexer's own, of which no text is made.
    if (token === '\u001f' || token === '\u0002' || token === '\u0018') continue;
    if (token.startsWith(' ') || token.startsWith('\t')) {
      const before = tokens[i - 1];
      const after = tokens[i + 1];
      if (before === '[' || (after === ']' && before !== '\n' && before !== '\r\n' && before !== ','))
        continue;
    }
    result += token;
  }
  return result;
}
