import type { Token } from './token.ts';
import { particles } from './words/cues.ts';

/** Words side by side that are written as a name is; `to` is behind the last. */
export interface Run {
  readonly from: number;
  readonly to: number;
}

/** Most words of one name. */
const most = 6;

/** Words before `of` in names of places. */
const heads = new Set(
  'isle city bay gulf port cape republic kingdom bank state province forest mull firth'.split(' '),
);

const isInitial = (token: Token | undefined): boolean => token !== undefined && /^\p{Lu}$/u.test(token.text);
const isDot = (token: Token | undefined): boolean => token?.text === '.' && token.glued;

/**
 * The run that begins with the capital at `at`: further capitals, initials with their dots, and small words between two
 * of them. `isName` says which words count.
 */
export function runAt(tokens: readonly Token[], at: number, isName: (index: number) => boolean): Run {
  let to = at + 1;
  if (isInitial(tokens[at]) && isDot(tokens[to])) to++;
  while (to < tokens.length && to - at < most * 2) {
    if (tokens[to]!.newLine) break;
    if (isInitial(tokens[to]) && isDot(tokens[to + 1]) && tokens[to + 1]!.glued) {
      to += 2;
      continue;
    }
    if (isName(to)) {
      to++;
      continue;
    }
    if (tokens[to]!.text === 'of' && heads.has(tokens[to - 1]!.lower) && isName(to + 1)) {
      to += 2;
      continue;
    }
    let next = to;
    while (next < to + 3 && particles.has(tokens[next]?.lower ?? '') && !tokens[next]!.newLine) next++;
    if (
      next === to ||
      next >= tokens.length ||
      tokens[next]!.newLine ||
      !isName(next) ||
      tokens[to]!.letters !== 'lower'
    )
      break;
    to = next + 1;
  }
  if (to - at > 1 && isDot(tokens[to - 1]) && !isInitial(tokens[to - 2])) to--;
  return { from: at, to };
}
