import { type ConditionToken, type TextLines, tokenKinds } from '../language/index.ts';

/** Tokens as the protocol packs them: five numbers each, places relative to the one before. */
export function semanticTokens(lines: TextLines, tokens: readonly ConditionToken[]): { data: number[] } {
  const data: number[] = [];
  let [line, character] = [0, 0];
  for (const { start, end, kind } of [...tokens].sort((a, b) => a.start - b.start)) {
    const at = lines.positionAt(start);
    data.push(
      at.line - line,
      at.line === line ? at.character - character : at.character,
      end - start,
      tokenKinds.indexOf(kind),
      0,
    );
    ({ line, character } = at);
  }
  return { data };
}
