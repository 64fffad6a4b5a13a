import { CST, Lexer } from 'yaml';

/** Takes the blanks inside of brackets away: `[a, b]`, while braces keep theirs. */
export function tightLists(text: string): string {
  const tokens = [...new Lexer().lex(text)];
  let result = '';
  for (const [i, token] of tokens.entries()) {
    const type = CST.tokenType(token);
    // Marks of the lexer's own, of which no text is made.
    if (token === '\u001f' || token === '\u0002' || token === '\u0018') continue;
    if (type === 'space') {
      const before = CST.tokenType(tokens[i - 1] ?? '');
      const after = CST.tokenType(tokens[i + 1] ?? '');
      if (
        before === 'flow-seq-start' ||
        (after === 'flow-seq-end' && before !== 'newline' && before !== 'comma')
      )
        continue;
    }
    result += token;
  }
  return result;
}
